import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keeper, WAIT_MS } from './use-keep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A disk that can be full. */
function disk() {
  const held = { words: [] as string[], isFull: false, tries: 0 };
  return {
    held,
    async keep(words: string): Promise<boolean> {
      held.tries += 1;
      if (held.isFull) return false;
      held.words.push(words);
      return true;
    },
  };
}

test('words are kept within a second of a keystroke, also when nobody stops typing', async () => {
  const { held, keep } = disk();
  const { changed } = keeper<string>('', keep);
  let typed = '';
  let oldest_unkept = 0;
  let waited_ms = 0;
  for (let ms = 0; ms < 30_000; ms += 300) {
    typed += 'a';
    changed(typed);
    await vi.advanceTimersByTimeAsync(300);
    if (held.words.at(-1) === typed) oldest_unkept = ms + 300;
    waited_ms = Math.max(waited_ms, ms - oldest_unkept);
  }
  expect(waited_ms).toBeLessThan(1000);
  expect(held.words.length).toBeGreaterThan(30_000 / 1000);
});

test('what is kept is the newest, and one keeping waits at most', async () => {
  const { held, keep } = disk();
  const { changed } = keeper<string>('', keep);
  for (const words of ['a', 'ab', 'abc']) changed(words);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(held.words).toEqual(['abc']);
  expect(vi.getTimerCount()).toBe(0);
});

test('looking away keeps at once, and once', async () => {
  const { held, keep } = disk();
  const { changed, now } = keeper<string>('', keep);
  changed('abc');
  now();
  now();
  await vi.runAllTimersAsync();
  expect(held.words).toEqual(['abc']);
  expect(vi.getTimerCount()).toBe(0);
});

test('what could not be kept is tried again at blur and with the next keystroke', async () => {
  const { held, keep } = disk();
  const { changed, now } = keeper<string>('', keep);
  held.isFull = true;
  changed('abc');
  await vi.runAllTimersAsync();
  expect(held).toMatchObject({ words: [], tries: 1 });
  held.isFull = false;
  now();
  await vi.runAllTimersAsync();
  expect(held.words).toEqual(['abc']);
  held.isFull = true;
  changed('abcd');
  await vi.runAllTimersAsync();
  held.isFull = false;
  changed('abcde');
  await vi.runAllTimersAsync();
  expect(held.words).toEqual(['abc', 'abcde']);
});

test('words taken back while the longer ones are on their way are what stays', async () => {
  const { held, keep } = disk();
  const { changed, now } = keeper<string>('a', keep);
  changed('ab');
  now();
  changed('a');
  await vi.runAllTimersAsync();
  expect(held.words).toEqual(['ab', 'a']);
});

test('what was there before is not kept again', async () => {
  const { held, keep } = disk();
  const { changed, now } = keeper<string>('before', keep);
  changed('before');
  now();
  await vi.runAllTimersAsync();
  expect(held.words).toEqual([]);
});
