/**
 * Keeps what is being typed: within a second of a keystroke, and at once when the person looks away.
 *
 * Owns: the waiting, and knowing what was not kept yet. What keeping means is the caller's.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Ours: the promise is one second; this leaves the disk some of it. */
export const WAIT_MS = 700;

/** Whether it stands on the disk now, or needs not. Never rejects. */
export type Keep<V> = (value: V) => Promise<boolean>;

export interface Keeper<V> {
  /** `value` is the newest. It is kept soon, also when keystroke follows keystroke without a pause. */
  changed(value: V): void;
  /** Keeps the newest at once, unless it is kept already. */
  now(): void;
}

/** `first` is what was there before anything was typed. */
export function keeper<V>(first: V, keep: Keep<V>): Keeper<V> {
  let newest = first;
  /** What stands on the disk or is on its way there; nobody knows after a failure. */
  let kept: { readonly value: V } | null = { value: first };
  let timer: ReturnType<typeof setTimeout> | null = null;

  const isKept = () => kept !== null && kept.value === newest;

  function now(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (isKept()) return;
    const asked = { value: newest };
    kept = asked;
    void keep(asked.value).then((isDone) => {
      // Not tried again by itself: the next keystroke, blur or hide does.
      if (!isDone && kept === asked) kept = null;
    });
  }

  return {
    now,
    changed(value) {
      newest = value;
      // A timer that began anew at each keystroke would never ring while somebody types.
      if (!isKept()) timer ??= setTimeout(now, WAIT_MS);
    },
  };
}

/** Calls `keep` with the newest `value` after it changed. Returns the way to keep at once, for blur. */
export function useKeep<V>(value: V, keep: Keep<V>): () => void {
  const latest = useRef(keep);
  latest.current = keep;
  const [{ changed, now }] = useState(() => keeper(value, (it) => latest.current(it)));
  useLayoutEffect(() => changed(value), [value]);
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') now();
    };
    document.addEventListener('visibilitychange', hide);
    addEventListener('pagehide', now);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('pagehide', now);
      now();
    };
  }, []);
  return now;
}
