/**
 * "Shown" and "opened", told to the server, also later.
 *
 * Owns: the queue of receipts that could not be told yet. A receipt holds a random name of one sending and a time;
 * nothing about the person. It works signed out.
 */
import { type DBSchema, openDB } from 'idb';
import { send } from '../../web/src/api/http.ts';
import { instant } from '../../web/src/time/instants.ts';

export interface Receipt {
  readonly delivery: string;
  readonly event: 'shown' | 'opened';
  readonly at: string;
}

/** Whether the server has it, or never will take it; false: try again later. */
export type Tell = (receipt: Receipt) => Promise<boolean>;

interface Names extends DBSchema {
  receipts: { key: number; value: Receipt };
}

/** Ours: what could not be told for so many notifications is not worth telling. */
const MOST = 100;

const opened = () =>
  openDB<Names>('footbridge-receipts', 1, {
    upgrade: (db) => void db.createObjectStore('receipts', { autoIncrement: true }),
  });

/** Kept first, then told: a worker may be stopped between two lines. */
export async function receipt(
  delivery: string,
  event: Receipt['event'],
  { now, tell }: { now: number; tell: Tell },
): Promise<void> {
  const db = await opened();
  try {
    await db.add('receipts', { delivery, event, at: instant(now) });
  } finally {
    db.close();
  }
  await flush(tell);
}

/** Tells what waits, oldest first, until one can't be told. True when nothing waits any more. */
export async function flush(tell: Tell): Promise<boolean> {
  const db = await opened();
  try {
    const keys = await db.getAllKeys('receipts');
    for (const [place, key] of keys.entries()) {
      const waiting = await db.get('receipts', key);
      if (waiting !== undefined && keys.length - place <= MOST && !(await tell(waiting))) return false;
      await db.delete('receipts', key);
    }
    return true;
  } finally {
    db.close();
  }
}

export async function tellServer(body: Receipt): Promise<boolean> {
  const answer = await send<void>({ method: 'POST', path: '/api/push/receipts', body, answer: null });
  if (answer.ok) return true;
  return (
    'problem' in answer && answer.problem.status < 500 && ![408, 425, 429].includes(answer.problem.status)
  );
}
