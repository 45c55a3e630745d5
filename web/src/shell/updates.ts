/**
 * The service worker, as the page sees it: registered, and perhaps waiting with a newer app.
 *
 * Owns: registration, the sign that an update waits, loading it when the person asks. It never reloads by
 * itself: an update comes in with the next start, when no window of the old one is open.
 */
import { signal } from '@preact/signals';

const WORKER = '/sw.js';
const waiting = signal<ServiceWorker | null>(null);

export function isUpdateReady(): boolean {
  return waiting.value !== null;
}

type Policies = {
  createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
};

/** Under the page's Trusted Types rule this one address, and no other, may become a worker. */
function trusted(): string {
  // `as`: Trusted Types are not in the standard library's types yet.
  const policies = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes;
  return (
    policies?.createPolicy('footbridge', { createScriptURL: () => WORKER }).createScriptURL(WORKER) ?? WORKER
  );
}

export function startWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  // After load: on the first visit the worker's own downloads must not compete with the screen.
  if (document.readyState === 'complete') void register();
  else addEventListener('load', () => void register(), { once: true });
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register(trusted(), {
      scope: '/',
      updateViaCache: 'none',
    });
    if (navigator.serviceWorker.controller !== null) waiting.value = registration.waiting;
    // Receipts that could not be told while there was no network.
    registration.active?.postMessage('tell');
    registration.addEventListener('updatefound', () => follow(registration.installing));
  } catch {
    // Without a worker the app needs the network to open; everything else goes on.
  }
}

function follow(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    // The very first worker replaces nobody, so it is no update.
    if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) waiting.value = worker;
    if (worker.state === 'redundant' && waiting.value === worker) waiting.value = null;
  });
}

/** Starts the app again with the newer version. */
export function loadUpdate(): void {
  const worker = waiting.value;
  if (worker === null) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('skip-waiting');
}
