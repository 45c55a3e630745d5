/**
 * What the service worker asks of an open window, and what it can do when no page is open.
 *
 * Owns: going to the screen of a tapped notification without a reload; asking for a sync event while words wait
 * for a network, where the browser has such an event.
 */

import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { syncStatus } from './live.ts';

export function useWorkerRequests(): void {
  const { route } = useLocation();
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const listen = ({ data, ports }: MessageEvent<unknown>) => {
      const path = pathIn(data);
      if (path === null) return;
      ports[0]?.postMessage('here');
      route(path);
    };
    navigator.serviceWorker.addEventListener('message', listen);
    return () => navigator.serviceWorker.removeEventListener('message', listen);
  }, []);
  const { waiting, state } = syncStatus();
  const needsNetwork = waiting > 0 && (state === 'offline' || state === 'waiting');
  useEffect(() => {
    if (needsNetwork) void askForSync();
  }, [needsNetwork]);
}

function pathIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('open' in data)) return null;
  return typeof data.open === 'string' && data.open.startsWith('/') ? data.open : null;
}

/** Chrome's; in no standard type. */
type Syncing = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } };

async function askForSync(): Promise<void> {
  try {
    // `as`: the member is looked for before it is used.
    const registration = (await navigator.serviceWorker?.getRegistration()) as Syncing | undefined;
    await registration?.sync?.register('footbridge');
  } catch {
    // Not allowed, or no such thing: what waits goes with the next start.
  }
}
