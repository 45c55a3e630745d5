/**
 * Words typed and not yet saved.
 *
 * Owns: keeping them, with what their writer had seen when the typing began, so that a save long after still
 * names the right revisions. The outbox lets go of a draft in the same transaction that saves it.
 */
import type { Written } from '../time/instants.ts';
import { change } from './connection.ts';
import { type Databases, ofOwner } from './schema.ts';
import type { Vault } from './vault.ts';

export interface KeptDraft {
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

export interface Drafts {
  keep(draft: KeptDraft): Promise<void>;
  discard(name: string): Promise<void>;
  /** All that can be read; one whose key is gone is left where it is. */
  all(): Promise<KeptDraft[]>;
}

const where = (name: string) => `draft.${name}`;

export function openDrafts({ outbox }: Databases, owner: string, vault: Vault): Drafts {
  return {
    async keep(draft) {
      const sealed = await vault.seal(draft, where(draft.name));
      await outbox.use((db) =>
        change(db, ['drafts'], (tx) => tx.objectStore('drafts').put({ owner, name: draft.name, sealed })),
      );
    },
    discard: (name) =>
      outbox.use((db) => change(db, ['drafts'], (tx) => tx.objectStore('drafts').delete([owner, name]))),
    async all() {
      const rows = await outbox.use((db) => db.getAll('drafts', ofOwner(owner)));
      const drafts = await Promise.all(
        // `as`: only `keep` seals in this place, and what it seals is a KeptDraft.
        rows.map((row) =>
          vault.open(row.sealed, where(row.name)).then(
            (it) => it as KeptDraft,
            () => null,
          ),
        ),
      );
      return drafts.filter((it) => it !== null);
    },
  };
}
