import { describe, expect, test } from 'vitest';
import { aCheckIn } from '../../testing/records.ts';
import { begin, charactersLeft, earlier, latestOf, promptId, resultOf, toggled } from './model.ts';

test('one tap makes a whole check-in', () => {
  expect(begin(2, '2026-11-23T15:00:00.000Z', 'private', null)).toEqual({
    at: '2026-11-23T15:00:00.000Z',
    mood: 2,
    urge: null,
    going_on: [],
    helped: [],
    note: '',
    sharing: 'private',
    prompted_by: null,
  });
});

describe('chips', () => {
  test('go in and out again', () => {
    expect(toggled(['tired'], 'pain')).toEqual(['tired', 'pain']);
    expect(toggled(['tired', 'pain'], 'tired')).toEqual(['pain']);
  });

  test('stop at twelve', () => {
    const twelve = Array.from({ length: 12 }, (_, at) => `chip ${at}`);
    expect(toggled(twelve, 'one more')).toEqual(twelve);
  });
});

describe('the result', () => {
  test('of an urge nobody told is quiet', () => {
    expect(resultOf(null, 7)).toBe('low');
  });

  test('turns at 4 and at the threshold of the program', () => {
    expect([0, 3, 4, 6, 7, 10].map((urge) => resultOf(urge, 7))).toEqual([
      'low',
      'low',
      'mid',
      'mid',
      'high',
      'high',
    ]);
  });

  test('follows a low threshold too', () => {
    expect([1, 2, 3].map((urge) => resultOf(urge, 2))).toEqual(['low', 'high', 'high']);
  });
});

describe('an earlier time', () => {
  const now = new Date(2026, 10, 23, 15, 0).getTime();

  test('is that time on the day it was', () => {
    expect(earlier('today', '09:30', now)).toBe(new Date(2026, 10, 23, 9, 30).getTime());
    expect(earlier('yesterday', '21:00', now)).toBe(new Date(2026, 10, 22, 21, 0).getTime());
  });

  test('is never in the future', () => {
    expect(earlier('today', '15:01', now)).toBeNull();
  });
});

test('an emoji counts as one character', () => {
  expect(charactersLeft('a😀', 2000)).toBe(1998);
});

test('only an id comes in from the address of a reminder', () => {
  expect(promptId('11111111-1111-4111-8111-111111111111')).toBe('11111111-1111-4111-8111-111111111111');
  expect(promptId('<script>')).toBeNull();
  expect(promptId(undefined)).toBeNull();
});

test('the latest check-in is the latest by its own time, not by when it was written', () => {
  const earlierOne = aCheckIn({ at: '2026-11-23T09:00:00.000Z' });
  const later = aCheckIn({ at: '2026-11-23T10:00:00.000Z' });
  expect(latestOf([later, earlierOne])).toBe(later);
  expect(latestOf([])).toBeNull();
});
