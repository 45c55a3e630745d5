/**
 * What this phone knows to be on the server.
 *
 * Owns: heads and staff's records, the cursor, the digest, starting over. A page is taken in whole, in one
 * transaction, and only if cursor and fetch are still the ones asked with. Knows no network and no words.
 */
import { type Changing, change } from './connection.ts';
import { asText, fromText, moved, NOTHING, nameOf, ofHeads, ofVersion } from './digest.ts';
import { union } from './heads.ts';
import { afterPage, offered, type Place, startedOver, unknownMeta } from './progress.ts';
import type { RecordRow, ReplicaMeta, ReplicaSchema, RevisionRow } from './rows.ts';
import { type Databases, ofOwner } from './schema.ts';

/** Which record something belongs to. */
export interface Which {
  readonly kind: string;
  readonly record: string;
}

/** One record of a page, sealed. `sealed` null: deleted by staff. */
export type SealedChange =
  | (Which & { readonly heads: readonly RevisionRow[] })
  | (Which & { readonly version: number; readonly sealed: RecordRow['sealed'] });

export interface SealedPage {
  readonly cursor: number;
  readonly more: boolean;
  readonly changes: readonly SealedChange[];
  /** The server's digest; null when it gave none, or when this phone has sent things whose fate it does not know. */
  readonly digest: string | null;
}

export interface Taken {
  /** False: something else was taken in since it was asked for; nothing changed. */
  readonly taken: boolean;
  /** More to fetch or to offer (also when it begins again). */
  readonly left: boolean;
  /** Names of the records that are different now. */
  readonly names: readonly string[];
}

export interface Replica {
  /** Where to go on fetching, and the heads to offer (at most `most`). */
  place(owner: string, most: number): Promise<Place>;
  /** Acknowledged revisions: the server has them. Done before the outbox lets go of them. */
  keep(
    owner: string,
    received: readonly (Which & { row: RevisionRow; last: RevisionRow | null })[],
  ): Promise<void>;
  take(owner: string, asked: Place, page: SealedPage, chance: () => number): Promise<Taken>;
  /** Begin again at 0 and offer all heads. */
  startOver(owner: string): Promise<void>;
  /** The heads of these ids that are still held. */
  heads(owner: string, ids: ReadonlySet<string>): Promise<RevisionRow[]>;
  meta(owner: string): Promise<ReplicaMeta>;
  all(owner: string): Promise<RecordRow[]>;
  some(owner: string, names: readonly string[]): Promise<RecordRow[]>;
  /** Remember when both sides last held the same. */
  inStep(owner: string, synced_at: string): Promise<void>;
  /** Let go of the last words of deleted records. */
  emptyBin(owner: string, names: readonly string[]): Promise<void>;
  /** Add up all fingerprints anew, and remember the sum: a damaged store then shows itself at the next comparison. */
  recount(owner: string): Promise<void>;
  forget(owner: string): Promise<void>;
}

export function openReplica({ replica }: Databases): Replica {
  const changing = <T>(owner: string, work: (pen: Pen) => Promise<T>): Promise<T> =>
    replica.use((db) =>
      change(db, ['records', 'meta'], async (tx) => {
        const pen = new Pen(tx, owner, (await tx.objectStore('meta').get(owner)) ?? unknownMeta(owner));
        const result = await work(pen);
        await pen.finish();
        return result;
      }),
    );

  return {
    async place(owner, most) {
      return replica.use(async (db) => {
        const meta = (await db.get('meta', owner)) ?? unknownMeta(owner);
        return offered(
          meta,
          meta.offer_from === null ? [] : await db.getAll('records', ofOwner(owner)),
          most,
        );
      });
    },

    async keep(owner, received) {
      if (received.length === 0) return;
      await changing(owner, async (pen) => {
        for (const { row, last, ...which } of received) await pen.setReceived(which, row, last);
      });
    },

    take: (owner, asked, page, chance) =>
      changing(owner, async (pen) => {
        const { cursor, fetch } = pen.meta;
        if (cursor !== asked.cursor || fetch !== asked.fetch) return { taken: false, left: true, names: [] };
        // The server has fewer changes than this phone has seen: it was put back to an older state.
        if (page.cursor < cursor) {
          pen.meta = startedOver(pen.meta);
          return { taken: true, left: true, names: [] };
        }
        for (const one of page.changes) {
          if ('heads' in one) await pen.setPulled(one, one.heads);
          else await pen.setVersion(one, one.version, one.sealed);
        }
        if (pen.meta.sweeping && !page.more) await pen.sweep();
        pen.meta = afterPage(pen.meta, asked, page, chance);
        return { taken: true, left: page.more || pen.meta.offer_from !== null, names: pen.names };
      }),

    startOver: (owner) =>
      changing(owner, async (pen) => {
        pen.meta = startedOver(pen.meta);
      }),

    async heads(owner, ids) {
      if (ids.size === 0) return [];
      const rows = await replica.use((db) => db.getAll('records', ofOwner(owner)));
      return rows.flatMap((row) => row.heads).filter((it) => ids.has(it.id));
    },

    meta: async (owner) => (await replica.use((db) => db.get('meta', owner))) ?? unknownMeta(owner),
    all: (owner) => replica.use((db) => db.getAll('records', ofOwner(owner))),
    some: (owner, names) =>
      replica.use(async (db) => {
        const { store } = db.transaction('records');
        const rows = await Promise.all(names.map((name) => store.get([owner, name])));
        return rows.filter((row) => row !== undefined);
      }),

    inStep: (owner, synced_at) =>
      changing(owner, async (pen) => {
        pen.meta = { ...pen.meta, synced_at };
      }),

    emptyBin: (owner, names) =>
      changing(owner, async (pen) => {
        for (const name of names) await pen.forgetLast(name);
      }),

    recount: (owner) =>
      changing(owner, async (pen) => {
        pen.meta = { ...pen.meta, digest: asText(await pen.sum()) };
      }),

    forget: (owner) =>
      replica.use((db) =>
        change(db, ['records', 'meta'], async (tx) => {
          await tx.objectStore('records').delete(ofOwner(owner));
          await tx.objectStore('meta').delete(owner);
        }),
      ),
  };
}

