/** Done. The first check-in is offered, not asked. */
import { Drawing } from '../../ui/parts/Drawing.tsx';
import { t } from '../../ui/strings/index.ts';

export function SetStep() {
  return (
    <>
      <div class="empty push">
        <Drawing of="path" />
        <h1 tabIndex={-1}>{t('onboarding.set')}</h1>
        <p class="soft">{t('onboarding.set_body')}</p>
      </div>
      <div class="dock push">
        <a class="btn btn-main" href="/check-in">
          {t('onboarding.first_check_in')}
        </a>
        <a class="btn btn-quiet" href="/">
          {t('onboarding.look_around')}
        </a>
      </div>
    </>
  );
}
