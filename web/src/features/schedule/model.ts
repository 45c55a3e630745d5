/**
 * What the schedule shows, decided from appointments and the minute.
 *
 * Owns: order and grouping by day, which old ones stay, how old the data is, when joining opens. Knows no
 * words. Days are counted in each appointment's own zone, so the list reads the same on a phone that travels.
 */
import type { Appointment } from '../../api/bodies.ts';
import type { Entry } from '../../offline/world.ts';
import { type Day, dayOf, daysBetween } from '../../time/days.ts';
import type { Platform } from '../../ui/platform.ts';

export type Slot = Entry<Appointment>;
export type DayOfSlots = { readonly day: Day; readonly isToday: boolean; readonly slots: readonly Slot[] };

/** Ours: long enough to look back at what was cancelled or moved. */
export const PAST_DAYS = 14;

function byStart(one: Slot, other: Slot): number {
  return Date.parse(one.body.starts_at) - Date.parse(other.body.starts_at);
}

function dayOfSlot({ body }: Slot): Day {
  return dayOf(Date.parse(body.starts_at), body.zone);
}

/** Days with something in them, earliest first: from today on, or from `PAST_DAYS` back. */
export function ledger(
  all: readonly Slot[],
  now: number,
  { withPast }: { withPast: boolean },
): readonly DayOfSlots[] {
  const days = new Map<Day, { isToday: boolean; slots: Slot[] }>();
  for (const slot of [...all].sort(byStart)) {
    const day = dayOfSlot(slot);
    const away = daysBetween(dayOf(now, slot.body.zone), day);
    if (away < (withPast ? -PAST_DAYS : 0)) continue;
    const found = days.get(day) ?? { isToday: away === 0, slots: [] };
    found.slots.push(slot);
    days.set(day, found);
  }
  return [...days]
    .map(([day, rest]) => ({ day, ...rest }))
    .sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** Ours: a day. After that the list says that it may have changed. */
export function isStale(syncedAt: string | null, now: number): boolean {
  return syncedAt !== null && now - Date.parse(syncedAt) > 24 * 3_600_000;
}

/** Ours: people come a little early; a meeting's door opens 10 minutes before, and shuts with its end. */
export function canJoin(appointment: Appointment, now: number): boolean {
  return now >= Date.parse(appointment.starts_at) - 10 * 60_000 && now < Date.parse(appointment.ends_at);
}

/** The link only if it is one that a browser should open: staff may have typed anything. */
export function safeLink(link: string | null): string | null {
  if (link === null) return null;
  try {
    const { protocol, href } = new URL(link);
    return protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}

/** Opens the phone's own map where it has one. The place leaves the phone only by the person's tap. */
export function mapLink(place: string, platform: Platform): string {
  const words = encodeURIComponent(place);
  if (platform === 'android') return `geo:0,0?q=${words}`;
  if (platform === 'ios') return `https://maps.apple.com/?q=${words}`;
  return `https://www.openstreetmap.org/search?query=${words}`;
}

/** Whether this phone's clock shows other times than the program's just now. */
export function phoneDiffers(zone: string, phoneZone: string, now: number): boolean {
  if (zone === phoneZone) return false;
  const wall = (name: string) => new Date(now).toLocaleString('en-US', { timeZone: name });
  try {
    return wall(zone) !== wall(phoneZone);
  } catch {
    return true;
  }
}