/** Writes records in one transaction, and keeps the sum of their fingerprints right. */
class Pen {
  readonly names: string[] = [];
  meta: ReplicaMeta;
  readonly #tx: Changing<ReplicaSchema>;
  readonly #owner: string;

  constructor(tx: Changing<ReplicaSchema>, owner: string, meta: ReplicaMeta) {
    this.#tx = tx;
    this.#owner = owner;
    this.meta = meta;
  }

  async setPulled(which: Which, heads: readonly RevisionRow[]): Promise<void> {
    await this.#setHeads(which, (held) => union(held, heads), null);
  }

  /** One that was pulled already says more (when it arrived), so it stays as it is. */
  async setReceived(which: Which, row: RevisionRow, last: RevisionRow | null): Promise<void> {
    await this.#setHeads(which, (held) => union([row], held), last);
  }

  async #setHeads(
    { kind, record }: Which,
    joined: (held: readonly RevisionRow[]) => RevisionRow[],
    last: RevisionRow | null,
  ): Promise<void> {
    const name = nameOf(kind, record);
    const held = await this.#records.get([this.#owner, name]);
    const heads = joined(held?.heads ?? []);
    if (heads.length === 0) return;
    const ids = heads.map((it) => it.id);
    await this.#put(held, {
      owner: this.#owner,
      name,
      heads,
      hash: asText(ofHeads(kind, record, ids)),
      // Once all of a record is deleted, its last words stay for the bin; they are no head.
      last: heads.every((it) => it.deleted)
        ? (last ?? held?.heads.find((it) => !it.deleted) ?? held?.last ?? null)
        : null,
      met: this.meta.fetch,
      version: null,
      sealed: null,
    });
  }

  async setVersion(which: Which, version: number, sealed: RecordRow['sealed']): Promise<void> {
    const name = nameOf(which.kind, which.record);
    const held = await this.#records.get([this.#owner, name]);
    if (sealed === null) return this.#remove(held);
    const hash = asText(ofVersion(which.kind, which.record, version));
    const met = this.meta.fetch;
    await this.#put(held, { owner: this.#owner, name, hash, met, version, sealed, heads: [], last: null });
  }

  /** Drop staff's records that the fetch from the beginning did not meet: the server has them no more. */
  async sweep(): Promise<void> {
    for (const row of await this.#records.getAll(ofOwner(this.#owner))) {
      if (row.version !== null && row.met < this.meta.fetch) await this.#remove(row);
    }
  }

  async forgetLast(name: string): Promise<void> {
    const held = await this.#records.get([this.#owner, name]);
    if (held) await this.#put(held, { ...held, last: null });
  }

  async sum(): Promise<bigint> {
    const rows = await this.#records.getAll(ofOwner(this.#owner));
    return rows.reduce((sum, row) => moved(sum, NOTHING, fromText(row.hash)), NOTHING);
  }

  async finish(): Promise<void> {
    const writes = this.meta.writes + (this.names.length > 0 ? 1 : 0);
    await this.#tx.objectStore('meta').put({ ...this.meta, writes });
  }

  get #records() {
    return this.#tx.objectStore('records');
  }

  async #put(held: RecordRow | undefined, row: RecordRow): Promise<void> {
    await this.#records.put(row);
    this.#count(row.name, held?.hash, row.hash);
  }

  async #remove(held: RecordRow | undefined): Promise<void> {
    if (!held) return;
    await this.#records.delete([held.owner, held.name]);
    this.#count(held.name, held.hash, undefined);
  }

  #count(name: string, before: string | undefined, after: string | undefined): void {
    const value = (hash: string | undefined) => (hash === undefined ? NOTHING : fromText(hash));
    this.names.push(name);
    const digest = asText(moved(fromText(this.meta.digest), value(before), value(after)));
    this.meta = { ...this.meta, digest };
  }
}
