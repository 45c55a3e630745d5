/**
 * Random stories of phones, tabs and a server, told by a seed, and what must be true at their end.
 *
 * Owns: the world of the protocol's model with the real client code in it: several phones of one person, two tabs each, rounds
 * in flight at once, answers lost, late and out of order, tabs that die at any touch of a store, full disks, single revisions
 * refused for a while, a server put back in silence, staff writing, wrong clocks.
 */

import type { JournalEntry } from '../../web/src/api/bodies.ts';
import type { Answer } from '../../web/src/api/http.ts';
import type { SyncAnswer } from '../../web/src/api/wire.ts';
import { nameOf } from '../../web/src/offline/digest.ts';
import type { Editing } from '../../web/src/offline/shown.ts';
import { Trouble } from '../../web/src/offline/trouble.ts';
import type { Vault } from '../../web/src/offline/vault.ts';
import { Chance } from './chance.ts';
import { Died, type Flight, type Mistake, openBook, Phone, Tab } from './phone.ts';
import { type Behaviour, ServerModel, type Standing, type StormServer } from './server-model.ts';

const ANA = '0a7a0000-0000-4000-8000-00000000000a';
const RECORDS = ['x', 'y', 'z'].map((it) => `1000000${it.charCodeAt(0) % 10}-0000-4000-8000-000000000000`);
const KIND = 'journal_entry';
const CALM_ROUNDS = 60;

export interface Weather {
  readonly phones: number;
  readonly restores: boolean;
  /** Dying, full disks, strange answers: more than the protocol's model knows. */
  readonly rough: boolean;
  readonly vault?: Vault;
  /** The real one, in the place of the model. */
  readonly server?: StormServer;
  readonly mistake?: Mistake & { readonly server?: Behaviour };
}

export interface Outcome {
  readonly entries: number;
  /** Saved, and neither on the server nor replaced by somebody who had seen it. */
  readonly lost: readonly string[];
  /** Standing on the server more than once. */
  readonly duplicated: readonly string[];
  /** What the server counts in the end: the same for the same seed. */
  readonly digest: string;
  /** Phones that do not hold what the server holds. */
  readonly apart: readonly string[];
}

interface SavedText {
  readonly id: string;
  readonly text: string;
  /** All that its writer had before their eyes, and all that these had replaced. */
  readonly seen: ReadonlySet<string>;
}

export async function storm(seed: number, weather: Weather): Promise<Outcome> {
  return new Story(seed, weather).tell();
}

class Story {
  readonly #chance: Chance;
  readonly #weather: Weather;
  readonly #server: StormServer;
  readonly #owner: string;
  readonly #phones: Phone[];
  #flights: Flight[] = [];
  #editings: { tab: Tab; editing: Editing<typeof KIND>; heads: string[] }[] = [];
  /** By revision id: what the person was told is saved. */
  readonly #saved = new Map<string, SavedText>();
  /** Ids that a later save of the same writer took the place of before they left. */
  readonly #superseded = new Set<string>();
  /** Ids that the server has ever held, whatever it was put back to since. */
  readonly #arrived = new Set<string>();
  readonly #lost: string[] = [];
  #texts = 0;
  #now = Date.UTC(2026, 10, 22);

