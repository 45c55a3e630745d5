/**
 * How far away something is, as a person would say it.
 *
 * Owns: the choice between minutes, hours, tomorrow and later. Knows no words. Callers bring `now`.
 */
import { dayOf, daysBetween } from './days.ts';

export type Distance =
  | { readonly kind: 'over' | 'now' | 'tomorrow' | 'later' }
  | { readonly kind: 'minutes' | 'hours'; readonly n: number };

/** How a person would say when something starts. Days are counted in `zone`, the appointment's own. */
export function distance(startsAt: number, endsAt: number, now: number, zone: string): Distance {
  if (endsAt <= now) return { kind: 'over' };
  if (startsAt <= now) return { kind: 'now' };
  const minutes = Math.ceil((startsAt - now) / 60_000);
  const days = daysBetween(dayOf(now, zone), dayOf(startsAt, zone));
  if (minutes < 60) return { kind: 'minutes', n: minutes };
  if (days === 0) return { kind: 'hours', n: Math.round(minutes / 60) };
  return { kind: days === 1 ? 'tomorrow' : 'later' };
}
