/**
 * Keeps what is being typed: within a second of a keystroke, and at once when the person looks away.
 *
 * Owns: the waiting. What keeping means is the caller's.
 */
import { useEffect, useRef } from 'preact/hooks';

/** Ours: the promise is one second; this leaves the disk some of it. */
const WAIT_MS = 700;

/** Calls `keep` with the newest `value` after it changed. Returns the way to keep at once, for blur. */
export function useKeep<V>(value: V, keep: (value: V) => void): () => void {
  const newest = useRef(value);
  const kept = useRef(value);
  const latestKeep = useRef(keep);
  newest.current = value;
  latestKeep.current = keep;
  const flush = useRef(() => {
    if (kept.current === newest.current) return;
    kept.current = newest.current;
    latestKeep.current(newest.current);
  }).current;
  useEffect(() => {
    if (kept.current === value) return;
    const timer = setTimeout(flush, WAIT_MS);
    return () => clearTimeout(timer);
  }, [value]);
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    document.addEventListener('visibilitychange', hide);
    addEventListener('pagehide', flush);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  return flush;
}
