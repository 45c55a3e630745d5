/**
 * What this browser remembers of who may be here, from one start to the next: marks without any id or word.
 *
 * Owns: whether somebody's world is on this phone or has to leave it, whether the server still has to hear of a
 * sign-out, when a shared phone's sign-in is over. Knows no store and no network. Where storage is forbidden the
 * marks last as long as the page.
 */
const HOME = 'footbridge.home';
const LEAVING = 'footbridge.leaving';
const SHARED = 'footbridge.shared';
/** The reminders screen's own mark; it names the account. */
const REMINDERS = 'footbridge.reminders';

/** As the server has it: a shared phone's sign-in ends a day after it began. */
const SHARED_MS = 24 * 3600_000;
/** A clock put right after signing in is no clock put back to read on. */
const CLOCK_SLACK_MS = 3600_000;

/**
 * - yes: a world is here
 * - stays: it has to leave; what the server does not have stays, sealed
 * - goes: it has to leave with everything
 * - null: nobody's phone, as far as the marks know
 */
export type Home = 'yes' | 'stays' | 'goes' | null;

const unkept = new Map<string, string>();

function read(key: string): string | null {
  const here = unkept.get(key);
  if (here !== undefined) return here;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  unkept.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    if (value !== null) unkept.set(key, value);
  }
}

export function home(): Home {
  const said = read(HOME);
  return said === 'yes' || said === 'stays' || said === 'goes' ? said : null;
}

export function markHome(next: Home): void {
  write(HOME, next);
  if (next !== 'yes') for (const key of [SHARED, REMINDERS]) write(key, null);
}

/** Somebody left and the server may not know: its cookie must let nobody in. */
export function isLeaving(): boolean {
  return read(LEAVING) !== null;
}

export function markLeaving(is: boolean): void {
  write(LEAVING, is ? 'yes' : null);
}

export function isShared(): boolean {
  return read(SHARED) !== null;
}

/** What the server says of this sign-in. The end counts from the first time it is heard. */
export function markShared(is: boolean, now: number): void {
  if (!is) write(SHARED, null);
  else if (!isShared()) write(SHARED, String(now + SHARED_MS));
}

export function isSharedOver(now: number): boolean {
  const end = Number(read(SHARED) ?? Number.NaN);
  return now >= end || now < end - SHARED_MS - CLOCK_SLACK_MS;
}

/** Told when another tab takes the world off this phone. */
export function whenTakenOff(listener: () => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === HOME && newValue !== 'yes') listener();
  });
}
