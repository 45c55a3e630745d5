/**
 * The one place where words become bytes that the disk may hold.
 *
 * Owns: a key for each account, made on this phone, never leaving it (non-extractable), and sealing with
 * it (AES-GCM). An app lock needs to change nothing but where the key comes from. Knows no stores but its own.
 */

import { change } from './connection.ts';
import type { Bytes } from './rows.ts';
import type { Databases } from './schema.ts';
import { Trouble } from './trouble.ts';

export interface Vault {
  /** `where` names the place the bytes belong to: they open nowhere else. */
  seal(value: unknown, where: string): Promise<Bytes>;
  /**
   * Raises:
   *   Trouble: unreadable, for bytes of another key, another place, or damaged ones.
   */
  open(sealed: Bytes, where: string): Promise<unknown>;
}

/** First byte of all sealed bytes, so that another way of sealing can come one day. */
const FORM = 1;
const NONCE_BYTES = 12;

export async function openVault(dbs: Databases, owner: string): Promise<Vault> {
  return vaultWith(await keyOf(dbs, owner));
}

/** The account's key on this phone, made now if there is none. Of two tabs that make one at once, the first wins. */
async function keyOf(dbs: Databases, owner: string): Promise<CryptoKey> {
  const known = await dbs.keys.use((db) => db.get('keys', owner));
  if (known) return known.key;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  return dbs.keys.use((db) =>
    change(db, ['keys'], async (tx) => {
      const store = tx.objectStore('keys');
      const other = await store.get(owner);
      if (other) return other.key;
      await store.put({ owner, key: made });
      return made;
    }),
  );
}

/** After this nobody can read what was sealed for the account on this phone. */
export async function destroyKey(dbs: Databases, owner: string): Promise<void> {
  await dbs.keys.use((db) => change(db, ['keys'], (tx) => tx.objectStore('keys').delete(owner)));
}

function vaultWith(key: CryptoKey): Vault {
  const bound = (nonce: Bytes, where: string) => ({
    name: 'AES-GCM',
    iv: nonce,
    additionalData: new TextEncoder().encode(where),
  });
  return {
    async seal(value, where) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const words = new TextEncoder().encode(JSON.stringify(value));
      const closed = new Uint8Array(await crypto.subtle.encrypt(bound(nonce, where), key, words));
      const sealed = new Uint8Array(1 + NONCE_BYTES + closed.length);
      sealed[0] = FORM;
      sealed.set(nonce, 1);
      sealed.set(closed, 1 + NONCE_BYTES);
      return sealed;
    },
    async open(sealed, where) {
      try {
        if (sealed[0] !== FORM) throw new RangeError('sealed in a form of another version');
        const nonce = sealed.slice(1, 1 + NONCE_BYTES);
        const words = await crypto.subtle.decrypt(bound(nonce, where), key, sealed.slice(1 + NONCE_BYTES));
        return JSON.parse(new TextDecoder().decode(words));
      } catch (cause) {
        throw new Trouble('unreadable', cause);
      }
    },
  };
}
