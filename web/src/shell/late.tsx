/**
 * Screens that are fetched when they are first needed. Once the worker keeps them, that takes no network.
 *
 * Owns: what is shown when a screen can't be fetched: that nothing is lost, and numbers to call.
 */
import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { PageFailed } from './PageFailed.tsx';

export function late<M, K extends keyof M>(
  load: () => Promise<M>,
  name: M[K] extends ComponentType ? K : never,
): ComponentType {
  return lazy(() =>
    load().then(
      // `as`: the constraint on `name` says that this export is a component without props.
      (module) => ({ default: module[name] as ComponentType }),
      () => ({ default: PageFailed }),
    ),
  );
}
