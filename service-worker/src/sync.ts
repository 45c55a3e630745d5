/**
 * The platform says that there is a network again.
 *
 * Owns: sending what waits, with no page open. Failing on purpose asks the platform to call once more.
 */
import { drainInBackground } from '../../web/src/offline/background.ts';
import { flush, type Tell } from './receipts.ts';

export async function sendWaiting(
  tell: Tell,
  drain: () => Promise<boolean> = () => drainInBackground(),
): Promise<void> {
  const told = await flush(tell).catch(() => false);
  const drained = await drain();
  if (!told || !drained) throw new Error('something still waits');
}
