import { TabScreen } from '../ui/parts/Screen.tsx';
import { t } from '../ui/strings/index.ts';

/** An address of nothing. */
export function NotFound() {
  return (
    <TabScreen name="Footbridge" title={t('error.not_found')}>
      <a class="btn btn-main" href="/">
        {t('nav.today')}
      </a>
      <a class="btn btn-help" href="/help">
        {t('nav.help')}
      </a>
    </TabScreen>
  );
}
