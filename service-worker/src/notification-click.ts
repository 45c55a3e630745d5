/**
 * A tap on a notification.
 *
 * Owns: closing it, finding the best window, leading it to the right screen, or opening one. Exactly one of them.
 */
import { pathOf } from './notice.ts';
import type { AppWindow, Windows } from './surroundings.ts';

export interface ClickAround {
  readonly windows: Windows;
  readonly origin: string;
  /** Asks a window to go there by itself; false when it does not answer. */
  readonly ask: (window: AppWindow, path: string) => Promise<boolean>;
  readonly receipt: (delivery: string, event: 'shown' | 'opened') => Promise<void>;
}

type Clicked = { readonly data: unknown; close(): void };

export async function openClicked(notification: Clicked, around: ClickAround): Promise<void> {
  notification.close();
  const { path, delivery } = dataOf(notification.data);
  await lead(pathOf(path, around.origin), around);
  if (typeof delivery === 'string') await around.receipt(delivery, 'opened');
}

function dataOf(data: unknown): { path?: unknown; delivery?: unknown } {
  return typeof data === 'object' && data !== null ? data : {};
}

/**
 * A window that is open goes there by itself, so that words being written in it are kept, not torn away by a reload.
 * One that does not answer is led there; one that can't be led gets company.
 */
async function lead(path: string, { windows, origin, ask }: ClickAround): Promise<void> {
  const url = new URL(path, origin).href;
  const best = pickWindow(await windows.matchAll(), origin);
  if (best === null) return void (await windows.openWindow(url));
  try {
    await best.focus();
    if (!(await ask(best, path))) await best.navigate(url);
  } catch {
    await windows.openWindow(url);
  }
}

/** The one in use, else one in sight, else any of the participant's app; never the care team's page. */
export function pickWindow(all: readonly AppWindow[], origin: string): AppWindow | null {
  const ours = all.filter(({ url }) => {
    const { origin: from, pathname } = new URL(url);
    return from === origin && !/^\/care(\/|$)/.test(pathname);
  });
  return (
    ours.find(({ focused }) => focused) ??
    ours.find(({ visibilityState }) => visibilityState === 'visible') ??
    ours[0] ??
    null
  );
}
