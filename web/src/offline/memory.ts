/**
 * The owner's world in memory, as screens read it.
 *
 * Owns: views of all records, kept until something under them changes, and telling who listens. No disk, no network.
 */
import type { Kind } from '../api/bodies.ts';
import { nameOf } from './digest.ts';
import type { KeptDraft } from './drafts.ts';
import { isKind, type Known, type View, viewOf, viewOfStaff } from './merged.ts';
import type { DraftPlace } from './rows.ts';
import type { Opened, StaffSaved } from './sealing.ts';
import type { Entry, Remark, SyncState, SyncStatus, Topic } from './shown.ts';

export type HeldRecord =
  | { readonly staff: StaffSaved }
  | {
      readonly kind: string;
      readonly record: string;
      readonly heads: readonly Opened[];
      readonly last: Opened | null;
    };

export interface HeldWaiting {
  /** Of its record. */
  readonly name: string;
  readonly order: number;
  readonly opened: Opened;
  readonly last: Opened | null;
}

export interface HeldAside {
  readonly id: string;
  /** Null when it cannot be opened any more. */
  readonly opened: Opened | null;
  readonly remark: Remark;
  readonly last: Opened | null;
}

/** Of a kind this app shows, alive, and yet nothing in it can be read. */
const isBeyondUs = (it: View) => isKind(it.kind) && it.entry === null && it.binned === null && !it.is_deleted;

export class Memory {
  #records = new Map<string, HeldRecord>();
  #waiting: readonly HeldWaiting[] = [];
  #unreadable = 0;
  #aside: readonly HeldAside[] = [];
  #drafts: readonly KeptDraft[] = [];
  #sending: ReadonlySet<string> = new Set();
  #state: SyncState = 'idle';
  #synced_at: string | null = null;
  #saves = 0;
  readonly #views = new Map<string, View>();
  readonly #lists = new Map<string, readonly Entry<unknown>[]>();
  readonly #listeners = new Map<Topic, Set<() => void>>();

  view(name: string): View | null {
    return this.#views.get(name) ?? null;
  }

  views(): Iterable<View> {
    return this.#views.values();
  }

  list(kind: Kind): readonly Entry<unknown>[] {
    const known = this.#lists.get(kind);
    if (known) return known;
    const list = [...this.#views.values()].flatMap((it) => (it.kind === kind && it.entry ? [it.entry] : []));
    this.#lists.set(kind, list);
    return list;
  }

  /** How often something was saved here: a look at the disk that began before one of them is too old. */
  get saves(): number {
    return this.#saves;
  }

  get waiting(): readonly HeldWaiting[] {
    return this.#waiting;
  }

  /** Newest first; more than one of a record when it was typed in two places. */
  get drafts(): readonly KeptDraft[] {
    return this.#drafts;
  }

  draft(name: string): KeptDraft | null {
    return this.drafts.find((it) => it.name === name) ?? null;
  }

  /** All that the server has not taken, seen or not. */
  get unsent(): { readonly waiting: readonly HeldWaiting[]; readonly aside: readonly HeldAside[] } {
    return { waiting: this.#waiting, aside: this.#aside };
  }

  /** Those that no later save has replaced. */
  get aside(): readonly HeldAside[] {
    return this.#aside.filter(({ id, opened }) => {
      if (opened === null) return true;
      return this.#views.get(nameOf(opened.kind, opened.record))?.standing.includes(id) ?? true;
    });
  }

