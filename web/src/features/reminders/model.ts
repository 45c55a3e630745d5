/**
 * Reminders: what this phone's switch can honestly say, and the times a person picks.
 *
 * Owns: the states of the phone and their order, the settings a person begins with, each change to them
 * within the limits. Pure.
 */
import type { ReminderSettings } from '../../api/bodies.ts';
import type { Platform } from '../../ui/platform.ts';

export type PhoneState =
  | 'shared'
  | 'install_first'
  | 'unsupported'
  | 'blocked'
  | 'signed_out'
  | 'stopped'
  | 'off'
  | 'on';

export type PhoneFacts = {
  readonly isShared: boolean;
  readonly isSignedOut: boolean;
  readonly platform: Platform;
  readonly standalone: boolean;
  /** The browser can show notifications and take pushes, here and now. */
  readonly canPush: boolean;
  readonly permission: 'default' | 'denied' | 'granted';
  readonly isSubscribed: boolean;
  /** The person turned them on here and has not turned them off. */
  readonly isWanted: boolean;
};

/** The first reason that stands in the way, else on or off. */
export function phoneState(facts: PhoneFacts): PhoneState {
  if (facts.isShared) return 'shared';
  if (!facts.canPush) return facts.platform === 'ios' && !facts.standalone ? 'install_first' : 'unsupported';
  if (facts.permission === 'denied') return 'blocked';
  if (facts.isSignedOut) return 'signed_out';
  const works = facts.permission === 'granted' && facts.isSubscribed;
  if (works && facts.isWanted) return 'on';
  return facts.isWanted ? 'stopped' : 'off';
}

/**
 * What holds until somebody chooses, here as on the server: an hour before appointments, no question of its own,
 * neutral words. The evening hour waits for the switch.
 */
export const firstSettings: ReminderSettings = {
  check_in: { on: false, times: ['20:00'], days: [1, 2, 3, 4, 5, 6, 7] },
  appointment: { on: true, leads_min: [60] },
  quiet: { from: '21:00', until: '08:00' },
  wording: 'neutral',
};

export const LEADS = [15, 30, 60, 120, 1440] as const;
export const MAX_TIMES = 4;
export const MAX_LEADS = 3;
const MAX_DAYS = 7;

/** In or out; never more than three, never none: a kind is turned off by its switch. */
export function toggleLead(settings: ReminderSettings, lead: number): ReminderSettings {
  const had = settings.appointment.leads_min;
  const leads_min = had.includes(lead)
    ? had.filter((other) => other !== lead)
    : [...had, lead].sort((a, b) => a - b);
  if (leads_min.length === 0 || leads_min.length > MAX_LEADS) return settings;
  return { ...settings, appointment: { ...settings.appointment, leads_min } };
}

export function toggleDay(settings: ReminderSettings, day: number): ReminderSettings {
  const had = settings.check_in.days;
  const days = had.includes(day) ? had.filter((other) => other !== day) : [...had, day].sort((a, b) => a - b);
  if (days.length === 0 || days.length > MAX_DAYS) return settings;
  return { ...settings, check_in: { ...settings.check_in, days } };
}

/** Puts `time` at a place; the same time twice is one reminder, so it is refused. */
export function setTime(settings: ReminderSettings, place: number, time: string): ReminderSettings {
  const { times } = settings.check_in;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time) || times.some((other, at) => at !== place && other === time))
    return settings;
  return { ...settings, check_in: { ...settings.check_in, times: times.with(place, time) } };
}

/** The next full hour that is not taken, after the last one. */
export function addTime(settings: ReminderSettings): ReminderSettings {
  const { times } = settings.check_in;
  if (times.length >= MAX_TIMES) return settings;
  const last = Number((times.at(-1) ?? '19:00').slice(0, 2));
  const hours = Array.from(
    { length: 24 },
    (_, step) => `${String((last + 1 + step) % 24).padStart(2, '0')}:00`,
  );
  const free = hours.find((time) => !times.includes(time));
  if (free === undefined) return settings;
  return { ...settings, check_in: { ...settings.check_in, times: [...times, free] } };
}

export function removeTime(settings: ReminderSettings, time: string): ReminderSettings {
  const times = settings.check_in.times.filter((other) => other !== time);
  if (times.length === 0) return settings;
  return { ...settings, check_in: { ...settings.check_in, times } };
}

/** Bytes of a key written in base64url. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function sameBytes(one: ArrayBuffer | null, other: Uint8Array): boolean {
  if (one === null || one.byteLength !== other.length) return false;
  return new Uint8Array(one).every((byte, at) => byte === other[at]);
}
