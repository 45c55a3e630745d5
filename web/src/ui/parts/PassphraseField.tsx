/** A passphrase: pasted, filled in by a password manager, or typed in sight. */
import { useState } from 'preact/hooks';
import { t } from '../strings/index.ts';
import { Field } from './Field.tsx';

type Props = {
  label: string;
  hint?: string;
  error: string | null;
  value: string;
  onType: (value: string) => void;
  isNew?: boolean;
};

export function PassphraseField({ label, hint, error, value, onType, isNew = false }: Props) {
  const [isShown, setShown] = useState(isNew);
  return (
    <div class="stack">
      <Field
        id="passphrase"
        label={label}
        hint={hint ?? ''}
        error={error}
        value={value}
        onType={onType}
        isHidden={!isShown}
        input={{
          autocomplete: isNew ? 'new-password' : 'current-password',
          autoCapitalize: 'none',
          spellcheck: false,
          maxLength: 128,
        }}
      />
      <label class="row">
        <input class="tick" type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        <span class="grow">{t('onboarding.show')}</span>
      </label>
    </div>
  );
}
