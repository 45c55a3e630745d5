/**
 * Which of the last seven days somebody looked in, for the lamps on the bridge.
 *
 * Owns: that a day is counted where the person was when they checked in. Callers bring today.
 */
import type { CheckIn } from '../api/bodies.ts';
import type { Entry } from '../offline/world.ts';
import { type Day, dayOf, weekEnding } from '../time/days.ts';

/** The day a check-in belongs to: where it was written, else where this phone is. */
export function dayOfCheckIn(checkIn: Entry<CheckIn>, phoneZone: string): Day {
  return dayOf(Date.parse(checkIn.body.at), checkIn.written?.zone ?? phoneZone);
}

export type Light = { readonly day: Day; readonly lit: boolean };

/** The last seven days, oldest first, each lit if somebody looked in. */
export function lights(all: readonly Entry<CheckIn>[], today: Day, phoneZone: string): readonly Light[] {
  const days = new Set(all.map((checkIn) => dayOfCheckIn(checkIn, phoneZone)));
  return weekEnding(today).map((day) => ({ day, lit: days.has(day) }));
}
