/** The home screen, for phones where the app may be put there after coming in. */
import { t } from '../../ui/strings/index.ts';
import { InstallCoach } from './InstallCoach.tsx';
import { goOn } from './store.ts';

export function InstallStep() {
  return (
    <InstallCoach>
      <button type="button" class="btn btn-quiet" onClick={goOn}>
        {t('common.later')}
      </button>
    </InstallCoach>
  );
}
