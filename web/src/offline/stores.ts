/**
 * One person's stores on this phone, opened together.
 *
 * Owns: which stores there are. Used by the page's world, by the worker's sending and by its glances.
 */
import { type Drafts, openDrafts } from './drafts.ts';
import { Memory } from './memory.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { currentOwner, type Stay } from './owners.ts';
import { Reading } from './reading.ts';
import { openReplica, type Replica } from './replica.ts';
import { type Databases, databases } from './schema.ts';
import { openVault, type Vault } from './vault.ts';

export interface Stores {
  readonly owner: string;
  readonly vault: Vault;
  readonly outbox: Outbox;
  readonly replica: Replica;
  readonly drafts: Drafts;
}

export async function openStores(dbs: Databases, owner: string, stay: Stay | null = null): Promise<Stores> {
  const vault = await openVault(dbs, owner);
  return {
    owner,
    vault,
    outbox: openOutbox(dbs, stay),
    replica: openReplica(dbs),
    drafts: openDrafts(dbs, owner, vault, stay),
  };
}

export function close(dbs: Databases): void {
  for (const it of Object.values(dbs)) it.close();
}

/**
 * What `look` finds in the world of the person signed in last, as it stands on disk now; null when nobody is. No network, and
 * nothing stays open: for the worker, when a push asks whether something is done already.
 */
export async function glance<T>(
  look: (memory: Memory) => T,
  factory: IDBFactory = indexedDB,
): Promise<T | null> {
  const dbs = databases(factory);
  try {
    const owner = await currentOwner(dbs);
    if (owner === null) return null;
    const memory = new Memory();
    await new Reading(await openStores(dbs, owner), memory).all();
    return look(memory);
  } finally {
    close(dbs);
  }
}
