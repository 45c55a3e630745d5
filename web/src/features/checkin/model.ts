/**
 * A check-in as it grows, tap by tap.
 *
 * Owns: what an empty one is, what each tap changes, which result an urge leads to, which chips there are,
 * what an earlier time means. Pure: `now` and the zone are brought.
 */
import type { CheckIn } from '../../api/bodies.ts';
import type { Draft, Entry } from '../../offline/world.ts';
import type { Key } from '../../ui/strings/index.ts';

export type Sharing = CheckIn['sharing'];

export const NOTE_MAX = 2000;

/** A check-in of this very moment; mood is the one thing that makes it one. */
export function begin(
  mood: CheckIn['mood'],
  at: string,
  sharing: Sharing,
  promptedBy: string | null,
): CheckIn {
  return { at, mood, urge: null, going_on: [], helped: [], note: '', sharing, prompted_by: promptedBy };
}

/** Puts `value` in, or takes it out. The most that may be chosen is 12 (DESIGN: chips). */
export function toggled(chosen: readonly string[], value: string): string[] {
  if (chosen.includes(value)) return chosen.filter((other) => other !== value);
  return chosen.length >= 12 ? [...chosen] : [...chosen, value];
}

/** What is stored is a plain English word, the same in every language of the app; it also is what staff read. */
export const goingOn: readonly { readonly value: string; readonly key: Key }[] = [
  { value: 'tired', key: 'checkin.chip_tired' },
  { value: 'hungry', key: 'checkin.chip_hungry' },
  { value: 'angry', key: 'checkin.chip_angry' },
  { value: 'lonely', key: 'checkin.chip_lonely' },
  { value: 'stress', key: 'checkin.chip_stress' },
  { value: 'pain', key: 'checkin.chip_pain' },
  { value: 'money', key: 'checkin.chip_money' },
  { value: 'people', key: 'checkin.chip_people' },
  { value: 'a place', key: 'checkin.chip_place' },
  { value: 'good news', key: 'checkin.chip_good_news' },
  { value: 'something else', key: 'checkin.chip_other' },
];

export const helped: readonly { readonly value: string; readonly key: Key }[] = [
  { value: 'a walk', key: 'checkin.helped_walk' },
  { value: 'called someone', key: 'checkin.helped_call' },
  { value: 'breathing', key: 'checkin.helped_breathing' },
  { value: 'rest', key: 'checkin.helped_rest' },
  { value: 'food', key: 'checkin.helped_food' },
  { value: 'music', key: 'checkin.helped_music' },
  { value: 'a meeting', key: 'checkin.helped_meeting' },
  { value: 'letting time pass', key: 'checkin.helped_time' },
];

export type Result = 'low' | 'mid' | 'high';

/** Ours, not a clinical cut-off: used until the program's own threshold is on the phone. */
export const THRESHOLD = 7;

/** What follows a saved check-in. An urge that was not told leads nowhere special. */
export function resultOf(urge: number | null, threshold: number): Result {
  if (urge === null) return 'low';
  if (urge >= threshold) return 'high';
  return urge >= Math.min(4, threshold) ? 'mid' : 'low';
}

export type When = 'now' | 'today' | 'yesterday';

/** The instant of a wall time on this phone, today or yesterday; null when it has not come yet. */
export function earlier(when: Exclude<When, 'now'>, time: string, now: number): number | null {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = new Date(now);
  if (when === 'yesterday') at.setDate(at.getDate() - 1);
  at.setHours(hours, minutes, 0, 0);
  return at.getTime() > now ? null : at.getTime();
}

/** Counts as the limits do: an emoji is one. */
export function charactersLeft(text: string, max: number): number {
  return max - [...text].length;
}

/** A reminder's id from /check-in?from=…; anything else is no id. */
export function promptId(from: string | undefined): string | null {
  return from !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(from) ? from : null;
}

export function latestOf(all: readonly Entry<CheckIn>[]): Entry<CheckIn> | null {
  return [...all].sort((one, other) => Date.parse(other.body.at) - Date.parse(one.body.at))[0] ?? null;
}

/** Of the check-ins with words typed and not saved: the one asked for, else the newest. */
export function unfinished(all: readonly Draft[], record: string | null = null): Draft | null {
  const ours = all.filter((it) => it.kind === 'check_in' && (record === null || it.record === record));
  return (
    ours.sort((one, other) => Date.parse(other.written.made_at) - Date.parse(one.written.made_at))[0] ?? null
  );
}
