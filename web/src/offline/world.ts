/**
 * A participant's whole world on this phone: the one door for screens.
 *
 * Owns: what screens may ask and do. Reading never waits and never touches the network: everything is
 * in memory once `openWorld` resolves. Saving resolves when the words are on disk; sending is somebody
 * else's work and happens by itself.
 *
 * Whatever writes may throw `Trouble` (see trouble.ts): then nothing was saved and the words belong
 * still in the field.
 */
import { type Body, type Kind, type OwnKind, own } from '../api/bodies.ts';
import { nameOf } from './digest.ts';
import type { KeptDraft } from './drafts.ts';
import { openDrain } from './drain.ts';
import { exported } from './exported.ts';
import { type News, openHub } from './hub.ts';
import { Memory } from './memory.ts';
import { currentOwner, deviceOf, enter, isStill, leave, type Stay, type Waiting } from './owners.ts';
import { Reading } from './reading.ts';
import { type Databases, databases } from './schema.ts';
import type { Binned, Draft, Editing, Entry, SetAside, SyncStatus, Topic } from './shown.ts';
import { close, openStores, type Stores } from './stores.ts';
import { platform, type Surroundings } from './surroundings.ts';
import { Writing } from './writing.ts';

export type * from './shown.ts';
export { Trouble, type TroubleKind } from './trouble.ts';

/** Why to look at the network now. A save waits a moment for the next one, unless `hidden` or `now` comes first. */
export type Wake = 'online' | 'visible' | 'hidden' | 'now' | 'timer' | 'signed_in';

export interface World {
  /** Account id of the participant whose world this is. */
  readonly owner: string;
  /** False once it was closed, or its owner has left, here or in another tab: it saves nothing any more. */
  readonly isOpen: boolean;

  /** All entries of a kind that are not deleted, in no particular order. The same array until something changes. */
  list<K extends Kind>(kind: K): readonly Entry<Body<K>>[];
  get<K extends Kind>(kind: K, record: string): Entry<Body<K>> | null;
  /** Deleted entries of the last 30 days whose words this phone still has. */
  bin<K extends OwnKind>(kind: K): readonly Binned<Body<K>>[];
  /** Told after each change of the topic, whoever made it (this tab, another one, the server). Returns the way out. */
  subscribe(topic: Topic, listener: () => void): () => void;

  /** Begin a new record, or go on with an existing one or its draft. For everything typed by a person. */
  edit<K extends OwnKind>(kind: K, record?: string): Promise<Editing<K>>;
  /** Save at once over what is shown now: for switches and settings. Texts go through `edit`. */
  save<K extends OwnKind>(kind: K, record: string, body: Body<K>): Promise<Entry<Body<K>>>;
  /** Move to the bin. Undo is `restore`. */
  remove(kind: OwnKind, record: string): Promise<void>;
  /** Bring back from the bin. False when this phone has no words for it any more. */
  restore(kind: OwnKind, record: string): Promise<boolean>;

  /** One for each record: of words typed in two places the newest, and the others once that one is saved or discarded. */
  drafts(): readonly Draft[];

  status(): SyncStatus;
  aside(): readonly SetAside[];
  /** Send a refused one again as it is. */
  retry(id: string): Promise<void>;
  /** Everything that waits or was set aside, as readable JSON text: for "Save a copy of my words". */
  exportWaiting(): Promise<string>;

  /** Tell that something happened which may let sync go on. Never throws, never waits. */
  wake(why: Wake): void;
  /** Resolves when what is under way now has ended, for tests and before sign-out. */
  settled(): Promise<void>;
  close(): void;
}

/** Deleted words stay so long. */
const BIN_MS = 30 * 24 * 3600 * 1000;

/** Who was signed in here last: with no network, the app opens as them. Null on a new phone or after signing out. */
export async function lastOwner(factory: IDBFactory = indexedDB): Promise<string | null> {
  const dbs = databases(factory);
  try {
    return await currentOwner(dbs);
  } finally {
    close(dbs);
  }
}

/**
 * Take a person's world off this phone, at sign-out; their open worlds, here and in other tabs, end. Returns how many of their
 * things the server does not have yet: these stay, sealed, and go out when the same person signs in here again, unless they
 * are to go for good.
 */
export async function leaveWorld(
  owner: string,
  around: Surroundings = platform(),
  waiting: Waiting = 'stays',
): Promise<number> {
  const dbs = databases(around.factory);
  const hub = openHub(owner, around.channel, () => {});
  let kept = 0;
  try {
    hub.tell({ left: true });
    // Not while a round is under way: its answer would fill the replica again.
    await around.exclusively(true, async () => {
      kept = await leave(dbs, owner, waiting);
    });
  } finally {
    hub.close();
    close(dbs);
  }
  return kept;
}

