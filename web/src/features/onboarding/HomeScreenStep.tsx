/** On an iPhone the home screen comes first; staying in the browser stays possible. */
import { t } from '../../ui/strings/index.ts';
import { InstallCoach } from './InstallCoach.tsx';
import { goOn } from './store.ts';

export function HomeScreenStep() {
  return (
    <InstallCoach>
      <button type="button" class="btn btn-quiet" onClick={goOn}>
        {t('install.here')}
      </button>
    </InstallCoach>
  );
}
