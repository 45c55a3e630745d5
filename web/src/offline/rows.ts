/**
 * The rows of the phone's databases: types only.
 *
 * Owns: what stands on disk. Only ids, order and flags are readable there; all words are in `sealed`.
 * The outbox database is frozen: a phone may hold rows written by any version of this app.
 */
import type { DBSchema } from 'idb';
import type { Written } from '../time/instants.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** What `RevisionRow.sealed` holds. The same bytes move between outbox, replica and aside as they are. */
export interface Saved extends Written {
  readonly kind: string;
  readonly record: string;
  readonly schema: number;
  readonly body: unknown;
  readonly received_at: string | null;
}

export interface RevisionRow {
  readonly id: string;
  /** All revisions that this one replaces, newest first, at most 400. */
  readonly ancestors: readonly string[];
  readonly deleted: boolean;
  readonly sealed: Bytes;
}

export interface WaitingRow extends RevisionRow {
  /** Given by the database: the order of saving. */
  readonly order?: number;
  readonly owner: string;
  /** True from before the first request that may carry it: from then on it never changes. */
  readonly marked: boolean;
  /** The words that a deletion took the place of, which the server never took; for undo and the bin. */
  readonly last: RevisionRow | null;
}

export interface AsideRow extends RevisionRow {
  readonly owner: string;
  /** Sealed `Remark`: what the server said of it. */
  readonly remark: Bytes;
  /** As in `WaitingRow`; versions before this one wrote none. */
  readonly last?: RevisionRow | null;
}

export interface DraftRow {
  readonly owner: string;
  /** The record's name and the editing's own token. Versions before the token wrote the record's name alone. */
  readonly name: string;
  /** Another one each time it is kept. */
  readonly stamp?: string;
  readonly sealed: Bytes;
}

/** One draft as it stood when somebody looked: only who has seen its newest words may let go of it. */
export interface DraftPlace {
  /** `DraftRow.name` */
  readonly key: string;
  readonly stamp: string | null;
}

export interface OutboxSchema extends DBSchema {
  revisions: { key: number; value: WaitingRow; indexes: { id: string; owner: string } };
  drafts: { key: [string, string]; value: DraftRow };
  aside: { key: string; value: AsideRow; indexes: { owner: string } };
  meta: { key: string; value: { readonly key: string; readonly value: string } };
}

/** One record: `heads` when the participant writes it, `version` when staff do. */
export interface RecordRow {
  readonly owner: string;
  readonly name: string;
  /** Fingerprint, 16 hex digits. */
  readonly hash: string;
  /** The fetch (see `ReplicaMeta.fetch`) that last met it. */
  readonly met: number;
  readonly heads: readonly RevisionRow[];
  /** Of a deleted record: the last words this phone had, for the bin. */
  readonly last: RevisionRow | null;
  readonly version: number | null;
  /** Sealed `Saved` of a staff record. */
  readonly sealed: Bytes | null;
}

export interface ReplicaMeta {
  readonly owner: string;
  readonly cursor: number;
  /** Counts the fetches from the beginning, so that an answer to an older one is known as such. */
  readonly fetch: number;
  /** True while a fetch from the beginning runs: at its end, staff's records it did not meet go. */
  readonly sweeping: boolean;
  /** Offer the server the heads of records named after this; null when there is nothing to offer. */
  readonly offer_from: string | null;
  /** Sum of all `RecordRow.hash`, 16 hex digits. */
  readonly digest: string;
  /** How often in a row a whole fetch ended unequal; thins out further attempts. */
  readonly unequal: number;
  readonly synced_at: string | null;
  /** Counts the changes of records, so that a tab knows whether what it holds in memory is old. */
  readonly writes: number;
}

export interface ReplicaSchema extends DBSchema {
  records: { key: [string, string]; value: RecordRow };
  meta: { key: string; value: ReplicaMeta };
}

export interface KeysSchema extends DBSchema {
  keys: { key: string; value: { readonly owner: string; readonly key: CryptoKey } };
}
