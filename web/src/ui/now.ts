/**
 * The present minute, for what a screen says about time ("In 45 minutes").
 *
 * Owns: the one reading of the clock for drawing. It ticks at each full minute and when the app comes
 * back into sight, so a screen left open does not lie.
 */
import { signal } from '@preact/signals';

const minute = signal(Date.now());

/** Milliseconds since the epoch; screens that read it draw themselves again each minute. */
export function now(): number {
  return minute.value;
}

export function startClock(): void {
  const tick = () => {
    minute.value = Date.now();
    setTimeout(tick, 60_000 - (Date.now() % 60_000));
  };
  tick();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') minute.value = Date.now();
  });
}
