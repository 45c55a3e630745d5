/**
 * Times and days as a reader of English or Spanish in the United States writes them.
 *
 * Owns: clock, ranges, day names. Returns what Intl gives, so am and pm, order and commas are the
 * language's own. The zone is always said by the caller: a schedule reads the same on a phone that travels.
 */
import { type Day, inZone, noon } from './days.ts';

export type Spoken = 'en' | 'es';

const made = new Map<string, Intl.DateTimeFormat>();

function format(language: Spoken, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language} ${zone} ${JSON.stringify(options)}`;
  const known = made.get(name) ?? inZone(`${language}-US`, options, zone);
  made.set(name, known);
  return known;
}

/** "6:00 PM", "6:00 p. m." */
export function clockTime(ms: number, zone: string, language: Spoken): string {
  return format(language, zone, { hour: 'numeric', minute: '2-digit' }).format(ms);
}

/** The digits and the half of the day apart, for a ticket and for ranges. */
export function clockParts(ms: number, zone: string, language: Spoken): { digits: string; half: string } {
  const pieces = format(language, zone, { hour: 'numeric', minute: '2-digit' }).formatToParts(ms);
  const half = pieces.find(({ type }) => type === 'dayPeriod')?.value ?? '';
  const digits = pieces
    .filter(({ type }) => type !== 'dayPeriod')
    .map(({ value }) => value)
    .join('')
    .trim();
  return { digits, half };
}

/** From and until, naming the half of the day once when both share it: "6:00" "9:00 PM". */
export function rangeEnds(
  from: number,
  until: number,
  zone: string,
  language: Spoken,
): { from: string; until: string } {
  const start = clockParts(from, zone, language);
  const end = clockParts(until, zone, language);
  const first = start.half === end.half ? start.digits : clockTime(from, zone, language);
  return { from: first, until: clockTime(until, zone, language) };
}

function ofDay(day: Day, language: Spoken, options: Intl.DateTimeFormatOptions): string {
  const text = format(language, 'UTC', options).format(noon(day));
  // Spanish writes days small; at the head of a line they start a sentence.
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Monday, November 23" */
export function longDay(day: Day, language: Spoken): string {
  return ofDay(day, language, { weekday: 'long', month: 'long', day: 'numeric' });
}

/** "Mon, Nov 23" */
export function mediumDay(day: Day, language: Spoken): string {
  return ofDay(day, language, { weekday: 'short', month: 'short', day: 'numeric' });
}

/** "Nov 23" */
export function shortDate(day: Day, language: Spoken): string {
  return ofDay(day, language, { month: 'short', day: 'numeric' });
}

/** "November 9, 2026" */
export function fullDate(day: Day, language: Spoken): string {
  return ofDay(day, language, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** "Mon" */
export function shortWeekday(day: Day, language: Spoken): string {
  return ofDay(day, language, { weekday: 'short' }).replace('.', '');
}

/** "M": for the seven places under the bridge, where the sentence beside them is what is read aloud. */
export function dayLetter(day: Day, language: Spoken): string {
  return ofDay(day, language, { weekday: 'narrow' });
}

/** "6:00 PM" from the wall time "18:00". */
export function wallTime(time: string, language: Spoken): string {
  return clockTime(Date.parse(`2000-01-01T${time}:00.000Z`), 'UTC', language);
}

/** The zone's own name: "Central Time", "hora central"; its IANA name where the browser has none. */
export function zoneName(zone: string, ms: number, language: Spoken): string {
  const pieces = format(language, zone, { timeZoneName: 'longGeneric' }).formatToParts(ms);
  return pieces.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}
