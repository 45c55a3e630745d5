/**
 * Whether a check-in that a reminder asks for has been made on this phone, perhaps with no network since.
 *
 * Owns: that question to the sealed store. The server's policy asks the same of what it has; this catches what it
 * can't know yet.
 */
import * as v from 'valibot';
import { type CheckIn, checkIn } from '../../web/src/api/bodies.ts';
import { openDrafts } from '../../web/src/offline/drafts.ts';
import { Memory } from '../../web/src/offline/memory.ts';
import { openOutbox } from '../../web/src/offline/outbox.ts';
import { currentOwner } from '../../web/src/offline/owners.ts';
import { Reading } from '../../web/src/offline/reading.ts';
import { openReplica } from '../../web/src/offline/replica.ts';
import { databases } from '../../web/src/offline/schema.ts';
import { openVault } from '../../web/src/offline/vault.ts';

/** The server's own figure (reminders/policy.py, FRESH): a check-in this long before a prompt answers it. */
const FRESH_MS = 3_600_000;

/** Made for this very reminder, or within the last hour. */
export function answers(
  made: Pick<CheckIn, 'at' | 'prompted_by'>,
  reminder: string | null,
  now: number,
): boolean {
  const at = Date.parse(made.at);
  return (reminder !== null && made.prompted_by === reminder) || (at > now - FRESH_MS && at <= now);
}

export async function isAnswered(reminder: string | null, now: number): Promise<boolean> {
  const dbs = databases(indexedDB);
  try {
    const owner = await currentOwner(dbs);
    if (owner === null) return false;
    const vault = await openVault(dbs, owner);
    const memory = new Memory();
    const stores = {
      owner,
      vault,
      outbox: openOutbox(dbs),
      replica: openReplica(dbs),
      drafts: openDrafts(dbs, owner, vault),
    };
    await new Reading(stores, memory).all();
    return memory.list('check_in').some(({ body }) => {
      const read = v.safeParse(checkIn, body);
      return read.success && answers(read.output, reminder, now);
    });
  } finally {
    for (const db of Object.values(dbs)) db.close();
  }
}
