import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { notOurs } from './addresses.ts';
import { answers } from './answered.ts';
import { sendWaiting } from './sync.ts';

const shellAnswers = (path: string) => !notOurs.some((pattern) => pattern.test(path));

test('the shell answers the app’s own addresses and leaves the server its own', () => {
  expect(['/', '/check-in', '/journal/new', '/claim', '/careful'].filter(shellAnswers)).toHaveLength(5);
  expect(
    ['/api/me', '/care', '/care/people', '/care.html', '/problems/gone', '/healthz'].filter(shellAnswers),
  ).toEqual([]);
});

test('a reminder is answered by its own check-in, or by one within the hour', () => {
  const now = Date.parse('2026-11-23T20:00:00.000Z');
  const made = (at: string, prompted_by: string | null = null) => ({ at, prompted_by });
  expect(answers(made('2026-11-20T10:00:00.000Z', 'r'), 'r', now)).toBe(true);
  expect(answers(made('2026-11-23T19:30:00.000Z'), 'r', now)).toBe(true);
  expect(answers(made('2026-11-23T18:59:00.000Z'), 'r', now)).toBe(false);
  expect(answers(made('2026-11-23T20:30:00.000Z'), 'r', now)).toBe(false);
  expect(answers(made('2026-11-20T10:00:00.000Z'), null, now)).toBe(false);
});

test('a sync that leaves something behind fails, so that the browser calls again', async () => {
  const nothingToTell = async () => true;
  await expect(sendWaiting(nothingToTell, async () => true)).resolves.toBeUndefined();
  await expect(sendWaiting(nothingToTell, async () => false)).rejects.toThrow();
});
