import { describe, expect, test } from 'vitest';
import { unsentEntries, wayOut } from './model.ts';

const nothing = { waiting: [], drafts: [], aside: [], saves: 0 };

describe('what is not sent yet is counted as a person would', () => {
  test('nothing is nothing', () => {
    expect(unsentEntries(nothing)).toBe(0);
  });

  test('an entry saved again while the first save was on its way counts once', () => {
    expect(unsentEntries({ ...nothing, waiting: ['a'], saves: 2 })).toBe(1);
  });

  test('a note with more words that are not saved counts once', () => {
    expect(unsentEntries({ ...nothing, waiting: ['a'], drafts: ['a'], aside: ['a'], saves: 1 })).toBe(1);
  });

  test('what cannot be read any more counts too', () => {
    expect(unsentEntries({ ...nothing, waiting: ['a'], aside: [null, null], saves: 1 })).toBe(3);
  });

  test('a deletion that waits is not nothing', () => {
    expect(unsentEntries({ ...nothing, saves: 1 })).toBe(1);
  });
});

test('only one’s own phone keeps sealed words after a sign-out', () => {
  expect([wayOut(0, true), wayOut(0, false)]).toEqual(['clean', 'clean']);
  expect(wayOut(2, false)).toBe('sealed');
  expect(wayOut(2, true)).toBe('choose');
});
