/**
 * The wave and the breath as functions of time.
 *
 * Owns: how much is left, what is said at a moment, where on the wave one is, in or out. Pure: seconds in.
 */
export type Step = { readonly at_s: number; readonly text: string };

/** What is said `elapsed` seconds in: the last step that has begun. */
export function stepAt(steps: readonly Step[], elapsed: number): string {
  return steps.findLast(({ at_s }) => at_s <= elapsed)?.text ?? '';
}

/** "3:20" */
export function minutesAndSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A point of the drawn wave for a share 0 to 1 of the ride: x over 360, y where the crest line is. */
export function pointOnWave(share: number): { x: number; y: number } {
  const at = Math.min(Math.max(share, 0), 1);
  // The crest comes a little before the middle: what is left is the longer way down.
  const crest = 0.44;
  const rise = at <= crest ? at / crest : 1 - (at - crest) / (1 - crest);
  return { x: at * 360, y: 150 - 119 * (0.5 - 0.5 * Math.cos(Math.PI * rise)) };
}

/** The line of the wave, drawn through points so that the dot always lies on it. */
export function wavePath(from: number, to: number): string {
  const steps = 48;
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const { x, y } = pointOnWave(from + ((to - from) * step) / steps);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

export const BREATH = { in_s: 4, out_s: 6, rounds: 6 } as const;

export type Breath = { readonly way: 'in' | 'out'; readonly count: number; readonly isOver: boolean };

/** In for 4, out for 6, six times: one minute. `count` is the number said, 1 first. */
export function breathAt(elapsed: number): Breath {
  const round = BREATH.in_s + BREATH.out_s;
  const within = elapsed % round;
  const isOver = elapsed >= round * BREATH.rounds;
  return within < BREATH.in_s
    ? { way: 'in', count: Math.floor(within) + 1, isOver }
    : { way: 'out', count: Math.floor(within - BREATH.in_s) + 1, isOver };
}
