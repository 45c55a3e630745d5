import { describe, expect, test } from 'vitest';
import { anAppointment } from '../../testing/records.ts';
import { canJoin, isStale, ledger, mapLink, phoneDiffers, safeLink } from './model.ts';

const now = Date.parse('2026-11-23T15:00:00.000Z'); // Monday 09:00 in Chicago
const on = (starts_at: string, part = {}) =>
  anAppointment({ starts_at, ends_at: new Date(Date.parse(starts_at) + 3_600_000).toISOString(), ...part });

describe('the ledger', () => {
  test('goes by the days of the program, earliest first, and knows today', () => {
    const late = on('2026-11-24T03:00:00.000Z'); // still Monday there
    const morning = on('2026-11-23T14:00:00.000Z');
    const wednesday = on('2026-11-25T16:00:00.000Z');
    const days = ledger([wednesday, late, morning], now, { withPast: false });
    expect(days.map(({ day, isToday, slots }) => [day, isToday, slots.length])).toEqual([
      ['2026-11-23', true, 2],
      ['2026-11-25', false, 1],
    ]);
    expect(days[0]?.slots[0]).toBe(morning);
  });

  test('keeps what was cancelled', () => {
    expect(
      ledger([on('2026-11-25T16:00:00.000Z', { status: 'cancelled' })], now, { withPast: false }),
    ).toHaveLength(1);
  });

  test('looks back two weeks only when asked to', () => {
    const old = [on('2026-11-20T16:00:00.000Z'), on('2026-11-08T16:00:00.000Z')];
    expect(ledger(old, now, { withPast: false })).toEqual([]);
    expect(ledger(old, now, { withPast: true }).map(({ day }) => day)).toEqual(['2026-11-20']);
  });
});

test('joining opens ten minutes before and shuts at the end', () => {
  const { body } = on('2026-11-23T16:00:00.000Z');
  expect(canJoin(body, Date.parse('2026-11-23T15:49:59.000Z'))).toBe(false);
  expect(canJoin(body, Date.parse('2026-11-23T15:50:00.000Z'))).toBe(true);
  expect(canJoin(body, Date.parse('2026-11-23T17:00:00.000Z'))).toBe(false);
});

test('only an https address becomes a link', () => {
  expect(safeLink('https://meet.example.org/a')).toBe('https://meet.example.org/a');
  expect(safeLink('javascript:alert(1)')).toBeNull();
  expect(safeLink('http://meet.example.org/a')).toBeNull();
  expect(safeLink('Room 2')).toBeNull();
  expect(safeLink(null)).toBeNull();
});

test('a place opens the map of the phone at hand', () => {
  expect(mapLink('14 Mill Road & Co', 'android')).toBe('geo:0,0?q=14%20Mill%20Road%20%26%20Co');
  expect(mapLink('14 Mill Road', 'ios')).toMatch(/^https:\/\/maps\.apple\.com\//);
});

test('after a day without news the list says that it may have changed', () => {
  expect(isStale('2026-11-22T14:59:59.000Z', now)).toBe(true);
  expect(isStale('2026-11-22T15:00:01.000Z', now)).toBe(false);
  expect(isStale(null, now)).toBe(false);
});

test('zones with another name and the same clock do not differ', () => {
  expect(phoneDiffers('America/Chicago', 'America/Chicago', now)).toBe(false);
  expect(phoneDiffers('America/Chicago', 'America/Winnipeg', now)).toBe(false);
  expect(phoneDiffers('America/Chicago', 'America/New_York', now)).toBe(true);
});
