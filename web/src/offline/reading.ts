/**
 * From disk into memory.
 *
 * Owns: which rows are looked at again, and opening them. Looks run one after the other, so that an older one never covers
 * a newer one. Writes nothing but what damage asks for: a replica whose key is gone is fetched anew.
 */
import { nameOf } from './digest.ts';
import type { HeldAside, HeldRecord, HeldWaiting, Memory } from './memory.ts';
import type { AsideRow, RecordRow, RevisionRow } from './rows.ts';
import { type Opened, openRemark, openRevision, openStaff } from './sealing.ts';
import type { Stores } from './stores.ts';
import { Trouble } from './trouble.ts';
import type { Vault } from './vault.ts';

export interface Stale {
  /** Names of records in the replica. */
  readonly names?: readonly string[];
  readonly outbox?: boolean;
  readonly drafts?: boolean;
}

export class Reading {
  readonly #stores: Stores;
  readonly #memory: Memory;
  #last: Promise<void> = Promise.resolve();
  /** The count of changes that memory is as fresh as; -1 makes the next look take everything. */
  #writes = -1;

  constructor(stores: Stores, memory: Memory) {
    this.#stores = stores;
    this.#memory = memory;
  }

  /** Memory is at least as fresh as the disk was when this was called. */
  again(stale: Stale): Promise<void> {
    const next = this.#last.then(() => this.#look(stale));
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** The same for everything that another tab may have changed while this one slept. */
  all(): Promise<void> {
    const next = this.#last.then(() => this.#lookAtAll());
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #lookAtAll(): Promise<void> {
    const { replica, owner } = this.#stores;
    const { writes } = await replica.meta(owner);
    if (writes !== this.#writes) {
      this.#memory.setAllRecords(await this.#records());
      this.#writes = writes;
    }
    await this.#look({ names: [], outbox: true, drafts: true });
  }

  async #records(): Promise<Map<string, HeldRecord>> {
    const { replica, owner, vault } = this.#stores;
    const rows = await replica.all(owner);
    try {
      return await opened(vault, rows);
    } catch (error) {
      if (!(error instanceof Trouble && error.kind === 'unreadable')) throw error;
      await replica.forget(owner);
      return new Map();
    }
  }

  async #look({ names, outbox, drafts }: Stale): Promise<void> {
    const stores = this.#stores;
    if (names) {
      // An unreadable row among them is left to the next look at all.
      if (names.length > 0) {
        const rows = await stores.replica.some(stores.owner, names);
        this.#memory.setRecords(names, await opened(stores.vault, rows));
      }
      const { synced_at } = await stores.replica.meta(stores.owner);
      this.#memory.setSyncedAt(synced_at);
    }
    if (outbox) await this.#lookAtOutbox();
    if (drafts) this.#memory.setDrafts(await stores.drafts.all());
  }

  async #lookAtOutbox(): Promise<void> {
    const { owner, outbox, vault, replica } = this.#stores;
    const saves = this.#memory.saves;
    const rows = await outbox.waiting(owner);
    const known = new Map(this.#memory.waiting.map((it) => [it.opened.id, it]));
    const waiting: HeldWaiting[] = [];
    for (const row of rows) {
      // What stands under an id never changes, so it is opened once.
      const before = known.get(row.id);
      if (before) {
        waiting.push(before);
        continue;
      }
      const revision = await orNull(openRevision(vault, row));
      if (revision === null || row.order === undefined) continue;
      const last = row.last === null ? null : await orNull(openRevision(vault, row.last));
      waiting.push({
        name: nameOf(revision.kind, revision.record),
        order: row.order,
        opened: revision,
        last,
      });
    }
    const aside = await Promise.all((await outbox.aside(owner)).map((row) => openAside(vault, row)));
    // What left the outbox is in the replica; shown from there in the same breath, so that no entry ever blinks.
    const ids = new Set(rows.map((it) => it.id));
    const gone = this.#memory.waiting.filter((it) => !ids.has(it.opened.id));
    const names = gone.map((it) => it.name);
    const found = await opened(vault, await replica.some(owner, names));
    // Something was saved while this looked: its own look comes after, and this one is too old to be believed.
    if (this.#memory.saves !== saves) return this.#lookAtOutbox();
    this.#memory.setRecords(names, found);
    this.#memory.setOutbox(waiting, rows.length - waiting.length, aside);
  }
}

async function opened(vault: Vault, rows: readonly RecordRow[]): Promise<Map<string, HeldRecord>> {
  const records = await Promise.all(
    rows.map(async (row): Promise<[string, HeldRecord] | null> => {
      if (row.sealed !== null) return [row.name, { staff: await openStaff(vault, row.name, row.sealed) }];
      const heads = await Promise.all(row.heads.map((head: RevisionRow) => openRevision(vault, head)));
      const [first] = heads;
      const last = row.last === null ? null : await openRevision(vault, row.last);
      return first ? [row.name, { kind: first.kind, record: first.record, heads, last }] : null;
    }),
  );
  return new Map(records.filter((it) => it !== null));
}

async function openAside(vault: Vault, row: AsideRow): Promise<HeldAside> {
  const remark = await orNull(openRemark(vault, row));
  return {
    id: row.id,
    opened: await orNull<Opened>(openRevision(vault, row)),
    last: row.last ? await orNull(openRevision(vault, row.last)) : null,
    remark: remark ?? { type: '/problems/unreadable-here', title: '', detail: '' },
  };
}

async function orNull<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof Trouble && error.kind === 'unreadable') return null;
    throw error;
  }
}
