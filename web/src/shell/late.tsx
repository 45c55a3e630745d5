/**
 * Screens that are fetched when they are first needed. Once the worker keeps them, that takes no network.
 *
 * Owns: what is shown when a screen can't be fetched: that nothing is lost, and numbers to call.
 */
import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { PageFailed } from './PageFailed.tsx';

const waiting: (() => unknown)[] = [];

export function late<M, K extends keyof M>(
  load: () => Promise<M>,
  name: M[K] extends ComponentType ? K : never,
): ComponentType {
  const screen = lazy(() =>
    load().then(
      // `as`: the constraint on `name` says that this export is a component without props.
      (module) => ({ default: module[name] as ComponentType }),
      () => ({ default: PageFailed }),
    ),
  );
  waiting.push(() => screen.preload());
  return screen;
}

/** Fetches the others once the first one stands, so that the next tap does not wait. */
export function fetchAhead(): void {
  const next = () => {
    waiting.shift()?.();
    if (waiting.length > 0) setTimeout(next, 200);
  };
  setTimeout(next, 3000);
}
