import { describe, expect, test } from 'vitest';
import { breathAt, minutesAndSeconds, pointOnWave, stepAt, wavePath } from './model.ts';

test('the step that is said is the last one that has begun', () => {
  const steps = [
    { at_s: 0, text: 'first' },
    { at_s: 60, text: 'second' },
  ];
  expect([0, 59.9, 60, 400].map((at) => stepAt(steps, at))).toEqual(['first', 'first', 'second', 'second']);
});

test('time left is rounded up, so 0:00 means over', () => {
  expect([300, 199.2, 0.2, 0, -1].map(minutesAndSeconds)).toEqual(['5:00', '3:20', '0:01', '0:00', '0:00']);
});

describe('the wave', () => {
  test('rises once, turns, and comes down to where it began', () => {
    const heights = Array.from({ length: 101 }, (_, at) => pointOnWave(at / 100).y);
    const top = heights.indexOf(Math.min(...heights));
    expect(top).toBe(44);
    expect(heights.slice(0, top).every((y, at) => y >= (heights[at + 1] ?? 0))).toBe(true);
    expect(heights.slice(top).every((y, at, rest) => y <= (rest[at + 1] ?? 999))).toBe(true);
    expect(heights[0]).toBeCloseTo(heights[100] ?? 0);
  });

  test('is drawn through its own points', () => {
    const { x, y } = pointOnWave(0.3);
    expect(wavePath(0.3, 1).startsWith(`M${x.toFixed(1)} ${y.toFixed(1)}`)).toBe(true);
  });
});

test('a breath is 4 in and 6 out, and a minute has six', () => {
  expect(breathAt(0)).toEqual({ way: 'in', count: 1, isOver: false });
  expect(breathAt(3.9)).toEqual({ way: 'in', count: 4, isOver: false });
  expect(breathAt(4)).toEqual({ way: 'out', count: 1, isOver: false });
  expect(breathAt(9.9)).toEqual({ way: 'out', count: 6, isOver: false });
  expect(breathAt(60).isOver).toBe(true);
});
