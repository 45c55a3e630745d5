import { expect, test } from 'vitest';
import type { SyncStatus } from '../offline/shown.ts';
import { connection, isHeldUp } from './connection.ts';

const idle: SyncStatus = { state: 'idle', waiting: 0, needs_you: 0, unreadable: 0, synced_at: null };
const said = (status: Partial<SyncStatus>, rest: { online?: boolean; signedOut?: boolean } = {}) =>
  connection({ status: { ...idle, ...status }, online: true, signedOut: false, ...rest });

test('when all is well nothing is said', () => {
  expect(said({})).toBeNull();
});

test('words that are on their way are not worth a bar', () => {
  expect(said({ state: 'syncing', waiting: 3 })).toBeNull();
  expect(said({ state: 'idle', waiting: 1 })).toBeNull();
});

test('with no network that is said, whoever noticed it', () => {
  expect(said({}, { online: false })).toBe('offline');
  expect(said({ state: 'offline' })).toBe('offline');
});

test('an ended sign-in asks to sign in, and no more than that', () => {
  expect(said({ state: 'signed_out', waiting: 2 })).toBe('sign_in');
  expect(said({}, { signedOut: true })).toBe('sign_in');
});

test('somebody else on this phone is said before everything', () => {
  expect(said({ state: 'other_person' }, { online: false })).toBe('other_person');
});

test('an entry that needs its writer is said before those that only wait', () => {
  expect(said({ state: 'waiting', waiting: 1, needs_you: 1 })).toBe('needs_you');
  expect(said({ state: 'waiting', waiting: 1 })).toBe('waiting');
});

test('what waits is held up only when it does not leave by itself', () => {
  expect(isHeldUp({ ...idle, waiting: 1, state: 'offline' })).toBe(true);
  expect(isHeldUp({ ...idle, waiting: 1, state: 'syncing' })).toBe(false);
  expect(isHeldUp({ ...idle, waiting: 0, state: 'offline' })).toBe(false);
});
