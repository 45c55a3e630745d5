/**
 * What the bar at the top has to say about sending, decided from the state of sync.
 *
 * Owns: which one thing is said, and when silence is better. Pure: knows no words.
 */
import type { SyncStatus } from '../offline/world.ts';

export type Said = 'offline' | 'sign_in' | 'other_person' | 'waiting' | 'needs_you' | null;

type Facts = { readonly status: SyncStatus; readonly online: boolean; readonly signedOut: boolean };

/**
 * One bar at most. A sign-in that ended is said before the network, since the network alone won't send.
 * What waits while a round is under way is about to be gone: saying it would only flicker.
 */
export function connection({ status, online, signedOut }: Facts): Said {
  if (status.state === 'other_person') return 'other_person';
  if (!online || status.state === 'offline') return 'offline';
  if (signedOut || status.state === 'signed_out') return 'sign_in';
  if (status.needs_you > 0) return 'needs_you';
  return isHeldUp(status) ? 'waiting' : null;
}

/** Saved words are waiting and not about to leave by themselves. */
export function isHeldUp({ state, waiting }: SyncStatus): boolean {
  return waiting > 0 && state !== 'syncing' && state !== 'idle';
}
