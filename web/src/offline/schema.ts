/**
 * The phone's three databases.
 *
 * Owns: their names, versions and stores. `footbridge-outbox` is frozen at version 1: whatever the app
 * becomes, a save must work beside an old tab, and an old row must be readable. The replica may change,
 * since the server can fill it again.
 */
import { Connection } from './connection.ts';
import type { KeysSchema, OutboxSchema, ReplicaSchema } from './rows.ts';

export interface Databases {
  readonly outbox: Connection<OutboxSchema>;
  readonly replica: Connection<ReplicaSchema>;
  readonly keys: Connection<KeysSchema>;
}

export function databases(factory: IDBFactory): Databases {
  return {
    outbox: new Connection(factory, 'footbridge-outbox', 1, (db) => {
      const revisions = db.createObjectStore('revisions', { keyPath: 'order', autoIncrement: true });
      revisions.createIndex('id', 'id', { unique: true });
      revisions.createIndex('owner', 'owner');
      db.createObjectStore('drafts', { keyPath: ['owner', 'name'] });
      db.createObjectStore('aside', { keyPath: 'id' }).createIndex('owner', 'owner');
      db.createObjectStore('meta', { keyPath: 'key' });
    }),
    replica: new Connection(factory, 'footbridge-replica', 1, (db) => {
      db.createObjectStore('records', { keyPath: ['owner', 'name'] });
      db.createObjectStore('meta', { keyPath: 'owner' });
    }),
    keys: new Connection(factory, 'footbridge-keys', 1, (db) => {
      db.createObjectStore('keys', { keyPath: 'owner' });
    }),
  };
}

/** All rows of one owner in a store whose key begins with the owner. */
export function ofOwner(owner: string): IDBKeyRange {
  return IDBKeyRange.bound([owner], [owner, []]);
}
