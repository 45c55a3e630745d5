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
import type { Body, Kind, OwnKind } from '../api/bodies.ts';
import type { Binned, Draft, Entry, SetAside, SyncStatus, Topic } from './shown.ts';

export type { Binned, Draft, Entry, EntryState, Remark, SetAside, SyncState, SyncStatus, Topic, Version } from './shown.ts';
export { Trouble, type TroubleKind } from './trouble.ts';

/** Why to look at the network now. */
export type Wake = 'online' | 'visible' | 'timer' | 'signed_in';

/** One record being written. It remembers what its writer has seen, so that nothing unseen is replaced. */
export interface Editing<K extends OwnKind> {
  readonly kind: K;
  /** The record's id, also before anything is saved. */
  readonly record: string;
  /** The entry as it was when this editing began; null for a new one. */
  readonly entry: Entry<Body<K>> | null;
  /** Words kept by an earlier editing that was never saved; show these first. */
  readonly draft: Partial<Body<K>> | null;
  /** Keep unsaved words. Callers debounce: within 1 s of a keystroke, and at blur and hide. */
  keep(body: Partial<Body<K>>): Promise<void>;
  /** Save. Resolves when it is on disk: only then say "Saved". May be called again and again (tap by tap). */
  save(body: Body<K>): Promise<Entry<Body<K>>>;
  /** Throw the unsaved words away. What was saved stays. */
  discard(): Promise<void>;
}

export interface World {
  /** Account id of the participant whose world this is. */
  readonly owner: string;

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
