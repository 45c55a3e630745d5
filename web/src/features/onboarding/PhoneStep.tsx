/** Whose phone this is decides what may stay on it. For a second phone of the same person it is the last question. */
import { useState } from 'preact/hooks';
import { Pick } from '../../ui/parts/Pick.tsx';
import { t } from '../../ui/strings/index.ts';
import { Next } from './Next.tsx';
import { fill, finish, goOn, theError, theForm, theInvitation } from './store.ts';

export function PhoneStep() {
  const { shared_phone } = theForm();
  const [isMissing, setMissing] = useState(false);
  const isLast = theInvitation()?.purpose === 'new_phone';
  return (
    <>
      <div class="stack push">
        {isLast ? <p>{t('onboarding.new_phone_body')}</p> : null}
        <h1 tabIndex={-1}>{t('onboarding.whose')}</h1>
      </div>
      <Pick
        legend={t('onboarding.whose')}
        name="phone"
        choices={[
          {
            value: 'mine',
            title: t('onboarding.my_phone'),
            under: t('onboarding.my_phone_body'),
            icon: 'phone',
          },
          {
            value: 'shared',
            title: t('onboarding.shared_phone'),
            under: t('onboarding.shared_body'),
            icon: 'people',
          },
        ]}
        chosen={shared_phone === null ? null : shared_phone ? 'shared' : 'mine'}
        onChoose={(value) => {
          fill({ shared_phone: value === 'shared' });
          setMissing(false);
        }}
      />
      <p class="error small" role="alert">
        {isMissing ? t('consent.choose') : theError()}
      </p>
      <Next
        label={isLast ? t('onboarding.finish') : t('common.continue')}
        onNext={() => {
          if (shared_phone === null) setMissing(true);
          else if (isLast) void finish();
          else goOn();
        }}
      />
    </>
  );
}
