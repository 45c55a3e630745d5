/** What the server does not have yet: how many, why, and a copy to keep. Nothing here is lost. */
import { isHeldUp } from '../../shell/connection.ts';
import { setAside, syncStatus, waitingEntries, world } from '../../shell/live.ts';
import { BackScreen } from '../../ui/parts/Screen.tsx';
import { t, tn } from '../../ui/strings/index.ts';

export function Waiting() {
  const status = syncStatus();
  const refused = setAside();
  return (
    <BackScreen name={t('settings.waiting')} back="/settings">
      <p role="status">
        {status.waiting === 0 ? t('settings.all_sent') : tn('state.unsent', waitingEntries())}
      </p>
      {status.waiting > 0 ? (
        <button type="button" class="btn btn-main" onClick={() => world()?.wake('online')}>
          {status.state === 'syncing' ? t('state.sending') : t('settings.send_now')}
        </button>
      ) : null}
      {status.unreadable === 0 ? null : <p class="card card-well">{t('settings.unreadable')}</p>}
      {refused.length === 0 ? null : (
        <section class="part" aria-labelledby="aside">
          <h2 id="aside">{t('settings.aside')}</h2>
          <p class="soft">{t('settings.aside_body')}</p>
          {refused.map(({ id, kind, record, remark }) => (
            <div class="card" key={id}>
              <h3>
                {kind === 'journal_entry'
                  ? t('journal.title')
                  : kind === 'check_in'
                    ? t('checkin.title')
                    : t('reminders.title')}
              </h3>
              <p class="small">{remark.detail}</p>
              <div class="pair">
                {kind === 'journal_entry' ? (
                  <a class="btn" href={`/journal/${record}`}>
                    {t('state.open')}
                  </a>
                ) : null}
                <button type="button" class="btn" onClick={() => void world()?.retry(id)}>
                  {t('common.try_again')}
                </button>
              </div>
            </div>
          ))}
        </section>
      )}
      {refused.length > 0 || isHeldUp(status) ? (
        <button type="button" class="btn btn-quiet" onClick={() => void saveCopy()}>
          {t('settings.copy')}
        </button>
      ) : null}
    </BackScreen>
  );
}

/** A file on the phone, made here; it goes nowhere by itself. */
async function saveCopy(): Promise<void> {
  const text = await world()?.exportWaiting();
  if (text === undefined) return;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'footbridge.json';
  link.click();
  URL.revokeObjectURL(url);
}
