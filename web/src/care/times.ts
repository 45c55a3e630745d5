/**
 * Times as the care team's page writes them. Pure.
 */
import { dayOf } from '../time/days.ts';
import { clockTime, mediumDay, type Spoken } from '../time/words.ts';

/** "Sat, Nov 21, 9:15 PM" in that zone. */
export function dayAndTime(at: string, zone: string, language: Spoken): string {
  const ms = Date.parse(at);
  return `${mediumDay(dayOf(ms, zone), language)}, ${clockTime(ms, zone, language)}`;
}

/** The same as the last words of a sentence: Spanish ends "p. m." with a dot of its own. */
export function untilDayAndTime(at: string, zone: string, language: Spoken): string {
  return dayAndTime(at, zone, language).replace(/\.$/, '');
}

/** What took longer than this had waited on a phone, or tells of an earlier time. */
const AT_ONCE_MS = 10 * 60_000;

/** Whether a check-in reached the team about when it was felt. A phone whose clock runs ahead counts as at once. */
export function cameAtOnce(felt: string, received: string): boolean {
  return Date.parse(received) - Date.parse(felt) <= AT_ONCE_MS;
}
