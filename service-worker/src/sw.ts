/** The service worker: wiring only. Each event goes to one function that returns a promise. */
/// <reference lib="webworker" />
import type { PrecacheEntry } from 'workbox-precaching';
import { isAnswered } from './answered.ts';
import { openClicked } from './notification-click.ts';
import { keepShell } from './precache.ts';
import { showPush } from './push.ts';
import { flush, receipt, tellServer } from './receipts.ts';
import type { AppWindow } from './surroundings.ts';
import { sendWaiting } from './sync.ts';

declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHE__: PrecacheEntry[];

/** Background Sync is Chrome's; it is in no standard type. */
type SyncEvent = ExtendableEvent & { readonly tag: string };

keepShell(__PRECACHE__);

const { origin } = self.location;
const told = (delivery: string, event: 'shown' | 'opened') =>
  receipt(delivery, event, { now: Date.now(), tell: tellServer }).catch(() => undefined);

self.addEventListener('activate', (event) => {
  // The very first visit is kept too: without this its page would be out of the worker's hands until a reload.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') event.waitUntil(self.skipWaiting());
  if (event.data === 'tell') event.waitUntil(flush(tellServer).catch(() => undefined));
});

self.addEventListener('push', (event) => {
  event.waitUntil(
    showPush(textOf(event), {
      notices: self.registration,
      place: () => ({ origin, languages: self.navigator.languages, now: Date.now() }),
      isDone: ({ reminder }) => isAnswered(reminder, Date.now()),
      receipt: told,
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.waitUntil(
    openClicked(event.notification, {
      origin,
      windows: {
        // `as`: type "window" gives WindowClients.
        matchAll: async () =>
          (await self.clients.matchAll({
            type: 'window',
            includeUncontrolled: true,
          })) as readonly WindowClient[],
        openWindow: (url) => self.clients.openWindow(url),
      },
      ask,
      receipt: told,
    }),
  );
});

// `as`: the event's name says its type.
self.addEventListener('sync' as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === 'footbridge') sync.waitUntil(sendWaiting(tellServer));
});

function textOf(event: PushEvent): string | null {
  try {
    return event.data?.text() ?? null;
  } catch {
    return null;
  }
}

/** Ours: a page that is awake answers at once; a frozen one never. */
const ANSWER_WITHIN_MS = 1000;

function ask(window: AppWindow, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
    window.postMessage({ open: path }, [port2]);
  });
}
