/** What to call them. Any name. */
import { useState } from 'preact/hooks';
import { Field } from '../../ui/parts/Field.tsx';
import { t } from '../../ui/strings/index.ts';
import { Next } from './Next.tsx';
import { fill, goOn, theForm } from './store.ts';

/** DESIGN.md 2: name 80. */
const NAME_MAX = 80;

export function NameStep() {
  const { name } = theForm();
  const [isMissing, setMissing] = useState(false);
  return (
    <>
      <h1 class="push" tabIndex={-1}>
        {t('onboarding.called')}
      </h1>
      <Field
        id="name"
        label={t('onboarding.name')}
        hint={t('onboarding.called_hint')}
        error={isMissing ? t('onboarding.name_missing') : null}
        value={name}
        onType={(typed) => {
          fill({ name: typed });
          setMissing(false);
        }}
        input={{ autocomplete: 'nickname', maxLength: NAME_MAX }}
      />
      <Next
        label={t('common.continue')}
        onNext={() => {
          if (name.trim() === '') setMissing(true);
          else goOn();
        }}
      />
    </>
  );
}
