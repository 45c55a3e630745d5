import { expect, test } from 'vitest';
import { cameAtOnce, dayAndTime, untilDayAndTime } from './times.ts';

test('a time is written in the zone of the person it is about', () => {
  expect(dayAndTime('2026-11-22T03:15:00.000Z', 'America/Chicago', 'en')).toBe('Sat, Nov 21, 9:15 PM');
});

test('a sentence that ends with a time has one dot', () => {
  for (const language of ['en', 'es'] as const) {
    expect(untilDayAndTime('2026-11-22T03:15:00.000Z', 'America/Chicago', language)).not.toMatch(/\.$/);
  }
});

test('a check-in that waited for the network came later', () => {
  expect(cameAtOnce('2026-11-22T03:15:00.000Z', '2026-11-22T03:25:00.000Z')).toBe(true);
  expect(cameAtOnce('2026-11-22T03:15:00.000Z', '2026-11-22T09:00:00.000Z')).toBe(false);
});

test('a phone whose clock runs ahead is not said to be late', () => {
  expect(cameAtOnce('2026-11-22T05:00:00.000Z', '2026-11-22T03:15:00.000Z')).toBe(true);
});