/**
 * The owner's world, all in memory and syncing.
 *
 * Raises:
 *   Trouble: this browser keeps nothing, or its storage does not answer.
 */
export async function openWorld(owner: string, around: Surroundings = platform()): Promise<World> {
  const dbs = databases(around.factory);
  try {
    const stay = { owner, generation: await enter(dbs, owner, around.newId) };
    const [device, stores] = await Promise.all([
      deviceOf(dbs, owner, around.newId),
      openStores(dbs, owner, stay),
    ]);
    return await assembled(dbs, device, stay, stores, around);
  } catch (trouble) {
    close(dbs);
    throw trouble;
  }
}

async function assembled(
  dbs: Databases,
  device: string,
  stay: Stay,
  stores: Stores,
  around: Surroundings,
): Promise<World> {
  const { owner } = stores;
  const memory = new Memory();
  const reading = new Reading(stores, memory);
  await reading.all();
  const hub = openHub(owner, around.channel, hear);
  const drain = openDrain(
    { ...stores, ...around, device, tell: (news) => hub.tell({ ...news, outbox: true }) },
    { ...around, told: (state) => hub.tell({ state }) },
  );
  const writing = new Writing({
    ...around,
    stores,
    memory,
    saved(deleted) {
      hub.tell({ outbox: true, drafts: true });
      drain.wake(deleted ? 'now' : 'save');
    },
    drafted: () => hub.tell({ drafts: true }),
  });

  let has_ended = false;
  const fault = (error: unknown) => {
    if (!has_ended) around.report(error);
  };

  function end(): void {
    has_ended = true;
    drain.close();
    hub.close();
    close(dbs);
  }

  function leaveHere(): void {
    end();
    memory.forget();
  }

  /** All that other tabs did; a tab that slept through a sign-out finds out here. */
  async function lookAgain(): Promise<void> {
    if (!(await isStill(dbs, stay))) return leaveHere();
    await reading.all();
  }

  function hear({ changed, outbox, drafts, state, sending, left }: News): void {
    if (left) {
      leaveHere();
      return;
    }
    if (state) memory.setState(state);
    if (sending) memory.setSending(sending);
    if (!changed && !outbox && !drafts) return;
    reading
      .again({ ...(changed && { names: changed }), ...(outbox && { outbox }), ...(drafts && { drafts }) })
      .catch(fault);
  }

  // What another tab did between the look above and listening.
  void lookAgain().catch(fault);
  const isOld = (deleted_at: string) => around.clock() - Date.parse(deleted_at) > BIN_MS;
  void tidy()
    .catch(fault)
    .then(() => drain.wake('start'));

  /** Work that nobody waits for at start. */
  async function tidy(): Promise<void> {
    const old = [...memory.views()].filter((it) => it.binned && isOld(it.binned.deleted.made_at));
    const names = old.map((it) => nameOf(it.kind, it.record));
    if (names.length > 0) {
      await stores.replica.emptyBin(owner, names);
      hub.tell({ changed: names });
    }
    await stores.replica.recount(owner);
  }

  return {
    owner,
    get isOpen() {
      return !has_ended;
    },
    // `as` here: what stands under a kind's name was read with that kind's schema.
    list: <K extends Kind>(kind: K) => memory.list(kind) as readonly Entry<Body<K>>[],
    get: <K extends Kind>(kind: K, record: string) =>
      (memory.view(nameOf(kind, record))?.entry ?? null) as Entry<Body<K>> | null,
    bin: <K extends OwnKind>(kind: K) =>
      [...memory.views()].flatMap(({ binned, ...it }) =>
        binned && it.kind === kind && !isOld(binned.deleted.made_at) ? [binned as Binned<Body<K>>] : [],
      ),
    subscribe: (topic, listener) => memory.subscribe(topic, listener),
    edit: (kind, record = around.newId()) => writing.edit(kind, record),
    save: (kind, record, body) => writing.save(kind, record, body),
    remove: (kind, record) => writing.remove(kind, record),
    restore: (kind, record) => writing.restore(kind, record),
    drafts: () =>
      memory.drafts.filter(
        (it): it is Draft & KeptDraft => Object.hasOwn(own, it.kind) && memory.draft(it.name) === it,
      ),
    status: () => memory.status,
    aside: () =>
      memory.aside.map(({ id, opened, remark }) => ({
        id,
        kind: opened?.kind ?? null,
        record: opened?.record ?? null,
        remark,
      })),
    async retry(id) {
      await stores.outbox.retry(id);
      hub.tell({ outbox: true });
      await reading.again({ outbox: true });
      drain.wake('now');
    },
    exportWaiting: async () => exported(memory),
    wake(why) {
      if (why === 'visible') void lookAgain().catch(fault);
      drain.wake(why);
    },
    async settled() {
      await drain.settled();
      await reading.again({});
    },
    close: end,
  };
}
