/**
 * Words typed and not yet saved.
 *
 * Owns: keeping them, with what their writer had seen when the typing began, so that a save long after still
 * names the right revisions. Each editing has a row of its own, so that no tab writes over another's words. The outbox
 * lets go of a draft in the same transaction that saves it.
 */
import type { IDBPObjectStore } from 'idb';
import type { Written } from '../time/instants.ts';
import { change } from './connection.ts';
import { refuseIfOver, type Stay } from './owners.ts';
import type { DraftPlace, OutboxSchema } from './rows.ts';
import { type Databases, ofOwner } from './schema.ts';
import type { Vault } from './vault.ts';

export interface DraftWords {
  /** Of its record. */
  readonly name: string;
  readonly kind: string;
  readonly record: string;
  readonly body: unknown;
  readonly written: Written;
  /** Ids of the heads that its writer saw. */
  readonly seen: readonly string[];
  /** What a save of it will name. */
  readonly names: readonly string[];
}

export interface KeptDraft extends DraftWords {
  readonly place: DraftPlace;
}

export interface Drafts {
  /** In the place of the words it went on from, if these are still the newest there. */
  keep(draft: KeptDraft, instead: DraftPlace | null): Promise<void>;
  discard(places: readonly DraftPlace[]): Promise<void>;
  /** All that can be read; one whose key is gone is left where it is. */
  all(): Promise<KeptDraft[]>;
}

type Rows = IDBPObjectStore<
  OutboxSchema,
  ('drafts' | 'revisions' | 'aside' | 'meta')[],
  'drafts',
  'readwrite'
>;

/** Take the draft away, unless words were kept in its place since it was seen. */
export async function letGo(drafts: Rows, owner: string, { key, stamp }: DraftPlace): Promise<void> {
  const row = await drafts.get([owner, key]);
  if (row && (row.stamp ?? null) === stamp) await drafts.delete([owner, key]);
}

const where = (name: string) => `draft.${name}`;

/** With no `stay`, for those that only look. */
export function openDrafts(
  { outbox }: Databases,
  owner: string,
  vault: Vault,
  stay: Stay | null = null,
): Drafts {
  return {
    async keep({ place: { key, stamp }, ...words }, instead) {
      const sealed = await vault.seal(words, where(key));
      await outbox.use((db) =>
        change(db, ['drafts', 'meta'], async (tx) => {
          await refuseIfOver(tx.objectStore('meta'), stay);
          await tx.objectStore('drafts').put({ owner, name: key, ...(stamp !== null && { stamp }), sealed });
          if (instead !== null) await letGo(tx.objectStore('drafts'), owner, instead);
        }),
      );
    },
    discard: (places) =>
      outbox.use((db) =>
        change(db, ['drafts'], async (tx) => {
          for (const place of places) await letGo(tx.objectStore('drafts'), owner, place);
        }),
      ),
    async all() {
      const rows = await outbox.use((db) => db.getAll('drafts', ofOwner(owner)));
      const drafts = await Promise.all(
        rows.map(({ sealed, name: key, stamp }) =>
          vault.open(sealed, where(key)).then(
            // `as`: only `keep` seals in this place, and what it seals is DraftWords.
            (it): KeptDraft => ({ ...(it as DraftWords), place: { key, stamp: stamp ?? null } }),
            () => null,
          ),
        ),
      );
      return drafts.filter((it) => it !== null);
    },
  };
}
