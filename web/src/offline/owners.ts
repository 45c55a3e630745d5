/**
 * Whose phone this is: the last person signed in, their device id, and what stays when they leave.
 *
 * Owns: the outbox database's `meta` store, and taking a person's things off the phone. Knows no words.
 */
import type { IDBPObjectStore } from 'idb';
import { change } from './connection.ts';
import { openReplica } from './replica.ts';
import type { OutboxSchema } from './rows.ts';
import { type Databases, ofOwner } from './schema.ts';
import { Trouble } from './trouble.ts';
import { destroyKey } from './vault.ts';

const CURRENT = 'owner';
const generationKey = (owner: string) => `generation ${owner}`;
const deviceKey = (owner: string) => `device ${owner}`;

export async function currentOwner({ outbox }: Databases): Promise<string | null> {
  return (await outbox.use((db) => db.get('meta', CURRENT)))?.value ?? null;
}

/**
 * From now on this phone opens as `owner`. Returns the generation of their stay: the same for all who enter until they leave.
 */
export function enter({ outbox }: Databases, owner: string, newId: () => string): Promise<string> {
  const key = generationKey(owner);
  const made = newId();
  return outbox.use((db) =>
    change(db, ['meta'], async (tx) => {
      const meta = tx.objectStore('meta');
      await meta.put({ key: CURRENT, value: owner });
      const known = await meta.get(key);
      if (known) return known.value;
      await meta.put({ key, value: made });
      return made;
    }),
  );
}

/** False once the person has left since, also when they came back: a tab that slept through it must write nothing. */
export async function isStill({ outbox }: Databases, stay: Stay): Promise<boolean> {
  return (await outbox.use((db) => db.get('meta', generationKey(stay.owner))))?.value === stay.generation;
}

/** One time that a person was signed in here. */
export interface Stay {
  readonly owner: string;
  readonly generation: string;
}

type Meta = Pick<IDBPObjectStore<OutboxSchema, ('meta' | 'revisions' | 'aside' | 'drafts')[], 'meta'>, 'get'>;

/**
 * In the transaction that writes: what is sealed with the key of a stay that is over nobody could open any more.
 *
 * Raises:
 *   Trouble: closed, when it is over.
 */
export async function refuseIfOver(meta: Meta, stay: Stay | null): Promise<void> {
  if (stay === null) return;
  const row = await meta.get(generationKey(stay.owner));
  if (row?.value !== stay.generation) throw new Trouble('closed');
}

/** The id under which the server knows this phone as theirs: one for each person, so that it links nobody. */
export function deviceOf({ outbox }: Databases, owner: string, newId: () => string): Promise<string> {
  const key = deviceKey(owner);
  const made = newId();
  return outbox.use((db) =>
    change(db, ['meta'], async (tx) => {
      const meta = tx.objectStore('meta');
      const known = await meta.get(key);
      if (known) return known.value;
      await meta.put({ key, value: made });
      return made;
    }),
  );
}

/** What becomes of the things that the server does not have yet: they stay, sealed, for their owner, or go for good. */
export type Waiting = 'stays' | 'goes';

/**
 * The person's replica is off this phone, and the id of the phone that names them. What the server does not have yet stays,
 * sealed, until they sign in here again; if there is none, or it is to go, their key goes too. Returns how much stays.
 */
export async function leave(dbs: Databases, owner: string, waiting: Waiting = 'stays'): Promise<number> {
  await openReplica(dbs).forget(owner);
  const kept = await dbs.outbox.use((db) =>
    change(db, ['meta', 'revisions', 'aside', 'drafts'], async (tx) => {
      const current = await tx.objectStore('meta').get(CURRENT);
      if (current?.value === owner) await tx.objectStore('meta').delete(CURRENT);
      await tx.objectStore('meta').delete(deviceKey(owner));
      await tx.objectStore('meta').delete(generationKey(owner));
      const left = [
        ...(await tx.objectStore('revisions').index('owner').getAllKeys(owner)).map(
          (key) => () => tx.objectStore('revisions').delete(key),
        ),
        ...(await tx.objectStore('aside').index('owner').getAllKeys(owner)).map(
          (key) => () => tx.objectStore('aside').delete(key),
        ),
        ...(await tx.objectStore('drafts').getAllKeys(ofOwner(owner))).map(
          (key) => () => tx.objectStore('drafts').delete(key),
        ),
      ];
      if (waiting === 'stays') return left.length;
      for (const remove of left) await remove();
      return 0;
    }),
  );
  if (kept === 0) await destroyKey(dbs, owner);
  return kept;
}
