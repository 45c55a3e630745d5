import { dayOf } from '../../time/days.ts';
import { clockTime, shortDate } from '../../time/words.ts';
import { language, t } from '../../ui/strings/index.ts';

/** The old time, struck; with its day when that changed too. */
export function Was({ from, to, zone }: { from: string; to: string; zone: string }) {
  const before = Date.parse(from);
  const day = dayOf(before, zone);
  const time = clockTime(before, zone, language());
  const sameDay = day === dayOf(Date.parse(to), zone);
  return (
    <>
      <span class="unseen">{t('schedule.was_label')} </span>
      <s>{sameDay ? time : `${shortDate(day, language())}, ${time}`}</s>{' '}
    </>
  );
}
