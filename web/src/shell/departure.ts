/**
 * Taking a person off this phone.
 *
 * Owns: the two halves of it, the phone's own and the server's. Either may fail or be cut off; its mark stays, and
 * the next start goes on with it. Knows no screen.
 */
import { lastOwner, leaveWorld } from '../offline/world.ts';
import { endSignIn } from './account.ts';
import { home, markHome, markLeaving } from './marks.ts';

/** Both halves, as far as they go now. `owner` is who was shown here; null asks the store. */
export async function depart(owner: string | null): Promise<void> {
  const told = endSignIn();
  const waiting = home();
  if (waiting === 'stays' || waiting === 'goes') {
    await forgetPushes();
    const leaver = owner ?? (await lastOwner());
    if (leaver !== null) await leaveWorld(leaver, undefined, waiting);
    markHome(null);
  }
  if (await told) markLeaving(false);
}

/** No reminder of theirs may come to this phone or stand on it any more, also if the server can't be told now. */
async function forgetPushes(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  } catch {
    // The server ends the subscription with the sign-in.
  }
}
