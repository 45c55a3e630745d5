/**
 * How long somebody has been away from an open page, and what that means.
 *
 * Owns: the two limits. The server ends a sign-in after 15 quiet minutes; the page hides what it shows at
 * the same time, so that nobody else reads on at an open desk. Pure.
 */
export const OVER_MS = 15 * 60_000;
export const SOON_MS = 14 * 60_000;
/** Somebody who reads and scrolls sends nothing; the server hears of them this often. */
export const PING_MS = 5 * 60_000;

export type Presence = 'here' | 'soon' | 'over';

/** A clock that was set back counts as no time at all; the server keeps its own count. */
export function presence(lastActiveMs: number, nowMs: number): Presence {
  const away = nowMs - lastActiveMs;
  if (away >= OVER_MS) return 'over';
  return away >= SOON_MS ? 'soon' : 'here';
}

/** Whether the server should hear that somebody is still here. */
export function owesPing(lastActiveMs: number, lastPingMs: number, nowMs: number): boolean {
  return nowMs - lastPingMs >= PING_MS && lastActiveMs > lastPingMs;
}
