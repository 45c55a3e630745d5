import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { flush, type Receipt, receipt } from './receipts.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** A server that hears, or not. */
function aServer(hears: () => boolean) {
  const told: Receipt[] = [];
  const tell = async (one: Receipt) => {
    if (hears()) told.push(one);
    return hears();
  };
  return { told, tell };
}

const now = Date.parse('2026-11-23T20:00:00.000Z');

test('a receipt is told once', async () => {
  const { told, tell } = aServer(() => true);
  await receipt('d-1', 'shown', { now, tell });
  await flush(tell);
  expect(told).toEqual([{ delivery: 'd-1', event: 'shown', at: '2026-11-23T20:00:00.000Z' }]);
});

test('with no network it waits, and goes with the next one, in order', async () => {
  let isOnline = false;
  const { told, tell } = aServer(() => isOnline);
  await receipt('d-1', 'shown', { now, tell });
  await receipt('d-1', 'opened', { now: now + 1000, tell });
  expect(told).toEqual([]);
  isOnline = true;
  expect(await flush(tell)).toBe(true);
  expect(told.map(({ event }) => event)).toEqual(['shown', 'opened']);
});

test('what has waited behind a hundred others is let go', async () => {
  let isOnline = false;
  const { told, tell } = aServer(() => isOnline);
  for (let count = 0; count < 103; count += 1) await receipt(`d-${count}`, 'shown', { now, tell });
  isOnline = true;
  await flush(tell);
  expect(told).toHaveLength(100);
  expect(told[0]?.delivery).toBe('d-3');
});
