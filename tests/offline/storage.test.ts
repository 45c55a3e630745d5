/** The phone's databases, the vault, and the two stores by themselves. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { Connection } from '../../web/src/offline/connection.ts';
import { type Outbox, openOutbox, type Unsaved } from '../../web/src/offline/outbox.ts';
import { openReplica, type Replica, type SealedChange } from '../../web/src/offline/replica.ts';
import type { OutboxSchema, RevisionRow } from '../../web/src/offline/rows.ts';
import { databases } from '../../web/src/offline/schema.ts';
import { destroyKey, openVault } from '../../web/src/offline/vault.ts';
import { Chance } from './chance.ts';
import { CURSOR_CAS, RULES } from './mistakes.ts';

const OWNER = 'ana';
let factory: IDBFactory;
let chance: Chance;
beforeEach(() => {
  factory = new IDBFactory();
  chance = new Chance(7);
});

const bytes = (size = 8) => new Uint8Array(size);
const row = (id: string, ...ancestors: string[]): RevisionRow => ({
  id,
  ancestors,
  deleted: false,
  sealed: bytes(),
});
const unsaved = (more: Partial<Unsaved> = {}): Unsaved => ({
  owner: OWNER,
  seen: [],
  names: [],
  deleted: false,
  seal: async () => bytes(),
  drafts: [],
  ...more,
});
const ALL = { rows: 100, bytes: 1e9, skip: new Set<string>() };
const ids = (rows: readonly { id: string }[]) => rows.map((it) => it.id);

describe('the databases', () => {
  test('the outbox is frozen at version 1, with the stores that phones in pockets have', async () => {
    await databases(factory).outbox.use((db) => db.count('revisions'));
    const request = factory.open('footbridge-outbox');
    const db = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    expect(db.version).toBe(1);
    const described = [...db.objectStoreNames].map((name) => {
      const store = db.transaction(name).objectStore(name);
      return [
        name,
        store.keyPath,
        store.autoIncrement,
        [...store.indexNames].map((it) => [it, store.index(it).unique]),
      ];
    });
    expect(described).toEqual([
      ['aside', 'id', false, [['owner', false]]],
      ['drafts', ['owner', 'name'], false, []],
      ['meta', 'key', false, []],
      [
        'revisions',
        'order',
        true,
        [
          ['id', true],
          ['owner', false],
        ],
      ],
    ]);
    db.close();
  });

  test('an old tab gives way to a new version, and says so when it is used again', async () => {
    const old = databases(factory);
    await old.replica.use((db) => db.count('records'));
    const upgraded = new Connection<OutboxSchema>(factory, 'footbridge-replica', 2, () => {});
    await upgraded.use(async () => 'open');
    await expect(old.replica.use((db) => db.count('records'))).rejects.toMatchObject({ kind: 'newer_app' });
    // Saving goes on: the outbox is another database.
    await openOutbox(old).save(unsaved(), chance.uuid);
  });

  test('a connection that was closed by the platform is opened again, and the work is done once', async () => {
    const dbs = databases(factory);
    const outbox = openOutbox(dbs);
    await outbox.save(unsaved(), chance.uuid);
    await dbs.outbox.use(async (db) => db.close());
    await outbox.save(unsaved(), chance.uuid);
    expect(await outbox.waiting(OWNER)).toHaveLength(2);
  });

  test('storage that never opens is named as such, one that went away as closed', async () => {
    const broken = {
      open: () => {
        throw new DOMException('private window', 'InvalidStateError');
      },
    };
    // `as`: only `open` is used.
    const never = new Connection(broken as unknown as IDBFactory, 'x', 1, () => {});
    await expect(never.use(async () => 1)).rejects.toMatchObject({ kind: 'no_storage' });
    const went = new Connection<OutboxSchema>(factory, 'y', 1, () => {});
    await went.use(async () => 1);
    await expect(
      went.use(() => Promise.reject(new DOMException('lost', 'UnknownError'))),
    ).rejects.toMatchObject({ kind: 'closed' });
  });

  test('a fault of ours is not dressed up as trouble', async () => {
    await expect(databases(factory).outbox.use(() => Promise.reject(new RangeError('ours')))).rejects.toThrow(
      RangeError,
    );
  });
});

describe('the vault', () => {
  test('what was sealed opens in its own place, and nowhere else', async () => {
    const vault = await openVault(databases(factory), OWNER);
    const sealed = await vault.seal({ text: 'mine' }, 'revision.1');
    expect(await vault.open(sealed, 'revision.1')).toEqual({ text: 'mine' });
    await expect(vault.open(sealed, 'revision.2')).rejects.toMatchObject({ kind: 'unreadable' });
    const bent = sealed.slice();
    bent[20] = (bent[20] ?? 0) ^ 1;
    await expect(vault.open(bent, 'revision.1')).rejects.toMatchObject({ kind: 'unreadable' });
    expect(await vault.seal({ text: 'mine' }, 'revision.1')).not.toEqual(sealed);
  });

  test('two tabs that open at once share one key; another person has another', async () => {
    const [one, two] = await Promise.all([
      openVault(databases(factory), OWNER),
      openVault(databases(factory), OWNER),
    ]);
    const sealed = await one.seal('mine', 'x');
    expect(await two.open(sealed, 'x')).toBe('mine');
    const ben = await openVault(databases(factory), 'ben');
    await expect(ben.open(sealed, 'x')).rejects.toMatchObject({ kind: 'unreadable' });
  });

  test('the key cannot be taken out, and nothing opens after it is destroyed', async () => {
    const dbs = databases(factory);
    const vault = await openVault(dbs, OWNER);
    const sealed = await vault.seal('mine', 'x');
    const kept = await dbs.keys.use((db) => db.get('keys', OWNER));
    await expect(crypto.subtle.exportKey('raw', kept?.key as CryptoKey)).rejects.toThrow(); // `as`: it is there
    await destroyKey(dbs, OWNER);
    const again = await openVault(dbs, OWNER);
    await expect(again.open(sealed, 'x')).rejects.toMatchObject({ kind: 'unreadable' });
  });
});

describe('the outbox', () => {
  let outbox: Outbox;
  beforeEach(() => {
    outbox = openOutbox(databases(factory));
  });

  test('an unmarked revision gives its place to the next save of who saw it, under a new id', async () => {
    const first = await outbox.save(unsaved({ names: ['old'] }), chance.uuid);
    const second = await outbox.save(unsaved({ seen: [first.id], names: [first.id, 'old'] }), chance.uuid);
    expect(second.order).toBe(first.order);
    expect(second.ancestors).toEqual(['old']);
    expect(ids(await outbox.waiting(OWNER))).toEqual([second.id]);
  });

  test('a marked one never changes: the next save adds one that names it', async () => {
    const first = await outbox.save(unsaved(), chance.uuid);
    const before = (await outbox.pick(OWNER, ALL)).rows;
    const second = await outbox.save(unsaved({ seen: [first.id], names: [first.id] }), chance.uuid);
    const [kept, added] = await outbox.waiting(OWNER);
    expect(kept).toEqual(before[0]);
    expect(added).toMatchObject({ id: second.id, ancestors: [first.id], marked: false });
  });

  test('who saw two heads replaces both, in place of neither', async () => {
    const [one, two] = [await outbox.save(unsaved(), chance.uuid), await outbox.save(unsaved(), chance.uuid)];
    await outbox.save(unsaved({ seen: [one.id, two.id], names: [one.id, two.id] }), chance.uuid);
    expect(await outbox.waiting(OWNER)).toHaveLength(3);
  });

  test('somebody else’s waiting revision is neither replaced nor sent', async () => {
    const theirs = await outbox.save(unsaved({ owner: 'ben' }), chance.uuid);
    await outbox.save(unsaved({ seen: [theirs.id] }), chance.uuid);
    expect(ids((await outbox.pick('ben', ALL)).rows)).toEqual([theirs.id]);
    expect(ids((await outbox.pick(OWNER, ALL)).rows)).not.toContain(theirs.id);
  });

  test('picks the oldest that fit, at least one, and says whether more are left', async () => {
    const big = () => outbox.save(unsaved({ seal: async () => bytes(1000) }), chance.uuid);
    const all = [await big(), await big(), await big()];
    const pick = (room: Partial<typeof ALL>) => outbox.pick(OWNER, { ...ALL, ...room });
    expect(await pick({ rows: 2 })).toMatchObject({
      rows: [{ id: all[0]?.id }, { id: all[1]?.id }],
      left: true,
    });
    expect(await pick({ bytes: 3000 })).toMatchObject({ rows: [{}, {}], left: true });
    expect((await pick({ bytes: 10 })).rows).toHaveLength(1);
    expect(await pick({ rows: 0 })).toEqual({ rows: [], left: true });
    expect(ids((await pick({ skip: new Set(ids(all.slice(0, 2))) })).rows)).toEqual([all[2]?.id]);
  });

  test('lets go by id alone, and does not mind being told twice', async () => {
    const [one, two] = [await outbox.save(unsaved(), chance.uuid), await outbox.save(unsaved(), chance.uuid)];
    await outbox.received([one.id, 'unknown', one.id]);
    expect(ids(await outbox.waiting(OWNER))).toEqual([two.id]);
  });

  test('what is set aside waits no more, can be retried as it was, and yields to a later save', async () => {
    const one = await outbox.save(unsaved({ names: ['old'] }), chance.uuid);
    await outbox.setAside(one.id, bytes());
    expect(await outbox.waiting(OWNER)).toEqual([]);
    expect(await outbox.aside(OWNER)).toMatchObject([{ id: one.id, ancestors: ['old'] }]);
    await outbox.retry(one.id);
    expect(await outbox.waiting(OWNER)).toMatchObject([{ id: one.id, ancestors: ['old'], marked: true }]);
    await outbox.setAside(one.id, bytes());
    await outbox.save(unsaved({ seen: [one.id], names: [one.id, 'old'] }), chance.uuid);
    expect(await outbox.aside(OWNER)).toEqual([]);
  });

  test('what the server lost comes back once, unless it is set aside', async () => {
    const one = await outbox.save(unsaved(), chance.uuid);
    await outbox.setAside(one.id, bytes());
    expect(await outbox.readmit(OWNER, [row(one.id), row('lost'), row('lost')])).toBe(1);
    expect(await outbox.readmit(OWNER, [row('lost')])).toBe(0);
    expect(ids(await outbox.waiting(OWNER))).toEqual(['lost']);
  });

  test('writes reach the disk itself', async () => {
    const asked: unknown[] = [];
    const real = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function watched(
      this: IDBDatabase,
      ...args: Parameters<typeof real>
    ) {
      asked.push(args[2]);
      return real.apply(this, args);
    };
    try {
      await outbox.save(unsaved(), chance.uuid);
      await outbox.pick(OWNER, ALL);
    } finally {
      IDBDatabase.prototype.transaction = real;
    }
    // Opening the database has one of its own.
    expect(asked.filter((it) => it !== undefined)).toEqual([
      { durability: 'strict' },
      { durability: 'strict' },
    ]);
  });
});

describe('the replica', () => {
  const own = (record: string, ...heads: RevisionRow[]): SealedChange => ({
    kind: 'check_in',
    record,
    heads,
  });
  const staff = (record: string, version: number): SealedChange => ({
    kind: 'appointment',
    record,
    version,
    sealed: bytes(),
  });
  const page = (cursor: number, changes: SealedChange[], more = false) => ({
    cursor,
    more,
    changes,
    digest: null,
  });
  const names = async (replica: Replica) =>
    (await replica.all(OWNER)).map((it) => it.version ?? ids(it.heads).join()).sort();

  test('a page is taken in whole, or not at all', async () => {
    const replica = openReplica(databases(factory));
    const asked = await replica.place(OWNER, 9);
    expect(await replica.take(OWNER, asked, page(3, [own('a', row('1'))]), chance.next)).toMatchObject({
      taken: true,
      left: false,
    });
    expect(await replica.take(OWNER, asked, page(4, [own('b', row('2'))]), chance.next)).toMatchObject({
      taken: false,
      left: true,
    });
    expect(await names(replica)).toEqual(['1']);
    expect(await replica.meta(OWNER)).toMatchObject({ cursor: 3 });
  });

  test('staff’s version wins, a deleted one goes, and starting over drops what it did not meet', async () => {
    const replica = openReplica(databases(factory));
    const take = async (it: ReturnType<typeof page>) =>
      replica.take(OWNER, await replica.place(OWNER, 9), it, chance.next);
    await take(page(3, [staff('x', 1), staff('y', 5), own('a', row('1'))]));
    await take(page(4, [staff('x', 2)]));
    expect(await names(replica)).toEqual(['1', 2, 5]);
    await replica.startOver(OWNER);
    await take(page(2, [staff('x', 3)], true));
    expect(await names(replica)).toEqual(['1', 3, 5]);
    await take(page(3, []));
    expect(await names(replica)).toEqual(['1', 3]);
    await take(page(4, [{ kind: 'appointment', record: 'x', version: 4, sealed: null }]));
    expect(await names(replica)).toEqual(['1']);
  });

  test('a cursor that goes back starts over', async () => {
    const replica = openReplica(databases(factory));
    await replica.take(OWNER, await replica.place(OWNER, 9), page(30, [own('a', row('1'))]), chance.next);
    await replica.take(OWNER, await replica.place(OWNER, 9), page(12, []), chance.next);
    expect(await replica.place(OWNER, 9)).toMatchObject({ cursor: 0, fetch: 1, have: ['1'] });
  });

  /** An answer from before a start-over comes in after it. True when something of the feed was passed over. */
  async function lateAnswerPassesOver(planted: (typeof RULES)[string]): Promise<boolean> {
    const dbs = databases(new IDBFactory());
    const real = openReplica(dbs);
    const replica: Replica = {
      ...real,
      ...planted.replica?.(real, { owner: OWNER, dbs, replica: real, outbox: openOutbox(dbs) }),
    };
    await replica.take(OWNER, await replica.place(OWNER, 9), page(10, [staff('x', 1)]), chance.next);
    const late = await replica.place(OWNER, 9);
    await replica.startOver(OWNER);
    await replica.take(OWNER, late, page(12, [staff('z', 1)]), chance.next);
    const next = await replica.place(OWNER, 9);
    // The feed from 0 on, as the server tells it now.
    const feed: [number, SealedChange][] = [
      [7, staff('y', 9)],
      [10, staff('x', 1)],
      [12, staff('z', 1)],
    ];
    const rest = feed.filter(([number]) => number > next.cursor).map(([, it]) => it);
    await replica.take(OWNER, next, page(12, rest), chance.next);
    return !(await names(replica)).includes(9);
  }

  test('an answer to an older fetch is not taken in; without that rule it would pass changes over', async () => {
    expect(await lateAnswerPassesOver({})).toBe(false);
    expect(await lateAnswerPassesOver(RULES[CURSOR_CAS] ?? {})).toBe(true);
  });

  test('a store that lost a row notices when it counts again', async () => {
    const dbs = databases(factory);
    const replica = openReplica(dbs);
    await replica.take(
      OWNER,
      await replica.place(OWNER, 9),
      page(3, [own('a', row('1')), own('b', row('2'))]),
      chance.next,
    );
    const { digest } = await replica.meta(OWNER);
    const [lost] = await replica.all(OWNER);
    await dbs.replica.use((db) => db.delete('records', [OWNER, lost?.name ?? '']));
    expect((await replica.meta(OWNER)).digest).toBe(digest);
    await replica.recount(OWNER);
    expect((await replica.meta(OWNER)).digest).not.toBe(digest);
  });

  test('people do not see each other', async () => {
    const replica = openReplica(databases(factory));
    await replica.take(OWNER, await replica.place(OWNER, 9), page(3, [own('a', row('1'))]), chance.next);
    expect(await replica.all('ben')).toEqual([]);
    expect(await replica.place('ben', 9)).toMatchObject({ cursor: 0 });
    await replica.forget('ben');
    expect(await replica.all(OWNER)).toHaveLength(1);
  });
});
