/**
 * Saved revisions that the server has not acknowledged.
 *
 * Owns: saving, marking before sending, and letting go by acknowledgement of the very id. Knows nothing of the
 * network, of the replica, or of what a body says. A marked revision never changes: it may be on the wire.
 */
import type { IDBPObjectStore } from 'idb';
import { type Changing, change } from './connection.ts';
import { letGo } from './drafts.ts';
import { refuseIfOver, type Stay } from './owners.ts';
import type { AsideRow, DraftPlace, OutboxSchema, RevisionRow, WaitingRow } from './rows.ts';
import type { Databases } from './schema.ts';

/** A revision ready to be stored, but for its id: which one it gets is known only at the disk. */
export interface Unsaved {
  readonly owner: string;
  /** What its writer saw: the ids of the heads. */
  readonly seen: readonly string[];
  /** What it will name if it does not take the place of an unmarked one. */
  readonly names: readonly string[];
  readonly deleted: boolean;
  /** Seal the revision's words for this id. */
  readonly seal: (id: string) => Promise<WaitingRow['sealed']>;
  /** The drafts that this save makes good: its own editing's, never another tab's. */
  readonly drafts: readonly DraftPlace[];
}

export interface Picked {
  readonly rows: readonly WaitingRow[];
  /** True when there are more to send than were picked. */
  readonly left: boolean;
}

export interface Outbox {
  /**
   * The saved revision's row; it is on disk when this resolves.
   *
   * It takes the place of the one revision its writer saw if that one cannot have left the phone, under a new id: another tab
   * that still shows the old one then makes a second head, not a silent replacement.
   */
  save(unsaved: Unsaved, newId: () => string): Promise<WaitingRow>;
  /** The oldest ones that fit, marked on disk before this resolves. At least one, however large. */
  pick(owner: string, room: { rows: number; bytes: number; skip: ReadonlySet<string> }): Promise<Picked>;
  /** Let go of those that the replica now holds. */
  received(ids: readonly string[]): Promise<void>;
  /** Back among the waiting, unchanged: the server has lost them. How many were not there already. */
  readmit(owner: string, rows: readonly RevisionRow[]): Promise<number>;
  setAside(id: string, remark: AsideRow['remark']): Promise<void>;
  /** From aside to waiting, unchanged. */
  retry(id: string): Promise<void>;
  /** In the order of saving. */
  waiting(owner: string): Promise<WaitingRow[]>;
  aside(owner: string): Promise<AsideRow[]>;
}

/** Bytes that one revision takes in a request: its sealed words, the ids it names, and the envelope. */
export function bytesOnTheWire(row: RevisionRow): number {
  return row.sealed.length + row.ancestors.length * 40 + 300;
}

type Store = 'revisions' | 'aside' | 'drafts' | 'meta';
type Revisions = IDBPObjectStore<OutboxSchema, 'revisions'[] | Store[], 'revisions', 'readwrite'>;

type Aside = IDBPObjectStore<OutboxSchema, Store[], 'aside', 'readwrite'>;

/** The revision alone, without what its store adds. */
const bare = ({ id, ancestors, deleted, sealed }: RevisionRow): RevisionRow => ({
  id,
  ancestors,
  deleted,
  sealed,
});

/** The words that a deletion takes out of sight. */
const lastWords = (row: WaitingRow | AsideRow) => (row.deleted ? (row.last ?? null) : bare(row));

/** Newest first: the words of the first that was set aside. */
async function lastOf(aside: Aside, seen: readonly string[]): Promise<RevisionRow | null> {
  for (const id of seen) {
    const row = await aside.get(id);
    const last = row ? lastWords(row) : null;
    if (last) return last;
  }
  return null;
}

async function removeById(revisions: Revisions, id: string): Promise<void> {
  const order = await revisions.index('id').getKey(id);
  if (order !== undefined) await revisions.delete(order);
}

