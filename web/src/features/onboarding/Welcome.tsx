/** A phone that belongs to nobody yet: two ways in, the language, Help now. */
import { openTrouble, wasEnded } from '../../shell/session.ts';
import { Drawing } from '../../ui/parts/Drawing.tsx';
import { TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { isInAppBrowser, thisPhone } from '../../ui/platform.ts';
import { t } from '../../ui/strings/index.ts';
import { LanguageButton } from './LanguageButton.tsx';

export function Welcome() {
  return (
    <TaskScreen name="" way={<LanguageButton />}>
      <div class="empty push">
        <Drawing of="path" />
        <h1 tabIndex={-1}>{t('onboarding.welcome')}</h1>
        <p class="soft">{t('onboarding.welcome_body')}</p>
      </div>
      <div role="status">
        {wasEnded() ? <p class="card card-note">{t('state.signed_out_here')}</p> : null}
      </div>
      <TroubleLine kind={openTrouble()} />
      {isInAppBrowser(thisPhone()) ? <p class="card card-note">{t('install.in_app_browser')}</p> : null}
      <div class="dock push">
        <a class="btn btn-main" href="/claim">
          {t('onboarding.have_code')}
        </a>
        <a class="btn" href="/sign-in">
          {t('onboarding.have_name')}
        </a>
      </div>
    </TaskScreen>
  );
}
