import { expect, test } from 'vitest';
import { aDraft, anAppointment } from '../../testing/records.ts';
import { greeting, nextAppointment, unfinished, wasAway } from './model.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');

test('the greeting follows the hour, and the night still belongs to the evening', () => {
  expect([4, 5, 11, 12, 17, 18, 23].map(greeting)).toEqual([
    'evening',
    'morning',
    'morning',
    'afternoon',
    'afternoon',
    'evening',
    'evening',
  ]);
});

test('next is the earliest that has not ended', () => {
  const over = anAppointment({ starts_at: '2026-11-23T09:00:00.000Z', ends_at: '2026-11-23T10:00:00.000Z' });
  const underWay = anAppointment({
    starts_at: '2026-11-23T11:00:00.000Z',
    ends_at: '2026-11-23T13:00:00.000Z',
  });
  const later = anAppointment({ starts_at: '2026-11-24T00:00:00.000Z', ends_at: '2026-11-24T03:00:00.000Z' });
  expect(nextAppointment([later, over, underWay], now)).toBe(underWay);
});

test('a cancelled appointment is never next', () => {
  const cancelled = anAppointment({
    status: 'cancelled',
    starts_at: '2026-11-23T18:00:00.000Z',
    ends_at: '2026-11-23T19:00:00.000Z',
  });
  expect(nextAppointment([cancelled], now)).toBeNull();
});

test('only somebody who was here before can have been away', () => {
  const dark = [{ lit: false }, { lit: false }];
  expect(wasAway([], dark)).toBe(false);
  expect(wasAway(['one check-in'], dark)).toBe(true);
  expect(wasAway(['one check-in'], [{ lit: false }, { lit: true }])).toBe(false);
});

test('what was typed and not saved leads back: notes to the journal, a check-in to its own note', () => {
  const ofCheckIn = { ...aDraft('c1', ''), kind: 'check_in' as const, body: { note: 'Nobody called' } };
  expect(unfinished([aDraft('n1', 'Half'), ofCheckIn, aDraft('n2', 'a thought')])).toEqual({
    notes: 2,
    checkIns: ['c1'],
  });
  expect(unfinished([])).toEqual({ notes: 0, checkIns: [] });
});
