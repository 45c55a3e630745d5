/** What waits for the person on this phone: unfinished words and entries that need them. Nothing else nags. */
import { isHeldUp } from '../../shell/connection.ts';
import { drafts, syncStatus, waitingEntries } from '../../shell/live.ts';
import { LinkRow, Part } from '../../ui/parts/Rows.tsx';
import { t, tn } from '../../ui/strings/index.ts';
import { unfinished } from './model.ts';

export function Waiting() {
  const { notes, checkIns } = unfinished(drafts());
  const status = syncStatus();
  const { needs_you } = status;
  const waiting = isHeldUp(status) ? waitingEntries() : 0;
  if (notes + checkIns.length + waiting + needs_you === 0) return null;
  return (
    <Part id="waiting" title={t('today.waiting')}>
      <div class="rows">
        {checkIns.map((record) => (
          <LinkRow
            key={record}
            to={`/check-in/note?record=${record}`}
            icon="journal"
            title={t('today.draft_check_in')}
            under={t('today.go_on')}
          />
        ))}
        {notes === 0 ? null : (
          <LinkRow
            to="/journal"
            icon="journal"
            title={tn('today.draft', notes)}
            under={t('today.open_journal')}
          />
        )}
        {needs_you === 0 ? null : (
          <LinkRow to="/settings/waiting" icon="change" title={tn('today.needs_you', needs_you)} />
        )}
        {waiting === 0 ? null : (
          <LinkRow to="/settings/waiting" icon="wait" title={tn('state.unsent', waiting)} />
        )}
      </div>
    </Part>
  );
}
