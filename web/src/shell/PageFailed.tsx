import { TabScreen } from '../ui/parts/Screen.tsx';
import { t } from '../ui/strings/index.ts';
import { CrisisCard } from './HelpNow.tsx';

/** A screen that did not open: what is safe first, then how to go on, and the numbers in any case. */
export function PageFailed() {
  return (
    <TabScreen name="Footbridge" title={t('error.page')}>
      <button type="button" class="btn btn-main" onClick={() => location.reload()}>
        {t('common.try_again')}
      </button>
      <CrisisCard />
    </TabScreen>
  );
}
