import { expect, test } from 'vitest';
import { distance } from './distance.ts';

const chicago = 'America/Chicago';
const starts = Date.parse('2026-11-24T00:00:00Z'); // Monday 18:00 in Chicago
const ends = Date.parse('2026-11-24T03:00:00Z');
const from = (now: string) => distance(starts, ends, Date.parse(now), chicago);

test('within the hour it is told in minutes, rounded up so that it is never said too late', () => {
  expect(from('2026-11-23T23:14:30Z')).toEqual({ kind: 'minutes', n: 46 });
  expect(from('2026-11-23T23:59:59Z')).toEqual({ kind: 'minutes', n: 1 });
});

test('later the same day it is told in hours', () => {
  expect(from('2026-11-23T14:00:00Z')).toEqual({ kind: 'hours', n: 10 });
});

test('the day before, by the clock of the program, it is tomorrow', () => {
  expect(from('2026-11-23T05:30:00Z')).toEqual({ kind: 'tomorrow' }); // Sunday 23:30 there
  expect(from('2026-11-22T05:30:00Z')).toEqual({ kind: 'later' });
});

test('while it lasts it is now, and then it is over', () => {
  expect(from('2026-11-24T00:00:00Z')).toEqual({ kind: 'now' });
  expect(from('2026-11-24T03:00:00Z')).toEqual({ kind: 'over' });
});
