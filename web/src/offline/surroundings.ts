/**
 * What the platform brings: the only file of this folder that reaches for globals.
 *
 * Owns: the real clock, chance, ids, storage, locks, channel and network, in a page and in a worker alike. Tests bring their own.
 */
import { type Answer, send } from '../api/http.ts';
import { type SyncAnswer, type SyncRequest, syncAnswer } from '../api/wire.ts';
import type { Clock } from '../time/instants.ts';
import type { Channel } from './hub.ts';

export interface Surroundings {
  readonly factory: IDBFactory;
  readonly post: (request: SyncRequest) => Promise<Answer<SyncAnswer>>;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly newId: () => string;
  readonly channel: Channel | null;
  readonly exclusively: (patient: boolean, work: () => Promise<void>) => Promise<boolean>;
  readonly later: (ms: number, call: () => void) => () => void;
  readonly elapsed: () => number;
  /** False when the platform is sure that there is no network. */
  readonly reachable: () => boolean;
  readonly report: (fault: unknown) => void;
}

export function platform(): Surroundings {
  return {
    factory: indexedDB,
    post: (body) => send({ method: 'POST', path: '/api/sync', body, answer: syncAnswer, timeout_ms: 30_000 }),
    clock: () => Date.now(),
    chance: () => Math.random(),
    newId: () => crypto.randomUUID(),
    channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('footbridge'),
    exclusively: locked(navigator.locks ?? null, (ms) => AbortSignal.timeout(ms)),
    later: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    elapsed: () => performance.now(),
    reachable: () => navigator.onLine !== false,
    report: (fault) => reportError(fault),
  };
}

const LOCK = 'footbridge-sync';
const LONGEST_WAIT_MS = 30_000;

/** One at work over all tabs and the worker, where the platform has locks. */
export function locked(
  locks: LockManager | null,
  timeout: (ms: number) => AbortSignal,
): Surroundings['exclusively'] {
  return async (patient, work) => {
    if (locks === null) {
      await work();
      return true;
    }
    const at_once = await locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
      return lock !== null;
    });
    if (at_once || !patient) return at_once;
    let begun = false;
    const when_free = async () => {
      begun = true;
      await work();
    };
    try {
      await locks.request(LOCK, { signal: timeout(LONGEST_WAIT_MS) }, when_free);
    } catch (error) {
      if (begun) throw error;
      // A frozen tab may hold the lock for hours. Two at work at once do no harm.
      await work();
    }
    return true;
  };
}
