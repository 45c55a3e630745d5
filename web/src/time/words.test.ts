import { expect, test } from 'vitest';
import { clockParts, dayLetter, longDay, rangeEnds, shortWeekday, wallTime, zoneName } from './words.ts';

const chicago = 'America/Chicago';
const at = (text: string) => Date.parse(text);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('a range names the half of the day once when both ends share it', () => {
  const { from, until } = rangeEnds(at('2026-11-24T00:00:00Z'), at('2026-11-24T03:00:00Z'), chicago, 'en');
  expect([from, plain(until)]).toEqual(['6:00', '9:00 PM']);
});

test('a range over noon names both halves', () => {
  const { from, until } = rangeEnds(at('2026-11-24T17:00:00Z'), at('2026-11-24T19:00:00Z'), chicago, 'en');
  expect([plain(from), plain(until)]).toEqual(['11:00 AM', '1:00 PM']);
});

test('the digits and the half of the day come apart for a ticket, in both languages', () => {
  expect(clockParts(at('2026-11-24T00:00:00Z'), chicago, 'en')).toEqual({ digits: '6:00', half: 'PM' });
  expect(clockParts(at('2026-11-24T00:00:00Z'), chicago, 'es').digits).toBe('6:00');
});

test('a day at the head of a line starts with a capital letter, also in Spanish', () => {
  expect(longDay('2026-11-23', 'en')).toBe('Monday, November 23');
  expect(longDay('2026-11-23', 'es')).toBe('Lunes, 23 de noviembre');
  expect(shortWeekday('2026-11-25', 'es')).toBe('Mié');
  expect(dayLetter('2026-11-24', 'en')).toBe('T');
});

test('a wall time is read as it stands, on any day of the year', () => {
  expect(plain(wallTime('18:00', 'en'))).toBe('6:00 PM');
  expect(plain(wallTime('00:30', 'en'))).toBe('12:30 AM');
});

test('a zone has a name a person knows', () => {
  expect(zoneName(chicago, at('2026-11-24T00:00:00Z'), 'en')).toBe('Central Time');
});
