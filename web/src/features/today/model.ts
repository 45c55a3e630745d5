/**
 * What Today says, decided from records and the minute.
 *
 * Owns: the greeting, which appointment is next, what was begun and not finished. Knows no words and no screen.
 */
import type { Appointment } from '../../api/bodies.ts';
import type { Draft, Entry } from '../../offline/world.ts';

export type Greeting = 'morning' | 'afternoon' | 'evening';

export function greeting(hour: number): Greeting {
  if (hour >= 5 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}

/** The one under way or, failing that, the next to start. Cancelled ones are no plan. */
export function nextAppointment(all: readonly Entry<Appointment>[], now: number): Entry<Appointment> | null {
  const ahead = all
    .filter(({ body }) => body.status === 'planned' && Date.parse(body.ends_at) > now)
    .sort((one, other) => Date.parse(one.body.starts_at) - Date.parse(other.body.starts_at));
  return ahead[0] ?? null;
}

/** Somebody who checked in before, and not on any of the last seven days. New people were never away. */
export function wasAway(all: readonly unknown[], week: readonly { readonly lit: boolean }[]): boolean {
  return all.length > 0 && week.every(({ lit }) => !lit);
}

/** What was typed and not saved: notes of the journal are counted, of check-ins each leads back to its own. */
export function unfinished(drafts: readonly Draft[]): {
  readonly notes: number;
  readonly checkIns: readonly string[];
} {
  return {
    notes: drafts.filter(({ kind }) => kind === 'journal_entry').length,
    checkIns: drafts.filter(({ kind }) => kind === 'check_in').map(({ record }) => record),
  };
}
