/**
 * Calendar days as people in a place count them.
 *
 * Owns: "YYYY-MM-DD" in a zone, steps between days, the weekday and hour of an instant. Knows nothing of
 * words. Callers bring the instant; nothing here reads the clock.
 */

/** "YYYY-MM-DD". Sorts as text in the order of time. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A zone this phone's browser does not know (a new one, an old phone) falls back to the phone's own. */
function parts(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  };
  const made = inZone('en-US', options, zone);
  formats.set(zone, made);
  return made;
}

export function inZone(
  locale: string,
  options: Intl.DateTimeFormatOptions,
  zone: string,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}

function read(ms: number, zone: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parts(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
}

export function dayOf(ms: number, zone: string): Day {
  const { year, month, day } = read(ms, zone);
  return `${String(year).padStart(4, '0')}-${month}-${day}`;
}

/** 0-23. */
export function hourOf(ms: number, zone: string): number {
  return Number(read(ms, zone).hour);
}

/** Noon UTC of that date: far from both ends of the day, so that steps never slip into another one. */
export function noon(day: Day): number {
  return Date.parse(`${day}T12:00:00.000Z`);
}

export function plusDays(day: Day, days: number): Day {
  return new Date(noon(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The seven days that end with `today`, oldest first. */
export function weekEnding(today: Day): readonly Day[] {
  return [-6, -5, -4, -3, -2, -1, 0].map((step) => plusDays(today, step));
}

/** 1 Monday to 7 Sunday, as ISO 8601 counts. */
export function weekdayOf(day: Day): number {
  return new Date(noon(day)).getUTCDay() || 7;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((noon(to) - noon(from)) / 86_400_000);
}