  constructor(seed: number, weather: Weather) {
    this.#chance = new Chance(seed);
    this.#weather = weather;
    this.#server = weather.server ?? new ServerModel(ANA);
    this.#owner = this.#server.owner;
    this.#phones = Array.from({ length: weather.phones }, (_, n) => {
      return new Phone(String.fromCharCode(65 + n), (factory, phone) => {
        const clock = () => this.#now + phone.skew_ms;
        const vault = weather.vault ?? openBook;
        return new Tab({
          owner: this.#owner,
          factory,
          vault,
          chance: this.#chance,
          clock,
          mistake: weather.mistake ?? {},
        });
      });
    });
  }

  async tell(): Promise<Outcome> {
    const steps = 10 + this.#chance.below(50);
    for (let step = 0; step < steps; step++) {
      this.#now += this.#chance.below(600_000);
      await this.#step();
      await this.#look_for_liars();
    }
    await this.#calm();
    return this.#reckon();
  }

  async #step(): Promise<void> {
    const { next } = this.#chance;
    const phone = this.#chance.pick(this.#phones);
    const tab = this.#chance.pick(phone.tabs);
    const what = next();
    if (what < 0.3) await this.#save(tab);
    else if (what < 0.35) await this.#begin_editing(tab);
    else if (what < 0.6) await this.#depart(phone, tab);
    else if (what < 0.75) await this.#reach_server();
    else if (what < 0.9) await this.#land();
    else if (what < 0.94) await this.#server.staffWrites(this.#chance);
    else if (what < 0.96) await this.#server.snapshot();
    else if (what < 0.975 && this.#weather.restores) await this.#server.restore();
    else if (this.#weather.rough) phone.skew_ms = (this.#chance.below(4000) - 2000) * 24 * 3600 * 1000;
  }

  /** A person writes, over what the screen shows now or over what it showed when they began. */
  async #save(tab: Tab): Promise<void> {
    await this.#surviving(tab, async () => {
      const before = await tab.stores.outbox.waiting(this.#owner);
      const luck = this.#weather.rough ? this.#chance.below(20) : 99;
      if (luck === 0) tab.is_full = true;
      if (luck === 1) tab.touches_left = this.#chance.below(4);
      const held = this.#chance.below(3) === 0 ? this.#editings.find((it) => it.tab === tab) : undefined;
      if (held) {
        const { record } = held.editing;
        const entry = await held.editing.save(this.#body(record, held.editing.entry?.versions ?? []));
        await this.#note(tab, record, before, held.heads);
        const id = entry.versions.find(
          (it) => this.#saved.has(it.id ?? '') && !held.heads.includes(it.id ?? ''),
        )?.id;
        held.heads = [this.#latest ?? id ?? ''];
        tab.touches_left = null;
        tab.is_full = false;
        return;
      }
      await tab.reading.all();
      const record = this.#chance.pick(RECORDS);
      const view = tab.memory.view(nameOf(KIND, record));
      const seen = (view?.seen ?? []).map((it) => it.id);
      const what = this.#chance.next();
      if (what < 0.1 && view?.entry) await tab.writing.remove(KIND, record);
      else if (what < 0.15 && view?.binned) await tab.writing.restore(KIND, record);
      else await tab.writing.save(KIND, record, this.#body(record, view?.entry?.versions ?? []));
      await this.#note(tab, record, before, seen);
      tab.touches_left = null;
      tab.is_full = false;
    });
  }

  #latest: string | null = null;

  /** Remember what was reported as saved; whatever it took the place of must have been seen. */
  async #note(
    tab: Tab,
    record: string,
    before: readonly { id: string }[],
    seen: readonly string[],
  ): Promise<void> {
    const after = await tab.stores.outbox.waiting(this.#owner);
    const known = new Set(before.map((it) => it.id));
    for (const row of after) {
      if (known.has(row.id) && this.#saved.has(row.id)) continue;
      const opened = tab.memory.waiting.find((it) => it.opened.id === row.id)?.opened;
      if (!opened || opened.record !== record) continue;
      const closure = seen.flatMap((id) => [id, ...(this.#saved.get(id)?.seen ?? [])]);
      this.#saved.set(row.id, { id: row.id, text: JSON.stringify(opened.body), seen: new Set(closure) });
      this.#latest = row.id;
    }
    for (const id of known) {
      if (after.some((it) => it.id === id)) continue;
      if (seen.includes(id)) this.#superseded.add(id);
      else this.#lost.push(`${id} gave its place to somebody who had not seen it`);
    }
  }

  async #begin_editing(tab: Tab): Promise<void> {
    await this.#surviving(tab, async () => {
      await tab.reading.all();
      const record = this.#chance.pick(RECORDS);
      const heads = (tab.memory.view(nameOf(KIND, record))?.seen ?? []).map((it) => it.id);
      const editing = await tab.writing.edit(KIND, record);
      this.#editings = [...this.#editings.filter((it) => it.tab !== tab), { tab, editing, heads }];
    });
  }

  #body(record: string, versions: readonly { body: { text: string } }[] | readonly unknown[]): JournalEntry {
    const parts = new Set<string>();
    for (const one of versions) {
      const body: unknown = one !== null && typeof one === 'object' && 'body' in one ? one.body : null;
      if (body !== null && typeof body === 'object' && 'text' in body) parts.add(String(body.text));
    }
    this.#texts += 1;
    const text =
      parts.size < 2 ? `${this.#texts}` : [...[...parts].sort(), `${this.#texts}`].join('+').slice(-200);
    return { type: 'free', title: record.slice(0, 8), text, mood: null, prompt: null, sharing: 'private' };
  }

  async #depart(phone: Phone, tab: Tab): Promise<void> {
    if (this.#flights.filter((it) => phone.tabs.includes(it.tab)).length >= 2) return;
    await this.#surviving(tab, async () => {
      const flight = await tab.depart(4);
      if (flight) this.#flights.push(flight);
    });
  }

  async #reach_server(): Promise<void> {
    const flight = this.#flights.length > 0 ? this.#chance.pick(this.#flights) : null;
    if (!flight || flight.answer) return;
    const strange = this.#weather.rough ? this.#chance.below(12) : 99;
    if (strange < 4) {
      flight.answer = TROUBLES[strange] ?? null;
      return;
    }
    const refuse = new Map<string, 'rejected' | 'later' | 'unsaid'>();
    for (const { id } of flight.request.revisions) {
      if (this.#chance.next() < 0.1)
        refuse.set(id, this.#chance.pick(['rejected', 'later', 'unsaid'] as const));
    }
    const value = await this.#server.sync(flight.request, { ...this.#weather.mistake?.server, refuse });
    this.#note_arrived(value);
    // What stood on the server when the answer was written is what comes, however late.
    flight.answer = { ok: true, value: structuredClone(value) };
  }

  async #land(): Promise<void> {
    const flight = this.#flights.length > 0 ? this.#chance.pick(this.#flights) : null;
    if (!flight) return;
    this.#flights = this.#flights.filter((it) => it !== flight);
    const { tab } = flight;
    await this.#surviving(tab, async () => {
      if (this.#chance.next() < 0.15) tab.touches_left = this.#chance.below(8);
      else if (this.#weather.rough && this.#chance.next() < 0.1) tab.is_full = true;
      const arrives = flight.answer !== null && this.#chance.next() < 0.8;
      flight.land(arrives && flight.answer ? flight.answer : { ok: false, unreachable: 'offline' });
      await flight.round;
      tab.touches_left = null;
      tab.is_full = false;
    });
  }

  #note_arrived({ results }: SyncAnswer): void {
    for (const { id, status } of results)
      if (id !== null && /^(stored|known)$/.test(status)) this.#arrived.add(id);
  }

  /** At no moment may an entry be neither waiting, visibly, nor once arrived. */
  async #look_for_liars(): Promise<void> {
    const waiting = new Set<string>();
    for (const { tabs } of this.#phones) {
      for (const row of await tabs[0].stores.outbox.waiting(this.#owner)) waiting.add(row.id);
      for (const row of await tabs[0].stores.outbox.aside(this.#owner)) waiting.add(row.id);
    }
    const seen = new Set([...this.#saved.values()].flatMap((it) => [...it.seen]));
    for (const id of this.#saved.keys()) {
      if (waiting.has(id) || this.#arrived.has(id) || this.#superseded.has(id)) continue;
      // Refused, and then replaced by its writer: the words that count are the later ones.
      if (!seen.has(id)) this.#lost.push(`${id} was called received and never was`);
    }
  }

  /** Do something that may kill the tab; then open a new one. */
  async #surviving(tab: Tab, doing: () => Promise<void>): Promise<void> {
    try {
      await doing();
    } catch (error) {
      if (error instanceof Trouble && error.kind === 'full') {
        tab.is_full = false;
        tab.touches_left = null;
        return;
      }
      if (!(error instanceof Died)) throw error;
      tab.is_dead = true;
      this.#flights = this.#flights.filter((it) => it.tab !== tab);
      this.#editings = this.#editings.filter((it) => it.tab !== tab);
      for (const phone of this.#phones) phone.revive();
    }
  }

  /** The network is good, nobody writes, and each person looks at what was set aside. */
  async #calm(): Promise<void> {
    this.#flights = [];
    let quiet = 0;
    for (let n = 0; n < CALM_ROUNDS && quiet < 2; n++) {
      let is_busy = false;
      for (const phone of this.#phones) {
        const [tab] = phone.tabs;
        for (const row of await tab.stores.outbox.aside(this.#owner)) await tab.stores.outbox.retry(row.id);
        const flight = await tab.depart(4);
        if (!flight) throw new Error('a round did not leave');
        const value = await this.#server.sync(flight.request, this.#weather.mistake?.server);
        this.#note_arrived(value);
        flight.land({ ok: true, value: structuredClone(value) });
        const result = await flight.round;
        if (result.outcome !== 'taken' || result.left) is_busy = true;
      }
      const standing = await this.#server.standing();
      for (const phone of this.#phones) if (await this.#is_apart(phone, standing)) is_busy = true;
      quiet = is_busy ? 0 : quiet + 1;
    }
  }

  async #is_apart(phone: Phone, standing: Standing): Promise<boolean> {
    const [{ stores }] = phone.tabs;
    const { digest } = await stores.replica.meta(this.#owner);
    return (
      digest !== standing.digest ||
      (await stores.outbox.waiting(this.#owner)).length > 0 ||
      (await stores.outbox.aside(this.#owner)).length > 0
    );
  }

  async #reckon(): Promise<Outcome> {
    const standing = await this.#server.standing();
    const final = standing.revisions;
    const replaced = new Set([...final.values()].flatMap((it) => it.ancestors));
    const lost = [...this.#lost];
    for (const { id, text } of this.#saved.values()) {
      if (this.#superseded.has(id)) continue;
      const there = final.get(id);
      if (there ? JSON.stringify(there.body) !== text : !replaced.has(id)) lost.push(`${id} ${text}`);
    }
    for (const [id, { ancestors }] of final) {
      const seen = this.#saved.get(id)?.seen;
      const unseen = ancestors.filter((it) => this.#saved.has(it) && !seen?.has(it));
      if (unseen.length > 0) lost.push(`${id} replaced ${unseen} without its writer having seen them`);
    }
    // One that gave its place to a later save of its writer must never have left.
    const undead = [...this.#superseded].filter((id) => final.has(id));
    const texts = [...final.values()].filter((it) => !it.deleted).map((it) => JSON.stringify(it.body));
    const duplicated = texts.filter((it, at) => texts.indexOf(it) !== at && !is_restored(it, standing));
    const apart: string[] = [];
    for (const phone of this.#phones) {
      if ((await this.#is_apart(phone, standing)) || (await this.#holds_otherwise(phone, standing)))
        apart.push(phone.name);
    }
    return {
      entries: this.#saved.size,
      digest: standing.digest,
      lost,
      duplicated: [...duplicated, ...undead],
      apart,
    };
  }

  /** Whether the rows themselves, not only their sum, differ from the server's. */
  async #holds_otherwise(phone: Phone, { revisions, staff }: Standing): Promise<boolean> {
    const [{ stores }] = phone.tabs;
    const replaced = new Set([...revisions.values()].flatMap((it) => it.ancestors));
    const expected = new Map<string, string[]>(
      staff.map((it) => [nameOf(it.kind, it.record), [`v${it.version}`]]),
    );
    for (const [id, { kind, record }] of revisions) {
      if (replaced.has(id)) continue;
      const name = nameOf(kind, record);
      expected.set(name, [...(expected.get(name) ?? []), id].sort());
    }
    const held = (await stores.replica.all(this.#owner)).map((row): [string, string[]] => [
      row.name,
      row.version === null ? row.heads.map((it) => it.id).sort() : [`v${row.version}`],
    ]);
    return JSON.stringify(held.sort()) !== JSON.stringify([...expected].sort());
  }
}

/** Bringing back from the bin writes the same words again, on purpose. */
function is_restored(text: string, { revisions }: Standing): boolean {
  const same = [...revisions].filter(([, it]) => JSON.stringify(it.body) === text);
  const later = same.filter(([id, it]) =>
    same.some(([other]) => other !== id && it.ancestors.includes(other)),
  );
  return later.length >= same.length - 1;
}

const TROUBLES: readonly Answer<SyncAnswer>[] = [
  { ok: false, unreachable: 'strange' },
  { ok: false, problem: problem(401, '/problems/signed-out') },
  { ok: false, problem: problem(409, '/problems/other-owner') },
  { ok: false, problem: problem(500, 'about:blank') },
];

function problem(status: number, type: string) {
  return { type, title: '', detail: '', status, retry_after_s: null, errors: [] };
}
