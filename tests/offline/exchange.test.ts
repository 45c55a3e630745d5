/** One round at a time, between one tab and the server. */
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SyncAnswer } from '../../web/src/api/wire.ts';
import type { Round } from '../../web/src/offline/exchange.ts';
import { ANA, BEN } from './around.ts';
import { page } from './cast.ts';
import { Chance } from './chance.ts';
import { openBook, Tab } from './phone.ts';
import { type Behaviour, ServerModel } from './server-model.ts';

let chance: Chance;
let server: ServerModel;
let tab: Tab;
beforeEach(() => {
  chance = new Chance(3);
  server = new ServerModel(ANA, 500);
  tab = newTab();
});

function newTab(vault = openBook, factory = new IDBFactory()): Tab {
  const clock = () => Date.UTC(2026, 10, 22);
  return new Tab({ owner: ANA, factory, vault, chance, clock, mistake: {} });
}

async function oneRound(by = tab, more: Partial<SyncAnswer> = {}, behaviour: Behaviour = {}): Promise<Round> {
  const flight = await by.depart(100);
  if (!flight) throw new Error('nothing left');
  flight.land({ ok: true, value: { ...structuredClone(server.sync(flight.request, behaviour)), ...more } });
  return flight.round;
}

async function rounds(by = tab): Promise<number> {
  for (let n = 1; n < 200; n++) {
    const result = await oneRound(by);
    if (result.outcome !== 'taken') throw new Error(result.outcome);
    if (!result.left) return n;
  }
  throw new Error('it never ends');
}

async function write(text: string, record = chance.uuid(), by = tab): Promise<string> {
  await by.reading.all();
  await by.writing.save('journal_entry', record, page(text));
  return record;
}

const waiting = (by = tab) => by.stores.outbox.waiting(ANA);

describe('a request', () => {
  test('is marked on disk before it leaves', async () => {
    await write('a');
    expect(await waiting()).toMatchObject([{ marked: false }]);
    const flight = await tab.depart(100);
    expect(flight?.request.revisions).toHaveLength(1);
    expect(await waiting()).toMatchObject([{ marked: true }]);
  });

  test('says whose it is, from which phone, where it stands, and what was written when and where', async () => {
    const record = await write('a');
    const flight = await tab.depart(100);
    expect(flight?.request).toMatchObject({ owner: ANA, cursor: 0, sent_at: '2026-11-22T00:00:00.000Z' });
    expect(flight?.request).not.toHaveProperty('have');
    expect(flight?.request.revisions).toEqual([
      {
        id: expect.any(String),
        kind: 'journal_entry',
        record,
        ancestors: [],
        deleted: false,
        schema: 1,
        made_at: '2026-11-22T00:00:00.000Z',
        zone: expect.any(String),
        utc_offset_min: expect.any(Number),
        body: page('a'),
      },
    ]);
  });

  test('names every ancestor, newest first, and never more than 400', async () => {
    const record = chance.uuid();
    const old = Array.from({ length: 398 }, chance.uuid);
    const head = {
      id: chance.uuid(),
      kind: 'journal_entry',
      record,
      ancestors: old,
      deleted: false,
      schema: 1,
    };
    const made = {
      made_at: '2026-11-20T17:05:00.000Z',
      zone: 'UTC',
      utc_offset_min: 0,
      body: page('pulled'),
    };
    server.sync({
      owner: ANA,
      device: ANA,
      cursor: 0,
      sent_at: made.made_at,
      revisions: [{ ...head, ...made }],
    });
    await rounds();
    let names = [head.id, ...old];
    for (const text of ['once more', 'and again', 'and again']) {
      await write(text, record);
      const flight = await tab.depart(100);
      const revision = flight?.request.revisions.at(-1);
      expect(revision?.ancestors).toEqual(names);
      names = [revision?.id ?? '', ...names].slice(0, 400);
    }
    expect(names).toHaveLength(400);
  });
});

