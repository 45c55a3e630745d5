/**
 * A phone made of the real outbox, replica, exchange and screens' memory, over a pretend disk and network.
 *
 * Owns: tabs that share the disk, dying at any touch of a store, and giving the network's half of a round to whoever holds the
 * other end.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { Answer } from '../../web/src/api/http.ts';
import type { SyncAnswer, SyncRequest } from '../../web/src/api/wire.ts';
import { openDrafts } from '../../web/src/offline/drafts.ts';
import { type Parties, type Round, round } from '../../web/src/offline/exchange.ts';
import { Memory } from '../../web/src/offline/memory.ts';
import { type Outbox, openOutbox } from '../../web/src/offline/outbox.ts';
import { Reading } from '../../web/src/offline/reading.ts';
import { openReplica, type Replica } from '../../web/src/offline/replica.ts';
import { databases } from '../../web/src/offline/schema.ts';
import { Trouble } from '../../web/src/offline/trouble.ts';
import type { Vault } from '../../web/src/offline/vault.ts';
import { Writing } from '../../web/src/offline/writing.ts';
import type { Chance } from './chance.ts';

/** The tab, or the whole phone, stopped here. Nothing of it goes on. */
export class Died extends Error {}

/** Seals nothing: for the many schedules in which sealing is not the question. */
export const openBook: Vault = {
  seal: async (value, where) => new TextEncoder().encode(JSON.stringify({ where, value })),
  async open(sealed, where) {
    const kept: unknown = JSON.parse(new TextDecoder().decode(sealed));
    if (
      kept === null ||
      typeof kept !== 'object' ||
      !('where' in kept) ||
      !('value' in kept) ||
      kept.where !== where
    ) {
      throw new Trouble('unreadable');
    }
    return kept.value;
  },
};

/** What a planted mistake changes of a tab. */
export interface Mistake {
  readonly outbox?: (real: Outbox, tab: TabStores) => Partial<Outbox>;
  readonly replica?: (real: Replica, tab: TabStores) => Partial<Replica>;
  /** Changes the answer before the exchange sees it. */
  readonly answer?: (answer: Answer<SyncAnswer>, request: SyncRequest) => Answer<SyncAnswer>;
}

export interface TabStores {
  readonly owner: string;
  readonly outbox: Outbox;
  readonly replica: Replica;
  readonly dbs: ReturnType<typeof databases>;
}

export interface Flight {
  readonly tab: Tab;
  readonly request: SyncRequest;
  answer: Answer<SyncAnswer> | null;
  readonly land: (answer: Answer<SyncAnswer>) => void;
  readonly round: Promise<Round>;
}

export class Tab {
  readonly memory = new Memory();
  readonly reading: Reading;
  readonly writing: Writing;
  readonly stores: TabStores;
  is_dead = false;
  /** Touches of a store that are left before this tab stops; null: it lives on. */
  touches_left: number | null = null;
  /** The next touch of a store meets a full disk. */
  is_full = false;
  #on_board: ((flight: Omit<Flight, 'round'>) => void) | null = null;
  readonly #parties: Parties;

  constructor(phone: {
    owner: string;
    factory: IDBFactory;
    vault: Vault;
    chance: Chance;
    clock: () => number;
    mistake: Mistake;
  }) {
    const { owner, vault, chance, mistake } = phone;
    const dbs = databases(phone.factory);
    const bare: TabStores = { owner, dbs, outbox: openOutbox(dbs), replica: openReplica(dbs) };
    this.stores = bare;
    const outbox = this.#mortal({ ...bare.outbox, ...mistake.outbox?.(bare.outbox, bare) });
    const replica = this.#mortal({ ...bare.replica, ...mistake.replica?.(bare.replica, bare) });
    const drafts = openDrafts(dbs, owner, vault);
    const screens = { owner, vault, outbox, replica, drafts };
    this.reading = new Reading(screens, this.memory);
    this.writing = new Writing({
      stores: screens,
      memory: this.memory,
      clock: phone.clock,
      newId: chance.uuid,
      saved: () => {},
      drafted: () => {},
    });
    this.#parties = {
      owner,
      vault,
      outbox,
      replica,
      device: chance.uuid(),
      clock: phone.clock,
      chance: chance.next,
      tell: () => {},
      post: (request) =>
        new Promise((resolve) => {
          const land = (answer: Answer<SyncAnswer>) => resolve(mistake.answer?.(answer, request) ?? answer);
          this.#on_board?.({ tab: this, request: structuredClone(request), answer: null, land });
        }),
    };
  }

  /** Begin a round: ends when the request has left, or when the tab died before. */
  async depart(rows: number, skip: ReadonlySet<string> = new Set()): Promise<Flight | null> {
    let boarded: Omit<Flight, 'round'> | null = null;
    const left = new Promise<void>((resolve) => {
      this.#on_board = (flight) => {
        boarded = flight;
        resolve();
      };
    });
    const under_way = round(this.#parties, { rows, skip });
    under_way.catch(() => {});
    await Promise.race([left, under_way.catch(() => {})]);
    // `as`: the callback above has set it, which the types cannot see.
    const flight = boarded as Omit<Flight, 'round'> | null;
    return flight && { ...flight, land: flight.land, answer: null, round: under_way };
  }

  /** The same store, which stops the tab when its touches are used up: before the touch or after it. */
  #mortal<S extends object>(store: S): S {
    return new Proxy(store, {
      get: (target, name, self) => {
        const real: unknown = Reflect.get(target, name, self);
        if (typeof real !== 'function') return real;
        return async (...args: unknown[]) => {
          if (this.is_dead) throw new Died();
          if (this.is_full) {
            this.is_full = false;
            throw new Trouble('full');
          }
          const last = this.touches_left !== null && this.touches_left-- <= 0;
          if (last && args.length % 2 === 0) this.is_dead = true;
          if (this.is_dead) throw new Died();
          const result: unknown = await Reflect.apply(real, target, args);
          if (last) this.is_dead = true;
          if (this.is_dead) throw new Died();
          return result;
        };
      },
    });
  }
}

export class Phone {
  readonly name: string;
  readonly #factory = new IDBFactory();
  readonly #make: (factory: IDBFactory) => Tab;
  tabs: [Tab, Tab];
  /** How wrong this phone's clock is. */
  skew_ms = 0;

  constructor(name: string, make: (factory: IDBFactory, phone: Phone) => Tab) {
    this.name = name;
    this.#make = (factory) => make(factory, this);
    this.tabs = [this.#make(this.#factory), this.#make(this.#factory)];
  }

  /** Open a new tab for each that died. */
  revive(): void {
    this.tabs = this.tabs.map((tab) => {
      if (!tab.is_dead) return tab;
      for (const db of Object.values(tab.stores.dbs)) db.close();
      return this.#make(this.#factory);
    }) as [Tab, Tab]; // `as`: map keeps the length
  }
}
