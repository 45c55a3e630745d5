/**
 * Seconds that pass only while they are allowed to.
 *
 * Owns: start, pause, going on. Counts by the clock and not by ticks, so a phone that slept catches up.
 * Asks the screen to stay awake while it runs, where the phone can.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

export type Timer = {
  readonly elapsed: number;
  readonly isRunning: boolean;
  readonly pause: () => void;
  readonly goOn: () => void;
  readonly startOver: () => void;
};

/** Counts at most to `until`, then stops by itself. */
export function useTimer(until: number): Timer {
  const [elapsed, setElapsed] = useState(0);
  const [isRunning, setRunning] = useState(true);
  const before = useRef(0);
  useEffect(() => {
    if (!isRunning) return;
    const from = performance.now() - before.current * 1000;
    const timer = setInterval(() => {
      const seconds = Math.min((performance.now() - from) / 1000, until);
      before.current = seconds;
      setElapsed(seconds);
      if (seconds >= until) setRunning(false);
    }, 250);
    return () => clearInterval(timer);
  }, [isRunning, until]);
  useAwake(isRunning);
  return {
    elapsed,
    isRunning,
    pause: () => setRunning(false),
    goOn: () => setRunning(true),
    startOver: () => {
      before.current = 0;
      setElapsed(0);
      setRunning(true);
    },
  };
}

function useAwake(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return;
    let isWanted = true;
    let lock: WakeLockSentinel | null = null;
    navigator.wakeLock.request('screen').then(
      (held) => {
        lock = held;
        if (!isWanted) void held.release();
      },
      () => {
        // Low battery, or not in sight: the screen may go dark, the time still counts.
      },
    );
    return () => {
      isWanted = false;
      void lock?.release();
    };
  }, [wanted]);
}
