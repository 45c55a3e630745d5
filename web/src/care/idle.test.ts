import { expect, test } from 'vitest';
import { OVER_MS, owesPing, PING_MS, presence, SOON_MS } from './idle.ts';

test('a page is warned about before it is hidden', () => {
  expect(presence(0, SOON_MS - 1)).toBe('here');
  expect(presence(0, SOON_MS)).toBe('soon');
  expect(presence(0, OVER_MS - 1)).toBe('soon');
  expect(presence(0, OVER_MS)).toBe('over');
});

test('a laptop that slept all night is hidden at once', () => {
  expect(presence(0, 8 * 3_600_000)).toBe('over');
});

test('a clock set back does not sign anybody out', () => {
  expect(presence(1_000_000, 0)).toBe('here');
});

test('only somebody who did something since the last word owes one', () => {
  expect(owesPing(10, 0, PING_MS)).toBe(true);
  expect(owesPing(0, 0, PING_MS)).toBe(false);
  expect(owesPing(10, 0, PING_MS - 1)).toBe(false);
});