  get status(): SyncStatus {
    return {
      state: this.#state,
      waiting: this.#waiting.length + this.#unreadable,
      needs_you: this.aside.length,
      unreadable: [...this.#views.values()].filter(isBeyondUs).length,
      synced_at: this.#synced_at,
    };
  }

  subscribe(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** `found` holds what the replica has under these names; a name it misses is gone. */
  setRecords(names: Iterable<string>, found: ReadonlyMap<string, HeldRecord>): void {
    const touched = new Set(names);
    for (const name of touched) {
      const record = found.get(name);
      if (record) this.#records.set(name, record);
      else this.#records.delete(name);
    }
    this.#look(touched);
  }

  setAllRecords(found: Map<string, HeldRecord>): void {
    const names = new Set([...this.#records.keys(), ...found.keys()]);
    this.#records = found;
    this.#look(names);
  }

  setOutbox(waiting: readonly HeldWaiting[], unreadable: number, aside: readonly HeldAside[]): void {
    const [before, after] = [new Set(this.#waiting), new Set(waiting)];
    const come_or_gone = [...this.#waiting, ...waiting].filter((it) => !(before.has(it) && after.has(it)));
    const names = new Set(come_or_gone.map((it) => it.name));
    for (const { opened } of [...this.#aside, ...aside])
      if (opened) names.add(nameOf(opened.kind, opened.record));
    this.#waiting = waiting;
    this.#unreadable = unreadable;
    this.#aside = aside;
    this.#look(names);
    this.#tell(['status', 'aside']);
  }

  /** What the outbox has just put on disk, without looking there again: a screen may ask in the next line. */
  setSaved(saved: HeldWaiting, seen: readonly string[]): void {
    this.#saves++;
    const others = this.#waiting.filter((it) => it.order !== saved.order);
    const aside = this.#aside.filter((it) => !seen.includes(it.id));
    this.setOutbox(
      [...others, saved].sort((a, b) => a.order - b.order),
      this.#unreadable,
      aside,
    );
  }

  /** Nothing of the person is here any more. */
  forget(): void {
    this.setAllRecords(new Map());
    this.setOutbox([], 0, []);
    this.setDrafts([]);
    this.setState('signed_out');
  }

  setDrafts(drafts: readonly KeptDraft[]): void {
    this.#drafts = [...drafts].sort((a, b) => (a.written.made_at < b.written.made_at ? 1 : -1));
    this.#tell(['drafts']);
  }

  /** What has just been kept, or let go of, without looking at the disk again. */
  setDraft(gone: readonly DraftPlace[], kept: KeptDraft | null): void {
    const keys = new Set([...gone, ...(kept ? [kept.place] : [])].map((it) => it.key));
    if (keys.size === 0) return;
    const others = this.#drafts.filter((it) => !keys.has(it.place.key));
    this.setDrafts(kept ? [kept, ...others] : others);
  }

  setSending(ids: readonly string[]): void {
    const names = [...this.#waiting]
      .filter(({ opened: { id } }) => this.#sending.has(id) !== ids.includes(id))
      .map((it) => it.name);
    this.#sending = new Set(ids);
    this.#look(new Set(names));
  }

  setState(state: SyncState): void {
    this.#state = state;
    this.#tell(['status']);
  }

  setSyncedAt(synced_at: string | null): void {
    this.#synced_at = synced_at;
    this.#tell(['status']);
  }

  /** Lay everything over each other again, for these records only. */
  #look(names: ReadonlySet<string>): void {
    if (names.size === 0) return;
    const own = new Map<string, Known[]>();
    const put = (name: string, opened: Opened, held: Known['held']) => {
      if (!names.has(name)) return;
      const known = own.get(name);
      if (known) known.push({ ...opened, held });
      else own.set(name, [{ ...opened, held }]);
    };
    for (const name of names) {
      const record = this.#records.get(name);
      if (record && 'heads' in record) for (const head of record.heads) put(name, head, { at: 'replica' });
    }
    for (const { name, opened } of this.#waiting) {
      put(name, opened, { at: 'waiting', sending: this.#sending.has(opened.id) });
    }
    for (const { opened, remark } of this.#aside) {
      if (opened) put(nameOf(opened.kind, opened.record), opened, { at: 'aside', remark });
    }
    const kinds = new Set<string>();
    for (const name of names) {
      const view = this.#laid(name, own.get(name) ?? []);
      kinds.add(this.#views.get(name)?.kind ?? '').add(view?.kind ?? '');
      if (view) this.#views.set(name, view);
      else this.#views.delete(name);
    }
    for (const kind of kinds) this.#lists.delete(kind);
    this.#tell([...kinds].filter(isKind));
  }

  #laid(name: string, known: readonly Known[]): View | null {
    const record = this.#records.get(name);
    if (record && 'staff' in record) return viewOfStaff(record.staff);
    const [first] = known;
    if (!first) return null;
    const ids = new Set(known.map((it) => it.id));
    const unsent = [...this.#waiting, ...this.#aside].find(
      (it) => it.last !== null && it.opened !== null && ids.has(it.opened.id),
    )?.last;
    // The words before a deletion: never sent, or of the revision it replaced, or what the replica kept of it.
    const last = unsent ?? known.findLast((it) => !it.deleted) ?? record?.last ?? null;
    return viewOf(first.kind, first.record, known, last);
  }

  #tell(topics: readonly Topic[]): void {
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listener();
  }
}
