/** The code from the card; a link from the card brings its own and only waits here. */
import { useState } from 'preact/hooks';
import { Field } from '../../ui/parts/Field.tsx';
import { t } from '../../ui/strings/index.ts';
import { CODE_LENGTH, cleanCode, shownCode } from './model.ts';
import { Next } from './Next.tsx';
import { busy, lookUp, theError } from './store.ts';

export function CodeStep() {
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const submit = () => {
    if (code.length < CODE_LENGTH) return setShort(true);
    void lookUp({ code });
  };
  return (
    <>
      <h1 class="push" tabIndex={-1}>
        {t('onboarding.enter_code')}
      </h1>
      <Field
        id="code"
        label={t('onboarding.code')}
        hint={t('onboarding.code_hint')}
        error={isShort ? t('error.code_short') : theError()}
        value={shownCode(code)}
        onType={(typed) => {
          setCode(cleanCode(typed));
          setShort(false);
        }}
        input={{
          autocomplete: 'one-time-code',
          autoCapitalize: 'characters',
          spellcheck: false,
          maxLength: 12,
        }}
      />
      <Next label={busy() ? t('onboarding.looking') : t('common.continue')} onNext={submit} />
    </>
  );
}
