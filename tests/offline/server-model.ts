/**
 * The server's side of the exchange, in memory: what the wire promises, and nothing about how it is kept.
 *
 * Owns: storing, heads, the feed, the digest, being put back to an older state. The real server is held to the same answers
 * by its own tests and by contract/.
 */
import type { SyncAnswer, SyncRequest, WireHead, WireRevision } from '../../web/src/api/wire.ts';
import { asText, moved, NOTHING, ofHeads, ofVersion } from '../../web/src/offline/digest.ts';
import type { Chance } from './chance.ts';

/** What a storm needs of a server: this model, or the real one. */
export interface StormServer {
  readonly owner: string;
  sync(request: SyncRequest, behaviour?: Behaviour): SyncAnswer | Promise<SyncAnswer>;
  /** Staff write something. */
  staffWrites(chance: Chance): void | Promise<void>;
  /** Remember the present state, to be put back to it in silence. */
  snapshot(): void | Promise<void>;
  restore(): void | Promise<void>;
  standing(): Standing | Promise<Standing>;
}

/** Everything that a server holds of one participant. */
export interface Standing {
  readonly digest: string;
  readonly revisions: ReadonlyMap<
    string,
    Pick<WireRevision, 'kind' | 'record' | 'ancestors' | 'deleted' | 'body'>
  >;
  readonly staff: readonly Pick<StaffRecord, 'kind' | 'record' | 'version'>[];
}

type Kept = WireRevision & { readonly received_at: string };
type Status = 'rejected' | 'later' | 'unsaid';

interface StaffRecord {
  readonly kind: string;
  readonly record: string;
  readonly version: number;
  readonly body: unknown;
}

interface State {
  readonly counter: number;
  readonly revisions: ReadonlyMap<string, Kept>;
  readonly staff: ReadonlyMap<string, StaffRecord>;
  readonly feed: ReadonlyMap<string, number>;
}

export interface Behaviour {
  /** What becomes of single revisions that are not stored. */
  readonly refuse?: ReadonlyMap<string, Status>;
  /** Answer with the counter instead of the page's highest number: a mistake to be planted. */
  readonly cursor_is_counter?: boolean;
}

export class ServerModel implements StormServer {
  readonly owner: string;
  readonly page: number;
  counter = 0;
  revisions = new Map<string, Kept>();
  staff = new Map<string, StaffRecord>();
  feed = new Map<string, number>();
  #remembered: State = { counter: 0, revisions: new Map(), staff: new Map(), feed: new Map() };
  #now = Date.UTC(2026, 10, 22);

  constructor(owner: string, page = 3) {
    this.owner = owner;
    this.page = page;
  }

  snapshot(): void {
    const { counter, revisions, staff, feed } = this;
    this.#remembered = { counter, revisions: new Map(revisions), staff: new Map(staff), feed: new Map(feed) };
  }

  restore(): void {
    this.counter = this.#remembered.counter;
    this.revisions = new Map(this.#remembered.revisions);
    this.staff = new Map(this.#remembered.staff);
    this.feed = new Map(this.#remembered.feed);
  }

  staffWrites(chance: Chance): void {
    const gone = chance.below(6) === 0;
    this.publish('appointment', chance.pick(APPOINTMENTS), gone ? null : { n: 1 }, chance.below(2 ** 48));
  }

  standing(): Standing {
    const staff = [...this.staff.values()].filter((it) => it.body !== null);
    return { digest: this.digest(), revisions: this.revisions, staff };
  }

  /** Staff write, or (body null) delete. A version is never used for two bodies, also when the server was put back between them. */
  publish(kind: string, record: string, body: unknown, version: number): void {
    this.staff.set(key(kind, record), { kind, record, version, body });
    this.#bump(kind, record);
  }

  heads(kind: string, record: string): Kept[] {
    const mine = [...this.revisions.values()].filter((it) => it.kind === kind && it.record === record);
    const replaced = new Set(mine.flatMap((it) => it.ancestors));
    return mine.filter((it) => !replaced.has(it.id));
  }

  digest(): string {
    let sum = NOTHING;
    const by_record = new Map<string, Kept[]>();
    for (const it of this.revisions.values()) {
      const name = key(it.kind, it.record);
      by_record.set(name, [...(by_record.get(name) ?? []), it]);
    }
    for (const mine of by_record.values()) {
      const replaced = new Set(mine.flatMap((it) => it.ancestors));
      const heads = mine.map((it) => it.id).filter((id) => !replaced.has(id));
      const { kind = '', record = '' } = mine[0] ?? {};
      sum = moved(sum, NOTHING, ofHeads(kind, record, heads));
    }
    for (const it of this.staff.values()) {
      if (it.body !== null) sum = moved(sum, NOTHING, ofVersion(it.kind, it.record, it.version));
    }
    return asText(sum);
  }

  sync(request: SyncRequest, { refuse, cursor_is_counter }: Behaviour = {}): SyncAnswer {
    this.#now += 1000;
    const results: SyncAnswer['results'] = [];
    for (const it of request.revisions) {
      const refused = refuse?.get(it.id);
      if (refused === 'unsaid') continue;
      if (refused) {
        const problem = {
          type: '/problems/not-understood',
          title: 'We could not read that',
          detail: '/body: no',
        };
        results.push({ id: it.id, status: refused, problem: refused === 'rejected' ? problem : null });
        continue;
      }
      results.push({ id: it.id, status: this.#store(it) ? 'stored' : 'known', problem: null });
    }
    const behind = request.cursor > this.counter;
    const numbers = [...this.feed].filter(([, n]) => n > request.cursor).sort(([, a], [, b]) => a - b);
    const rows = numbers.slice(0, this.page);
    const more = numbers.length > this.page;
    const highest = rows.at(-1)?.[1] ?? Math.min(request.cursor, this.counter);
    return {
      owner: this.owner,
      cursor: cursor_is_counter ? this.counter : highest,
      more,
      digest: more || behind ? null : this.digest(),
      want: request.have ? request.have.filter((id) => !this.revisions.has(id)) : null,
      results,
      changes: rows.map(([name]) => this.#change(name)),
    };
  }

  #store(it: WireRevision): boolean {
    if (this.revisions.has(it.id)) return false;
    const before = this.#headIds(it);
    this.revisions.set(it.id, { ...it, received_at: new Date(this.#now).toISOString() });
    if (this.#headIds(it) !== before) this.#bump(it.kind, it.record);
    return true;
  }

  #headIds({ kind, record }: WireRevision): string {
    return this.heads(kind, record)
      .map((it) => it.id)
      .sort()
      .join();
  }

  #bump(kind: string, record: string): void {
    this.counter += 1;
    this.feed.set(key(kind, record), this.counter);
  }

  #change(name: string): SyncAnswer['changes'][number] {
    const [kind = '', record = ''] = name.split(' ');
    const staff = this.staff.get(name);
    if (staff)
      return { kind, record, version: staff.version, deleted: staff.body === null, body: staff.body };
    return { kind, record, heads: this.heads(kind, record).map(asHead) };
  }
}

const APPOINTMENTS = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'];
const key = (kind: string, record: string) => `${kind} ${record}`;

function asHead({ kind: _kind, record: _record, ...head }: Kept): WireHead {
  return head;
}
