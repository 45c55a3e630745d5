/**
 * A push arrives.
 *
 * Owns: that exactly one notification is shown, whatever came and whatever else fails; that earlier copies of the
 * same reminder go away; that the server hears it was shown.
 */
import { done, type Notice, type Place, read } from './notice.ts';
import type { Notices } from './surroundings.ts';

export interface PushAround {
  readonly notices: Notices;
  readonly place: () => Place;
  /** Whether this phone knows that the reminder needs no answer any more. */
  readonly isDone: (notice: Notice) => Promise<boolean>;
  readonly receipt: (delivery: string, event: 'shown' | 'opened') => Promise<void>;
}

/** Ours: looking into the sealed store must not keep a notification back. */
export const LONGEST_LOOK_MS = 2000;

export async function showPush(text: string | null, around: PushAround): Promise<void> {
  const arrived = read(text, around.place());
  const notice = (await isAnswered(arrived, around)) ? done(arrived) : arrived;
  await closeEarlier(notice.tag, around.notices);
  await around.notices.showNotification(notice.title, optionsOf(notice));
  if (notice.delivery !== null) await around.receipt(notice.delivery, 'shown');
}

export function optionsOf({ body, language, tag, path, delivery }: Notice): NotificationOptions {
  return {
    body,
    lang: language,
    dir: 'ltr',
    tag,
    icon: '/icons/app-192.png',
    badge: '/icons/mono-96.png',
    data: { path, delivery },
  };
}

async function isAnswered(notice: Notice, { isDone }: PushAround): Promise<boolean> {
  if (notice.isOver || notice.kind !== 'check_in') return false;
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LONGEST_LOOK_MS));
  return await Promise.race([isDone(notice).catch(() => false), late]);
}

/** Safari ignores `tag`, so copies are closed by hand. Failing to is no reason to show nothing. */
async function closeEarlier(tag: string, notices: Notices): Promise<void> {
  try {
    for (const shown of await notices.getNotifications()) if (shown.tag === tag) shown.close();
  } catch {
    // An old copy stays; the new one is shown all the same.
  }
}
