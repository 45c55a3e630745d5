import { type Day, noon } from '../../time/days.ts';
import { longDay, shortWeekday } from '../../time/words.ts';
import { language } from '../strings/index.ts';

/** The date at the left of the day ledger; today has the lamp's colour. Read out in full. */
export function DayMark({ day, isToday = false }: { day: Day; isToday?: boolean }) {
  return (
    <h2 class={isToday ? 'day day-now' : 'day'} aria-current={isToday ? 'date' : undefined}>
      <span aria-hidden="true">
        {shortWeekday(day, language())}
        <b>{new Date(noon(day)).getUTCDate()}</b>
      </span>
      <span class="unseen">{longDay(day, language())}</span>
    </h2>
  );
}