/** With no `stay`, for those that only send and look. */
export function openOutbox({ outbox }: Databases, stay: Stay | null = null): Outbox {
  const changing = <T>(stores: Store[], work: (tx: Changing<OutboxSchema>) => Promise<T>): Promise<T> =>
    outbox.use((db) => change(db, stores, work));

  return {
    async save(unsaved, newId) {
      const id = newId();
      const sealed = await unsaved.seal(id);
      return changing(['revisions', 'aside', 'drafts', 'meta'], async (tx) => {
        await refuseIfOver(tx.objectStore('meta'), stay);
        const revisions = tx.objectStore('revisions');
        const again = await revisions.index('id').get(id);
        if (again) return again;
        const [only] = unsaved.seen;
        const old =
          only !== undefined && unsaved.seen.length === 1 ? await revisions.index('id').get(only) : undefined;
        const unsent = old && !old.marked && old.owner === unsaved.owner ? old : undefined;
        let last: RevisionRow | null = null;
        if (unsaved.deleted && unsent) last = lastWords(unsent);
        // The server never took what was set aside: no other place has these words.
        else if (unsaved.deleted) last = await lastOf(tx.objectStore('aside'), unsaved.seen);
        const row: WaitingRow = {
          ...(unsent?.order === undefined ? {} : { order: unsent.order }),
          owner: unsaved.owner,
          id,
          ancestors: unsent ? unsent.ancestors : [...unsaved.names],
          deleted: unsaved.deleted,
          marked: false,
          last,
          sealed,
        };
        const order = await revisions.put(row);
        // Replaced by somebody who had seen it: what was set aside has found its successor.
        for (const name of unsaved.seen) await tx.objectStore('aside').delete(name);
        for (const it of unsaved.drafts) await letGo(tx.objectStore('drafts'), unsaved.owner, it);
        return { ...row, order };
      });
    },

    pick(owner, room) {
      return changing(['revisions'], async (tx) => {
        const store = tx.objectStore('revisions');
        const rows: WaitingRow[] = [];
        let bytes = 0;
        for (const row of await store.index('owner').getAll(owner)) {
          if (room.skip.has(row.id)) continue;
          bytes += bytesOnTheWire(row);
          if (rows.length >= room.rows || (rows.length > 0 && bytes > room.bytes))
            return { rows, left: true };
          if (!row.marked) await store.put({ ...row, marked: true });
          rows.push({ ...row, marked: true });
        }
        return { rows, left: false };
      });
    },

    async received(ids) {
      if (ids.length === 0) return;
      await changing(['revisions', 'aside'], async (tx) => {
        for (const id of ids) {
          await removeById(tx.objectStore('revisions'), id);
          // Another round may have been told "rejected" of the same one before.
          await tx.objectStore('aside').delete(id);
        }
      });
    },

    async readmit(owner, rows) {
      if (rows.length === 0) return 0;
      return changing(['revisions', 'aside'], async (tx) => {
        const store = tx.objectStore('revisions');
        let readmitted = 0;
        for (const row of rows) {
          const known =
            (await store.index('id').getKey(row.id)) ?? (await tx.objectStore('aside').getKey(row.id));
          if (known !== undefined) continue;
          await store.put({ ...bare(row), owner, marked: true, last: null });
          readmitted++;
        }
        return readmitted;
      });
    },

    setAside(id, remark) {
      return changing(['revisions', 'aside'], async (tx) => {
        const row = await tx.objectStore('revisions').index('id').get(id);
        if (!row) return;
        await tx.objectStore('aside').put({ ...bare(row), owner: row.owner, remark, last: row.last });
        await removeById(tx.objectStore('revisions'), id);
      });
    },

    retry(id) {
      return changing(['revisions', 'aside'], async (tx) => {
        const row = await tx.objectStore('aside').get(id);
        if (!row) return;
        const known = await tx.objectStore('revisions').index('id').getKey(id);
        if (known === undefined) {
          const { owner, last = null } = row;
          await tx.objectStore('revisions').put({ ...bare(row), owner, marked: true, last });
        }
        await tx.objectStore('aside').delete(id);
      });
    },

    waiting: (owner) => outbox.use((db) => db.getAllFromIndex('revisions', 'owner', owner)),
    aside: (owner) => outbox.use((db) => db.getAllFromIndex('aside', 'owner', owner)),
  };
}
