/**
 * Saving, editing, deleting and bringing back.
 *
 * Owns: what a save names (all its writer has seen, nothing else), and doing one after the other, so that two quick taps make one
 * entry. Knows no network.
 */
import type { Body, OwnKind } from '../api/bodies.ts';
import { schemaOf } from '../api/bodies.ts';
import { type Clock, writtenNow } from '../time/instants.ts';
import { nameOf } from './digest.ts';
import { MOST_NAMED, named } from './heads.ts';
import type { Memory } from './memory.ts';
import type { DraftPlace } from './rows.ts';
import { type Opened, sealSaved } from './sealing.ts';
import type { Editing, Entry } from './shown.ts';
import type { Stores } from './stores.ts';
import { wellFormedValue } from './text.ts';

export interface Desk {
  readonly stores: Stores;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Told after something new stands on disk: a deletion is not followed by another tap, and need not wait for one. */
  readonly saved: (deleted: boolean) => void;
  readonly drafted: () => void;
}

/** What a writer has seen of a record. */
interface Seen {
  readonly heads: readonly string[];
  readonly names: readonly string[];
  /** The versions, for the fields this app does not know; newest first. */
  readonly versions: readonly Opened[];
}

interface Change {
  readonly kind: OwnKind;
  readonly record: string;
  readonly body: unknown;
  readonly schema: number;
  readonly deleted: boolean;
}

export class Writing {
  readonly #desk: Desk;
  #last: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** After what is being saved already: what its writer has seen is what stands then. */
  edit<K extends OwnKind>(kind: K, record: string): Promise<Editing<K>> {
    return this.#queued(async () => this.#editing(kind, record));
  }

  #editing<K extends OwnKind>(kind: K, record: string): Editing<K> {
    const { memory, stores, clock, newId } = this.#desk;
    const name = nameOf(kind, record);
    const draft = memory.draft(name);
    const now = this.#seen(name);
    const key = `${name} ${newId()}`;
    /** On disk: words this editing went on from, or its own. */
    let kept: DraftPlace | null = draft?.place ?? null;
    const hold = () => (kept === null ? [] : [kept]);
    let seen: Seen = draft ? { ...now, heads: draft.seen, names: draft.names } : now;
    return {
      kind,
      record,
      // `as` twice: an entry under this name is of this kind; a draft may be partial, which Partial says.
      entry: (memory.view(name)?.entry ?? null) as Entry<Body<K>> | null,
      draft: (draft?.body ?? null) as Partial<Body<K>> | null,
      keep: (body) =>
        this.#queued(async () => {
          const words = {
            name,
            kind,
            record,
            written: writtenNow(clock),
            seen: seen.heads,
            names: seen.names,
          };
          const place = { key, stamp: newId() };
          const before = kept?.key === key ? null : kept;
          const next = { ...words, body: wellFormedValue(body), place };
          await stores.drafts.keep(next, before);
          memory.setDraft(hold(), next);
          kept = place;
          this.#desk.drafted();
        }),
      save: (body) =>
        this.#queued(async () => {
          seen = await this.#commit(own(kind, record, body, seen), seen, hold());
          kept = null;
          return this.#entry<K>(name, record, body);
        }),
      discard: () =>
        this.#queued(async () => {
          await stores.drafts.discard(hold());
          memory.setDraft(hold(), null);
          kept = null;
          this.#desk.drafted();
        }),
    };
  }

  save<K extends OwnKind>(kind: K, record: string, body: Body<K>): Promise<Entry<Body<K>>> {
    return this.#queued(async () => {
      const name = nameOf(kind, record);
      const seen = this.#seen(name);
      await this.#commit(own(kind, record, body, seen), seen);
      return this.#entry<K>(name, record, body);
    });
  }

  remove(kind: OwnKind, record: string): Promise<void> {
    return this.#queued(async () => {
      const seen = this.#seen(nameOf(kind, record));
      if (seen.versions.length === 0) return;
      await this.#commit(
        { kind, record, body: null, schema: schemaFor(kind, seen.versions), deleted: true },
        seen,
      );
    });
  }

  restore(kind: OwnKind, record: string): Promise<boolean> {
    return this.#queued(async () => {
      const name = nameOf(kind, record);
      const binned = this.#desk.memory.view(name)?.binned;
      if (!binned) return false;
      const seen = this.#seen(name);
      await this.#commit({ kind, record, body: binned.body, schema: binned.schema, deleted: false }, seen);
      return true;
    });
  }

  async #commit(change: Change, seen: Seen, drafts: readonly DraftPlace[] = []): Promise<Seen> {
    const { stores, memory, clock, newId } = this.#desk;
    const { deleted, ...saying } = change;
    const saved = { ...saying, ...writtenNow(clock), body: wellFormedValue(change.body), received_at: null };
    const name = nameOf(change.kind, change.record);
    const row = await stores.outbox.save(
      {
        owner: stores.owner,
        seen: seen.heads,
        names: seen.names,
        deleted,
        seal: (id) => sealSaved(stores.vault, id, saved),
        drafts,
      },
      newId,
    );
    const opened: Opened = { ...saved, id: row.id, ancestors: row.ancestors, deleted };
    // From here on it is saved: whatever goes wrong with showing it must not say otherwise.
    memory.setDraft(drafts, null);
    const last = this.#opened(row.last?.id);
    if (row.order !== undefined) memory.setSaved({ name, order: row.order, opened, last }, seen.heads);
    this.#desk.saved(deleted);
    return {
      heads: [row.id],
      names: [row.id, ...row.ancestors].slice(0, MOST_NAMED),
      versions: deleted ? [] : [opened],
    };
  }

  #seen(name: string): Seen {
    const seen = this.#desk.memory.view(name)?.seen ?? [];
    return { heads: seen.map((it) => it.id), names: named(seen), versions: seen.filter((it) => !it.deleted) };
  }

  /** The words of this id, as memory holds them: on disk they are only bytes. */
  #opened(id: string | undefined): Opened | null {
    const { waiting, aside } = this.#desk.memory.unsent;
    const all = [...waiting, ...aside].flatMap((it) => [it.opened, it.last]);
    return all.find((it) => it !== null && it.id === id) ?? null;
  }

  #entry<K extends OwnKind>(name: string, record: string, body: Body<K>): Entry<Body<K>> {
    const entry = this.#desk.memory.view(name)?.entry;
    // `as`: an entry under this name is of this kind. One that this app itself cannot read back is a fault of a screen.
    if (entry) return entry as Entry<Body<K>>;
    return { record, body, versions: [], written: null, state: 'here', remark: null };
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

/** Fields that this app does not know go along, and the schema number that knows them. */
function own(kind: OwnKind, record: string, body: object, seen: Seen): Change {
  const older = seen.versions.map((it) => it.body).reverse();
  return {
    kind,
    record,
    body: Object.assign({}, ...older, body),
    schema: schemaFor(kind, seen.versions),
    deleted: false,
  };
}

function schemaFor(kind: OwnKind, versions: readonly Opened[]): number {
  return Math.max(schemaOf[kind], ...versions.map((it) => it.schema));
}
