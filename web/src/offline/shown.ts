/**
 * What screens see of a participant's world: types only.
 *
 * Owns: the words entry, version, draft, state. Knows nothing of storage or of the network.
 */
import type { Body, Kind, OwnKind } from '../api/bodies.ts';
import type { Written } from '../time/instants.ts';

/**
 * Where an entry stands, for the words beside it:
 * - here: saved on this phone, waits to be sent
 * - sending: on its way right now
 * - received: the server has it
 * - needs_you: the server had a question about it; the words are safe here (see `World.aside`)
 */
export type EntryState = 'here' | 'sending' | 'received' | 'needs_you';

/** What the server, or this phone, has to say to a person: plain words, already fit to show. */
export interface Remark {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
}

/** One text of an entry. */
export interface Version<B> {
  /** The revision's id; null for what staff wrote. */
  readonly id: string | null;
  readonly body: B;
  /** When and where it was written, as the phone that wrote it had it; null for what staff wrote. */
  readonly written: Written | null;
  /** When the server received it; null while it has not (or while this phone has not yet been told). */
  readonly received_at: string | null;
}

/** One record as a screen shows it. */
export interface Entry<B> {
  readonly record: string;
  /**
   * The body to show: the newest version's. Where versions disagree about sharing, private wins here.
   */
  readonly body: B;
  /**
   * Newest first, never empty. More than one means: written in two places that did not see each other.
   * Show both, say so ("You wrote this in two places. We kept both."), let the person make one of them;
   * the next save through `World.edit` replaces all that were shown.
   */
  readonly versions: readonly Version<B>[];
  readonly written: Written | null;
  readonly state: EntryState;
  /** Set when `state` is needs_you. */
  readonly remark: Remark | null;
}

/** A deleted entry whose words this phone still holds. They go 30 days after the deletion. */
export interface Binned<B> {
  readonly record: string;
  readonly body: B;
  readonly deleted: Written;
}

/** Words typed and not saved. May be incomplete; may hold fields of another version of this app. */
export interface Draft<K extends OwnKind = OwnKind> {
  readonly kind: K;
  readonly record: string;
  readonly body: Partial<Body<K>>;
  /** When the last keystroke was kept. */
  readonly written: Written;
}

/** A saved entry that the server refused. Nothing of it is lost; it can be retried, edited or exported. */
export interface SetAside {
  readonly id: string;
  /** Null, as is `record`, when the key to it is gone and it cannot be read here any more. */
  readonly kind: string | null;
  readonly record: string | null;
  readonly remark: Remark;
}

/**
 * - idle: nothing is under way
 * - syncing: a round is under way
 * - offline: the server was not reached (or somebody else's page answered in its place)
 * - signed_out: sync waits for a sign-in as the same person; everything else goes on
 * - signed_out_elsewhere: the sign-in was ended from another phone or by the team: this world has to leave
 * - other_person: somebody else is signed in on this phone; nothing was sent or stored
 * - waiting: the server asked for patience or had trouble; another try is planned
 */
export type SyncState =
  | 'idle'
  | 'syncing'
  | 'offline'
  | 'signed_out'
  | 'signed_out_elsewhere'
  | 'other_person'
  | 'waiting';

export interface SyncStatus {
  readonly state: SyncState;
  /** Saved revisions that the server does not have yet. */
  readonly waiting: number;
  /** Those it refused: see `World.aside`. Not part of `waiting`. */
  readonly needs_you: number;
  /** Records that a newer version of the app wrote and this one cannot show. They are kept as they are. */
  readonly unreadable: number;
  /** When this phone and the server last held the same; null if never. For "Updated {time}". */
  readonly synced_at: string | null;
}

/** What `subscribe` can be told about. */
export type Topic = Kind | 'status' | 'drafts' | 'aside';

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