describe('an answer', () => {
  test('acknowledges by id and nothing else', async () => {
    const [one, two] = [await write('one'), await write('two')];
    const flight = await tab.depart(100);
    const [first] = flight?.request.revisions ?? [];
    if (!flight || !first) throw new Error('nothing left');
    const nothing = { owner: ANA, cursor: 0, more: false, digest: null, want: null, changes: [] };
    flight.land({
      ok: true,
      value: { ...nothing, results: [{ id: first.id, status: 'known', problem: null }] },
    });
    expect(await flight.round).toMatchObject({ received: [first.id], left: false });
    const sent = new Map(flight.request.revisions.map((it) => [it.record, it.id]));
    expect((await waiting()).map((it) => it.id)).toEqual([sent.get(first.record === one ? two : one)]);
  });

  test('of a status from tomorrow acknowledges nothing', async () => {
    await write('one');
    const flight = await tab.depart(100);
    if (!flight) throw new Error('nothing left');
    const results = flight.request.revisions.map(({ id }) => ({ id, status: 'pondered', problem: null }));
    flight.land({ ok: true, value: { ...server.sync({ ...flight.request, revisions: [] }), results } });
    expect(await flight.round).toMatchObject({ received: [], left: false });
    expect(await waiting()).toHaveLength(1);
  });

  test('for another owner is taken in nowhere', async () => {
    await write('one');
    expect(await oneRound(tab, { owner: BEN })).toMatchObject({ outcome: 'unreachable', why: 'strange' });
    expect(await waiting()).toHaveLength(1);
    expect(await tab.stores.replica.all(ANA)).toEqual([]);
  });

  test('that comes twice, late, or after another changes nothing more', async () => {
    await write('one');
    const first = await tab.depart(100);
    const second = await tab.depart(100);
    if (!first || !second) throw new Error('nothing left');
    const answers = [first, second].map((it) => structuredClone(server.sync(it.request)));
    expect(answers[1]?.results[0]?.status).toBe('known');
    second.land({ ok: true, value: answers[1] as SyncAnswer }); // `as`: two were made
    await second.round;
    const after = await tab.stores.replica.all(ANA);
    first.land({ ok: true, value: answers[0] as SyncAnswer });
    await first.round;
    expect(await tab.stores.replica.all(ANA)).toEqual(after);
    expect(server.revisions.size).toBe(1);
  });

  test('that refuses and then, elsewhere, says stored, leaves nothing aside', async () => {
    await write('one');
    const first = await tab.depart(100);
    const second = await tab.depart(100);
    if (!first || !second) throw new Error('nothing left');
    const [id] = first.request.revisions.map((it) => it.id);
    const no = server.sync(first.request, { refuse: new Map([[id ?? '', 'rejected']]) });
    first.land({ ok: true, value: no });
    await first.round;
    expect(await tab.stores.outbox.aside(ANA)).toHaveLength(1);
    second.land({ ok: true, value: server.sync(second.request) });
    await second.round;
    expect(await tab.stores.outbox.aside(ANA)).toEqual([]);
    expect(await rounds()).toBe(1);
  });
});

describe('a server that was put back in silence', () => {
  test('gets back what it lost, asked for in slices of 2,000', async () => {
    const made = {
      made_at: '2026-11-22T17:05:00.000Z',
      zone: 'UTC',
      utc_offset_min: 0,
      deleted: false,
      ancestors: [],
      schema: 1,
    };
    const revisions = Array.from({ length: 2_300 }, (_, n) => {
      return { ...made, id: chance.uuid(), record: chance.uuid(), kind: 'journal_entry', body: page(`${n}`) };
    });
    server.sync({ owner: ANA, device: ANA, cursor: 0, sent_at: made.made_at, revisions });
    await rounds();
    const before = server.digest();
    // Nothing was remembered, so it is put back to nothing.
    server.restore();
    const slices: number[] = [];
    for (let left = true; left; ) {
      const flight = await tab.depart(100);
      if (!flight) throw new Error('nothing left');
      if (flight.request.have) slices.push(flight.request.have.length);
      flight.land({ ok: true, value: structuredClone(server.sync(flight.request)) });
      const result = await flight.round;
      left = result.outcome === 'taken' && result.left;
    }
    expect(slices).toEqual([2_000, 300]);
    expect(server.digest()).toBe(before);
    expect(await waiting()).toEqual([]);
  }, 60_000);

  test('and has more changes than before by now is noticed by the digest', async () => {
    await write('kept');
    await rounds();
    server.snapshot();
    const lost = await write('lost');
    await rounds();
    server.restore();
    for (let n = 0; n < 5; n++) server.publish('appointment', chance.uuid(), {}, n + 1);
    await rounds();
    expect(server.heads('journal_entry', lost).map((it) => it.body)).toEqual([page('lost')]);
  });

  test('a phone that counts otherwise for good does not fetch everything each time', async () => {
    for (let n = 0; n < 5; n++) await write(`${n}`);
    await rounds();
    let whole_fetches = 0;
    for (let drain = 0; drain < 200; drain++) {
      for (let left = true; left; ) {
        const { fetch } = await tab.stores.replica.meta(ANA);
        const result = await oneRound(tab, { digest: 'ffffffffffffffff' });
        if ((await tab.stores.replica.meta(ANA)).fetch > fetch) whole_fetches++;
        left = result.outcome === 'taken' && result.left;
      }
    }
    expect(whole_fetches).toBeGreaterThan(1);
    expect(whole_fetches).toBeLessThan(20);
  }, 30_000);
});

test('a row whose key is gone is set aside and does not hold up the others', async () => {
  await write('readable');
  await tab.stores.outbox.save(
    {
      owner: ANA,
      seen: [],
      names: [],
      deleted: false,
      drafts: [],
      seal: async () => new TextEncoder().encode('{"where":"elsewhere","value":1}'),
    },
    chance.uuid,
  );
  await rounds();
  expect(server.revisions.size).toBe(1);
  await tab.reading.all();
  expect(tab.memory.aside).toMatchObject([{ opened: null, remark: { type: '/problems/unreadable-here' } }]);
  expect(tab.memory.status).toMatchObject({ waiting: 0, needs_you: 1 });
});
