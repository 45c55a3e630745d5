import { useEffect } from 'preact/hooks';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { t } from '../../ui/strings/index.ts';
import { bringBack, forgetDeleted, justDeleted } from './store.ts';

/** The way back after deleting a note. It stays as long as the list is open: nobody has to hurry. */
export function Undo() {
  useEffect(() => forgetDeleted, []);
  const gone = justDeleted();
  return (
    <>
      <div role="status">
        {gone === null ? null : (
          <div class="card card-well line undo">
            <span class="grow">
              {gone.stage === 'deleted' ? t('journal.deleted') : t('journal.back_as_new')}
            </span>
            {gone.stage === 'deleted' ? (
              <button type="button" class="btn" onClick={() => void bringBack()}>
                {t('common.undo')}
              </button>
            ) : null}
          </div>
        )}
      </div>
      <TroubleLine kind={gone?.trouble ?? null} />
    </>
  );
}
