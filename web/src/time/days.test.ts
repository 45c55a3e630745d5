import { describe, expect, test } from 'vitest';
import { dayOf, daysBetween, hourOf, plusDays, weekdayOf, weekEnding } from './days.ts';

const chicago = 'America/Chicago';

describe('a day', () => {
  test('is the date where the person is', () => {
    const lateEvening = Date.parse('2026-11-23T04:30:00.000Z');
    expect(dayOf(lateEvening, chicago)).toBe('2026-11-22');
    expect(dayOf(lateEvening, 'Europe/Madrid')).toBe('2026-11-23');
    expect(hourOf(lateEvening, chicago)).toBe(22);
  });

  test('has midnight as its hour 0', () => {
    expect(hourOf(Date.parse('2026-11-22T06:00:00.000Z'), chicago)).toBe(0);
  });

  test('steps over both changes of the clock by one', () => {
    expect(plusDays('2026-03-08', 1)).toBe('2026-03-09');
    expect(plusDays('2026-11-01', -1)).toBe('2026-10-31');
    expect(daysBetween('2026-10-31', '2026-11-02')).toBe(2);
  });

  test('in a zone this browser has never heard of is the phone’s own', () => {
    expect(dayOf(Date.parse('2026-11-22T12:00:00.000Z'), 'Mars/Olympus')).toMatch(/^2026-11-2[123]$/);
  });
});

test('a week ends today and starts six days before', () => {
  const week = weekEnding('2026-03-02');
  expect(week).toHaveLength(7);
  expect(week[0]).toBe('2026-02-24');
  expect(week[6]).toBe('2026-03-02');
});

test('weekdays count from Monday 1 to Sunday 7', () => {
  expect(weekdayOf('2026-11-23')).toBe(1);
  expect(weekdayOf('2026-11-22')).toBe(7);
});
