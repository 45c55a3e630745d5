import { useEffect } from 'preact/hooks';
import { t } from '../../ui/strings/index.ts';
import { bringBack, forgetDeleted, justDeleted } from './store.ts';

/** The way back after deleting a note. It stays as long as the list is open: nobody has to hurry. */
export function Undo() {
  useEffect(() => forgetDeleted, []);
  return (
    <div role="status">
      {justDeleted() === null ? null : (
        <div class="card card-well line undo">
          <span class="grow">{t('journal.deleted')}</span>
          <button type="button" class="btn" onClick={() => void bringBack()}>
            {t('common.undo')}
          </button>
        </div>
      )}
    </div>
  );
}
