/** The care team's second step: scan or type the key, then prove it. */
import { Field } from '../../ui/parts/Field.tsx';
import { t } from '../../ui/strings/index.ts';
import { Next } from './Next.tsx';
import { drawnCode } from './qr.ts';
import { busy, fill, finish, theError, theForm, theInvitation } from './store.ts';

export function SecondFactorStep() {
  const totp = theInvitation()?.totp ?? null;
  const drawn = totp === null ? null : drawnCode(totp.qr_svg);
  return (
    <>
      <div class="stack">
        <h1 tabIndex={-1}>{t('onboarding.totp_title')}</h1>
        <p class="soft">{t('onboarding.totp_body')}</p>
      </div>
      {drawn === null ? null : (
        <svg
          class="qr"
          viewBox={`0 0 ${drawn.size} ${drawn.size}`}
          role="img"
          aria-label={t('onboarding.totp_title')}
        >
          <path class="qr-paper" d={`M0 0h${drawn.size}v${drawn.size}H0z`} />
          <path class="qr-ink" d={drawn.path} />
        </svg>
      )}
      {totp === null ? null : (
        <p class="card card-well">
          {t('onboarding.totp_key')}: <b class="num">{totp.secret}</b>
        </p>
      )}
      <Field
        id="totp"
        label={t('onboarding.totp_code')}
        error={theError()}
        value={theForm().totp_code}
        onType={(typed) => fill({ totp_code: typed.replace(/\D/g, '').slice(0, 6) })}
        input={{ autocomplete: 'one-time-code', inputMode: 'numeric', maxLength: 6 }}
      />
      <Next label={busy() ? t('signin.working') : t('onboarding.finish')} onNext={() => void finish()} />
    </>
  );
}
