/** A participant's world as screens use it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SyncRequest } from '../../web/src/api/wire.ts';
import { drainInBackground } from '../../web/src/offline/background.ts';
import { lastOwner, leaveWorld, openWorld, Trouble, type World } from '../../web/src/offline/world.ts';
import { ANA, BEN, FakePhone, html, problem } from './around.ts';
import { checkIn, page } from './cast.ts';

let phone: FakePhone;
const open: World[] = [];

beforeEach(() => {
  phone = new FakePhone();
});
afterEach(() => {
  for (const world of open.splice(0)) world.close();
  expect(phone.faults).toEqual([]);
});

async function world(on: FakePhone = phone, owner = ANA): Promise<World> {
  const opened = await openWorld(owner, on.around());
  open.push(opened);
  await calm(opened);
  return opened;
}

/** Everything under way has ended, also what was just about to begin. */
async function calm(...worlds: World[]): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const it of worlds) await it.settled();
  }
}

const texts = (it: World) =>
  it.list('journal_entry').flatMap((entry) => entry.versions.map(({ body }) => body.text));
const onServer = () => [...phone.server.revisions.values()];

describe('saving', () => {
  test('an entry is here when saved, and received when the server has it', async () => {
    const ana = await world();
    phone.weather = phone.offline;
    const editing = await ana.edit('journal_entry');
    const entry = await editing.save(page('I called my sister.'));
    expect(entry).toMatchObject({
      record: editing.record,
      state: 'here',
      body: { text: 'I called my sister.' },
    });
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'offline', waiting: 1, needs_you: 0 });
    phone.weather = phone.good;
    ana.wake('online');
    await calm(ana);
    expect(ana.get('journal_entry', editing.record)?.state).toBe('received');
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0 });
    expect(onServer().map((it) => it.body)).toEqual([page('I called my sister.')]);
  });

  test('a list is the same list until something in it changes', async () => {
    const ana = await world();
    // The server asks for patience, so nothing is on its way meanwhile.
    phone.weather = () => problem(503, 'unavailable', {}, { 'Retry-After': '60' });
    await (await ana.edit('journal_entry')).save(page('one'));
    await calm(ana);
    const before = ana.list('journal_entry');
    await (await ana.edit('check_in')).save(checkIn(3));
    ana.wake('visible');
    await calm(ana);
    expect(ana.list('journal_entry')).toBe(before);
    await (await ana.edit('journal_entry')).save(page('two'));
    expect(ana.list('journal_entry')).not.toBe(before);
    expect(ana.list('journal_entry')[0]).toBe(before[0]);
  });

  test('tapping through a check-in makes one revision while nothing has left', async () => {
    const ana = await world();
    phone.weather = phone.offline;
    const editing = await ana.edit('check_in');
    // No await between them: fingers are faster than disks.
    await Promise.all([
      editing.save(checkIn(2)),
      editing.save(checkIn(2, { urge: 6 })),
      editing.save(checkIn(3, { urge: 6 })),
    ]);
    await calm(ana);
    phone.weather = phone.good;
    ana.wake('online');
    await calm(ana);
    const last = onServer();
    expect(last.at(-1)?.body).toEqual(checkIn(3, { urge: 6 }));
    expect(phone.server.heads('check_in', editing.record)).toHaveLength(1);
    expect(ana.list('check_in')).toHaveLength(1);
  });

  test('slow taps on a good network leave as one revision, once the person pauses', async () => {
    const ana = await world();
    const sent = phone.requests.length;
    const editing = await ana.edit('check_in');
    for (const urge of [1, 2, 3, 4]) {
      await editing.save(checkIn(3, { urge }));
      await calm();
      phone.pass(1_400);
      await calm();
    }
    expect(phone.requests.length).toBe(sent);
    phone.pass(100);
    await calm(ana);
    expect(onServer().map((it) => it.body)).toEqual([checkIn(3, { urge: 4 })]);
  });

  test.each(['hidden', 'visible', 'now'] as const)('a save does not wait when the app is %s', async (why) => {
    const ana = await world();
    await (await ana.edit('journal_entry')).save(page('one'));
    ana.wake(why);
    for (let n = 0; n < 100 && ana.status().waiting > 0; n++) await calm();
    expect(onServer()).toHaveLength(1);
  });

  test('while there is surely no network nothing is marked, so all taps stay one revision', async () => {
    const ana = await world();
    phone.weather = phone.offline;
    phone.is_reachable = false;
    const editing = await ana.edit('check_in');
    for (const urge of [1, 2, 3, 4]) {
      await editing.save(checkIn(3, { urge }));
      await calm(ana);
    }
    expect(ana.status()).toMatchObject({ state: 'offline', waiting: 1 });
    // The platform was wrong: what waits leaves all the same.
    phone.weather = phone.good;
    phone.pass(600_000);
    await calm(ana);
    expect(onServer().map((it) => it.body)).toEqual([checkIn(3, { urge: 4 })]);
  });

  test('an edit after the request has left adds a revision that replaces the first', async () => {
    const ana = await world();
    const editing = await ana.edit('journal_entry');
    const answers: (() => void)[] = [];
    phone.weather = (request) => new Promise((resolve) => answers.push(() => resolve(phone.good(request))));
    await editing.save(page('first'));
    ana.wake('now');
    while (answers.length === 0) await calm();
    expect(ana.get('journal_entry', editing.record)?.state).toBe('sending');
    await editing.save(page('second'));
    expect(ana.get('journal_entry', editing.record)).toMatchObject({
      state: 'here',
      versions: [{ body: { text: 'second' } }],
    });
    phone.weather = phone.good;
    for (const answer of answers) answer();
    await calm(ana);
    expect(onServer().map((it) => [it.body, it.ancestors.length])).toEqual([
      [page('first'), 0],
      [page('second'), 1],
    ]);
  });

  test('a cut emoji and a NUL are mended and hold nothing back', async () => {
    const ana = await world();
    const cut = '\ud83d';
    await (await ana.edit('journal_entry')).save(page(`half ${cut} and \0 nothing`));
    await (await ana.edit('journal_entry')).save(page('the next one'));
    await calm(ana);
    expect(onServer().map((it) => it.body)).toEqual([page('half \ufffd and  nothing'), page('the next one')]);
  });

  test('a full disk says so, keeps what was there, and saves nothing', async () => {
    const ana = await world();
    phone.weather = phone.offline;
    const editing = await ana.edit('journal_entry');
    await editing.save(page('safe'));
    await calm(ana);
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function full() {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    try {
      const failing = editing.save(page('does not fit'));
      await expect(failing).rejects.toThrow(Trouble);
      await expect(failing).rejects.toMatchObject({ kind: 'full' });
    } finally {
      IDBObjectStore.prototype.put = real;
    }
    expect(texts(ana)).toEqual(['safe']);
    await editing.save(page('fits now'));
    expect(texts(ana)).toEqual(['fits now']);
  });

  test('a lost connection to the database is opened again', async () => {
    const ana = await world();
    const real = IDBDatabase.prototype.transaction;
    let fails = 1;
    IDBDatabase.prototype.transaction = function lost(this: IDBDatabase, ...args: Parameters<typeof real>) {
      if (fails-- > 0) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
      return real.apply(this, args);
    };
    try {
      await (await ana.edit('journal_entry')).save(page('still saved'));
    } finally {
      IDBDatabase.prototype.transaction = real;
    }
    expect(texts(ana)).toEqual(['still saved']);
  });

  test('settings are saved over what is shown; fields of a newer app stay in them', async () => {
    const settings = {
      check_in: { on: true, times: ['09:00'], days: [1] },
      appointment: { on: true, leads_min: [60] },
      quiet: null,
      wording: 'neutral' as const,
    };
    const ana = await world();
    await ana.save('reminder_settings', ANA, settings);
    await calm(ana);
    const [first] = onServer();
    if (!first) throw new Error('nothing arrived');
    const newer = {
      ...first,
      id: phone.chance.uuid(),
      schema: 2,
      ancestors: [first.id],
      body: { ...settings, journal: { on: true } },
    };
    phone.server.sync({ owner: ANA, device: ANA, cursor: 0, sent_at: first.made_at, revisions: [newer] });
    ana.wake('online');
    await calm(ana);
    await ana.save('reminder_settings', ANA, { ...settings, wording: 'detailed' });
    await calm(ana);
    expect(onServer().at(-1)).toMatchObject({
      schema: 2,
      body: { journal: { on: true }, wording: 'detailed' },
    });
  });
});

describe('drafts', () => {
  test('words that were never saved are there when the app opens again', async () => {
    const before = await world();
    const editing = await before.edit('journal_entry');
    await editing.keep({ text: 'Half a thou' });
    before.close();
    const after = await world();
    expect(after.drafts()).toMatchObject([
      { kind: 'journal_entry', record: editing.record, body: { text: 'Half a thou' } },
    ]);
    const again = await after.edit('journal_entry', editing.record);
    expect(again.draft).toEqual({ text: 'Half a thou' });
    await again.save(page('Half a thought, whole now'));
    await calm(after);
    expect(after.drafts()).toEqual([]);
    expect(onServer().map((it) => it.record)).toEqual([editing.record]);
  });

  test('a draft that is thrown away leaves what was saved', async () => {
    const ana = await world();
    const editing = await ana.edit('journal_entry');
    await editing.save(page('saved'));
    await editing.keep({ text: 'saved and mo' });
    await editing.discard();
    await calm(ana);
    expect(ana.drafts()).toEqual([]);
    expect(texts(ana)).toEqual(['saved']);
  });

  test('a save in one tab leaves the words that another tab has kept of the same entry', async () => {
    phone.weather = phone.offline;
    const one = await world();
    const first = await one.edit('journal_entry');
    await first.save(page('first'));
    const two = await world();
    const here = await one.edit('journal_entry', first.record);
    const there = await two.edit('journal_entry', first.record);
    await there.keep({ text: 'from the second tab' });
    await here.keep({ text: 'first and a page of words' });
    await there.save(page('from the second tab, whole'));
    await calm(one, two);
    one.close();
    two.close();
    const again = await world();
    const resumed = await again.edit('journal_entry', first.record);
    expect(resumed.draft?.text).toBe('first and a page of words');
    // Its writer had not seen what the other tab saved: both stay.
    const entry = await resumed.save(page('first and a page of words, whole'));
    expect(entry.versions).toHaveLength(2);
    expect(again.drafts()).toEqual([]);
  });

  test('words typed in two tabs are both kept, one after the other is offered', async () => {
    phone.weather = phone.offline;
    const one = await world();
    const first = await one.edit('journal_entry');
    await first.save(page('first'));
    const two = await world();
    const here = await one.edit('journal_entry', first.record);
    const there = await two.edit('journal_entry', first.record);
    await here.keep({ text: 'here' });
    phone.now += 1000;
    await there.keep({ text: 'there' });
    await calm(one, two);
    expect(one.drafts()).toMatchObject([{ body: { text: 'there' } }]);
    await there.discard();
    await calm(one, two);
    expect(one.drafts()).toMatchObject([{ body: { text: 'here' } }]);
  });

  test('who goes on with a draft saves it, but not words that its tab has kept since', async () => {
    phone.weather = phone.offline;
    const one = await world();
    const begun = await one.edit('journal_entry');
    await begun.keep({ text: 'begun' });
    const two = await world();
    const goes_on = await two.edit('journal_entry', begun.record);
    expect(goes_on.draft).toEqual({ text: 'begun' });
    await begun.keep({ text: 'begun, and more' });
    await goes_on.save(page('begun, and ended in the second tab'));
    await calm(one, two);
    expect(two.drafts()).toMatchObject([{ body: { text: 'begun, and more' } }]);
  });

  test('a draft that outlived a change from another phone does not replace it', async () => {
    const ana = await world();
    const first = await ana.edit('journal_entry');
    await first.save(page('on both'));
    await calm(ana);
    await first.keep({ text: 'typed here' });
    ana.close();
    const other = await world(onOtherPhone());
    await (await other.edit('journal_entry', first.record)).save(page('written there'));
    await calm(other);
    const again = await world();
    expect(texts(again)).toEqual(['written there']);
    const resumed = await again.edit('journal_entry', first.record);
    const entry = await resumed.save(page('typed here, finished'));
    expect(entry.versions.map((it) => it.body.text).sort()).toEqual([
      'typed here, finished',
      'written there',
    ]);
  });
});

/** Another phone of the same person. */
function onOtherPhone(): FakePhone {
  const other = new FakePhone(phone.server);
  for (let n = 0; n < 1000; n++) other.chance.uuid();
  return other;
}

describe('two places that did not see each other', () => {
  test('both texts stay, private wins, and the next save replaces both', async () => {
    const ana = await world();
    const editing = await ana.edit('journal_entry');
    await editing.save(page('begun', { sharing: 'team' }));
    await calm(ana);
    const other = onOtherPhone();
    const tablet = await world(other);
    phone.weather = phone.offline;
    await (await ana.edit('journal_entry', editing.record)).save(page('on the phone', { sharing: 'team' }));
    await (await tablet.edit('journal_entry', editing.record)).save(
      page('on the tablet', { sharing: 'private' }),
    );
    await calm(ana, tablet);
    phone.weather = phone.good;
    ana.wake('online');
    await calm(ana);
    tablet.wake('online');
    await calm(tablet);
    for (const one of [ana, tablet]) {
      const entry = one.get('journal_entry', editing.record);
      expect(entry?.versions.map((it) => it.body.text).sort()).toEqual(['on the phone', 'on the tablet']);
      expect(entry?.body.sharing).toBe('private');
    }
    expect(ana.get('journal_entry', editing.record)?.body).toEqual(
      tablet.get('journal_entry', editing.record)?.body,
    );
    await (await ana.edit('journal_entry', editing.record)).save(page('both in one'));
    await calm(ana);
    tablet.wake('online');
    await calm(tablet);
    expect(texts(ana)).toEqual(['both in one']);
    expect(texts(tablet)).toEqual(['both in one']);
  });

  test('two tabs that edit the same unsent entry lose neither text', async () => {
    phone.weather = phone.offline;
    const one = await world();
    const two = await world();
    const editing = await one.edit('journal_entry');
    await editing.save(page('begun'));
    await calm(one, two);
    expect(texts(two)).toEqual(['begun']);
    const in_two = await two.edit('journal_entry', editing.record);
    await editing.save(page('from tab one'));
    await in_two.save(page('from tab two'));
    await calm(one, two);
    expect(texts(one).sort()).toEqual(['from tab one', 'from tab two']);
    expect(texts(two).sort()).toEqual(['from tab one', 'from tab two']);
  });

  test('what one tab saves the other shows, and only one of them sends it', async () => {
    const one = await world();
    const two = await world();
    const sent = phone.requests.length;
    await (await one.edit('journal_entry')).save(page('seen in both'));
    await calm(one, two);
    expect(texts(two)).toEqual(['seen in both']);
    expect(two.list('journal_entry')[0]?.state).toBe('received');
    expect(phone.requests.slice(sent).flatMap((it) => it.revisions)).toHaveLength(1);
  });
});

describe('deleting', () => {
  test('a deleted entry is in the bin, and comes back from it on any phone that had it', async () => {
    const ana = await world();
    const editing = await ana.edit('journal_entry');
    await editing.save(page('take this away'));
    await calm(ana);
    await ana.remove('journal_entry', editing.record);
    await calm(ana);
    expect(texts(ana)).toEqual([]);
    expect(ana.bin('journal_entry')).toMatchObject([
      { record: editing.record, body: { text: 'take this away' } },
    ]);
    expect(phone.server.heads('journal_entry', editing.record)).toMatchObject([
      { deleted: true, body: null },
    ]);
    ana.close();
    const again = await world();
    expect(again.bin('journal_entry')).toHaveLength(1);
    expect(await again.restore('journal_entry', editing.record)).toBe(true);
    expect(texts(again)).toEqual(['take this away']);
    expect(again.bin('journal_entry')).toEqual([]);
  });

  test('words that were deleted before they left never leave, and can still be brought back', async () => {
    const ana = await world();
    phone.weather = () => problem(503, 'unavailable', {}, { 'Retry-After': '60' });
    ana.wake('online');
    await calm(ana);
    const asked = phone.requests.length;
    phone.weather = phone.good;
    const editing = await ana.edit('journal_entry');
    await editing.save(page('too much'));
    await ana.remove('journal_entry', editing.record);
    expect(ana.bin('journal_entry')).toMatchObject([{ body: { text: 'too much' } }]);
    expect(await ana.restore('journal_entry', editing.record)).toBe(true);
    expect(texts(ana)).toEqual(['too much']);
    await ana.remove('journal_entry', editing.record);
    await calm(ana);
    phone.pass(61_000);
    await calm(ana);
    const sent = phone.requests.slice(asked).flatMap((it) => it.revisions);
    expect(sent.map((it) => it.body)).toEqual([null]);
    expect(ana.status().waiting).toBe(0);
    expect(ana.bin('journal_entry')).toMatchObject([{ body: { text: 'too much' } }]);
  });

  test('words that were deleted while on their way can be brought back too', async () => {
    const ana = await world();
    phone.weather = phone.offline;
    const editing = await ana.edit('journal_entry');
    await editing.save(page('on its way'));
    await calm(ana);
    await ana.remove('journal_entry', editing.record);
    expect(ana.bin('journal_entry')).toMatchObject([{ body: { text: 'on its way' } }]);
    phone.weather = phone.good;
    ana.wake('online');
    await calm(ana);
    expect(await ana.restore('journal_entry', editing.record)).toBe(true);
    expect(texts(ana)).toEqual(['on its way']);
  });

  test('words the server refused can be brought back after a deletion, also one that is refused too', async () => {
    const refusing = (request: SyncRequest) =>
      Response.json(
        phone.server.sync(request, {
          refuse: new Map(request.revisions.map((it) => [it.id, 'rejected' as const])),
        }),
      );
    const ana = await world();
    phone.weather = refusing;
    const editing = await ana.edit('journal_entry');
    await editing.save(page('my words'));
    await calm(ana);
    expect(ana.status().needs_you).toBe(1);
    phone.weather = phone.offline;
    await ana.remove('journal_entry', editing.record);
    expect(ana.bin('journal_entry')).toMatchObject([{ body: { text: 'my words' } }]);
    await calm(ana);
    expect(await ana.restore('journal_entry', editing.record)).toBe(true);
    expect(texts(ana)).toEqual(['my words']);
    await ana.remove('journal_entry', editing.record);
    phone.weather = refusing;
    ana.wake('online');
    await calm(ana);
    ana.close();
    phone.weather = phone.offline;
    const again = await world();
    expect(again.bin('journal_entry')).toMatchObject([{ body: { text: 'my words' } }]);
    expect(await again.restore('journal_entry', editing.record)).toBe(true);
    expect(texts(again)).toEqual(['my words']);
  });

  test('a delete never wins over an edit that it had not seen', async () => {
    const ana = await world();
    const editing = await ana.edit('journal_entry');
    await editing.save(page('first'));
    await calm(ana);
    const tablet = await world(onOtherPhone());
    await ana.remove('journal_entry', editing.record);
    await (await tablet.edit('journal_entry', editing.record)).save(page('edited elsewhere'));
    await calm(ana, tablet);
    ana.wake('online');
    await calm(ana);
    expect(texts(ana)).toEqual(['edited elsewhere']);
    expect(ana.bin('journal_entry')).toEqual([]);
  });

  test('the bin forgets after 30 days', async () => {
    const ana = await world();
    const editing = await ana.edit('journal_entry');
    await editing.save(page('old'));
    await ana.remove('journal_entry', editing.record);
    await calm(ana);
    phone.now += 31 * 24 * 3600 * 1000;
    expect(ana.bin('journal_entry')).toEqual([]);
    ana.close();
    const later = await world();
    phone.now -= 31 * 24 * 3600 * 1000;
    expect(later.bin('journal_entry')).toEqual([]);
  });
});

describe('what the program publishes', () => {
  test('is shown, changes, and goes when it is gone', async () => {
    const ana = await world();
    const heard: number[] = [];
    ana.subscribe('appointment', () => heard.push(ana.list('appointment').length));
    const evening = {
      title: 'Evening group',
      kind: 'group_therapy',
      starts_at: '2026-11-23T00:00:00.000Z',
      ends_at: '2026-11-23T03:00:00.000Z',
      zone: 'America/Chicago',
      place: 'Room 2',
      join_url: null,
      leader: 'Dr Cho',
      bring: null,
      note: null,
      group: 'Evening IOP',
      status: 'planned',
      moved_from: null,
    };
    const record = '20000000-0000-4000-8000-000000000001';
    phone.server.publish('appointment', record, evening, 7);
    ana.wake('visible');
    await calm(ana);
    expect(ana.get('appointment', record)).toMatchObject({
      state: 'received',
      written: null,
      body: { title: 'Evening group' },
    });
    phone.server.publish('appointment', record, null, 8);
    ana.wake('visible');
    await calm(ana);
    expect(ana.get('appointment', record)).toBeNull();
    expect(heard.at(0)).toBe(1);
    expect(heard.at(-1)).toBe(0);
  });

  test('a record of a kind or a form that this app does not know is kept and counted, not shown', async () => {
    const ana = await world();
    const made = {
      made_at: '2026-11-22T17:05:00.000Z',
      zone: 'UTC',
      utc_offset_min: 0,
      deleted: false,
      ancestors: [],
    };
    const [dream, entry] = [phone.chance.uuid(), phone.chance.uuid()];
    const revisions = [
      { ...made, id: phone.chance.uuid(), kind: 'dream', record: dream, schema: 1, body: { flying: true } },
      {
        ...made,
        id: phone.chance.uuid(),
        kind: 'journal_entry',
        record: entry,
        schema: 9,
        body: { strokes: [1, 2] },
      },
    ];
    phone.server.sync({ owner: ANA, device: ANA, cursor: 0, sent_at: made.made_at, revisions });
    ana.wake('online');
    await calm(ana);
    expect(ana.list('journal_entry')).toEqual([]);
    expect(ana.status().unreadable).toBe(1);
    // The server loses both: this phone gives them back as they were.
    phone.server.revisions.clear();
    phone.server.feed.clear();
    phone.server.counter = 0;
    ana.wake('online');
    await calm(ana);
    expect(onServer().map((it) => it.body)).toEqual(
      expect.arrayContaining([{ flying: true }, { strokes: [1, 2] }]),
    );
  });
});

describe('an entry the server refuses', () => {
  test('is set aside alone, with its reason; it can be retried and edited', async () => {
    const ana = await world();
    const refused = new Set<string>();
    phone.weather = (request) => {
      const refuse = new Map(
        request.revisions.filter((it) => refused.has(it.record)).map((it) => [it.id, 'rejected' as const]),
      );
      return Response.json(phone.server.sync(request, { refuse }));
    };
    const poison = await ana.edit('journal_entry');
    refused.add(poison.record);
    await poison.save(page('odd'));
    await (await ana.edit('journal_entry')).save(page('fine'));
    await calm(ana);
    expect(ana.status()).toMatchObject({ waiting: 0, needs_you: 1 });
    expect(ana.get('journal_entry', poison.record)).toMatchObject({
      state: 'needs_you',
      remark: { title: 'We could not read that' },
    });
    expect(ana.aside()).toMatchObject([{ kind: 'journal_entry', record: poison.record }]);
    expect(JSON.parse(await ana.exportWaiting()).needs_you[0].body.text).toBe('odd');
    const [aside] = ana.aside();
    await ana.retry(aside?.id ?? '');
    await calm(ana);
    expect(ana.status().needs_you).toBe(1);
    refused.clear();
    await (await ana.edit('journal_entry', poison.record)).save(page('mended'));
    await calm(ana);
    expect(ana.status()).toMatchObject({ waiting: 0, needs_you: 0 });
    expect(ana.get('journal_entry', poison.record)?.state).toBe('received');
    expect(phone.server.heads('journal_entry', poison.record).map((it) => it.body)).toEqual([page('mended')]);
  });

  test('of a newer schema waits, and goes when the server has caught up', async () => {
    const ana = await world();
    let ready = false;
    phone.weather = (request) => {
      const refuse = new Map(ready ? [] : request.revisions.map((it) => [it.id, 'later' as const]));
      return Response.json(phone.server.sync(request, { refuse }));
    };
    await (await ana.edit('journal_entry')).save(page('ahead of its time'));
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 1, needs_you: 0 });
    expect(phone.requests.length).toBeLessThan(10);
    ready = true;
    ana.wake('online');
    await calm(ana);
    expect(ana.status().waiting).toBe(0);
    expect(onServer()).toHaveLength(1);
  });
});

describe('people', () => {
  test('an expired sign-in stops only sync; signing in again sends what waited', async () => {
    const ana = await world();
    phone.weather = () => problem(401, 'signed-out');
    for (let day = 0; day < 60; day++) {
      phone.now += 24 * 3600 * 1000;
      await (await ana.edit('check_in')).save(checkIn(1 + (day % 5)));
    }
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'signed_out', waiting: 60 });
    expect(ana.list('check_in')).toHaveLength(60);
    phone.weather = phone.good;
    ana.wake('signed_in');
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0 });
    expect(onServer()).toHaveLength(60);
  });

  test('somebody else signed in: nothing is stored, nothing is shown of the other', async () => {
    const ana = await world();
    phone.weather = () => problem(409, 'other-owner');
    await (await ana.edit('journal_entry')).save(page('Ana’s'));
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'other_person', waiting: 1 });
    ana.close();
    phone.weather = phone.offline;
    const ben = await world(phone, BEN);
    expect(ben.list('journal_entry')).toEqual([]);
    expect(ben.status().waiting).toBe(0);
    expect(await lastOwner(phone.factory)).toBe(BEN);
  });

  test('an answer that speaks of another owner is not believed', async () => {
    const ana = await world();
    phone.weather = (request) => Response.json({ ...phone.server.sync(request), owner: BEN });
    await (await ana.edit('journal_entry')).save(page('whose?'));
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'offline', waiting: 1 });
  });

  test('signing out leaves what the server does not have, sealed, until its owner comes back', async () => {
    const ana = await world();
    await (await ana.edit('journal_entry')).save(page('arrived'));
    await calm(ana);
    phone.weather = phone.offline;
    await (await ana.edit('journal_entry')).save(page('still here'));
    await calm(ana);
    expect(await leaveWorld(ANA, phone.around())).toBe(1);
    expect(ana.list('journal_entry')).toEqual([]);
    expect(await lastOwner(phone.factory)).toBeNull();
    await expect(ana.save('journal_entry', phone.chance.uuid(), page('too late'))).rejects.toMatchObject({
      kind: 'closed',
    });
    phone.weather = phone.good;
    const back = await world();
    expect(texts(back).sort()).toEqual(['arrived', 'still here']);
    expect(back.status().waiting).toBe(0);
  });

  test('a tab that slept through the sign-out saves nothing, also after its owner came back', async () => {
    const ana = await world();
    const deaf = await openWorld(ANA, { ...phone.around(), channel: null });
    open.push(deaf);
    await calm(ana, deaf);
    ana.close();
    expect(ana.isOpen).toBe(false);
    expect(await leaveWorld(ANA, phone.around())).toBe(0);
    phone.weather = phone.offline;
    const editing = await deaf.edit('journal_entry');
    await expect(editing.keep({ text: 'typed' })).rejects.toMatchObject({ kind: 'closed' });
    await expect(editing.save(page('too late'))).rejects.toMatchObject({ kind: 'closed' });
    const back = await world();
    await expect(editing.save(page('too late'))).rejects.toMatchObject({ kind: 'closed' });
    await (await back.edit('journal_entry')).save(page('can be read'));
    expect(back.status()).toMatchObject({ waiting: 1, unreadable: 0 });
    expect(back.aside()).toEqual([]);
    expect(deaf.isOpen).toBe(true);
    deaf.wake('visible');
    await calm(back);
    expect(deaf.isOpen).toBe(false);
    expect(deaf.list('journal_entry')).toEqual([]);
  });

  test('signing out with nothing waiting leaves nothing', async () => {
    const ana = await world();
    await (await ana.edit('journal_entry')).save(page('arrived'));
    await calm(ana);
    ana.close();
    expect(await leaveWorld(ANA, phone.around())).toBe(0);
    phone.weather = phone.offline;
    const back = await world();
    expect(back.list('journal_entry')).toEqual([]);
  });
});

describe('answers that are not ours', () => {
  test('a hotel’s page says 200 and acknowledges nothing', async () => {
    const ana = await world();
    phone.weather = () => html(200);
    await (await ana.edit('journal_entry')).save(page('kept'));
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'offline', waiting: 1 });
    phone.weather = phone.good;
    phone.pass(10 * 60_000);
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0 });
  });
});

test('a round that fetches nothing does not read the whole replica', async () => {
  const ana = await world();
  await (await ana.edit('journal_entry')).save(page('one'));
  await calm(ana);
  const real = IDBObjectStore.prototype.getAll;
  const read: string[] = [];
  IDBObjectStore.prototype.getAll = function counted(this: IDBObjectStore, ...args: Parameters<typeof real>) {
    read.push(this.name);
    return real.apply(this, args);
  };
  try {
    ana.wake('online');
    await calm(ana);
  } finally {
    IDBObjectStore.prototype.getAll = real;
  }
  expect(read).not.toContain('records');
});

test('a clock that is decades wrong changes nothing about what arrives', async () => {
  phone.now = Date.UTC(1998, 0, 1);
  const ana = await world();
  await (await ana.edit('check_in')).save(checkIn(2));
  phone.now = Date.UTC(2061, 0, 1);
  await (await ana.edit('check_in')).save(checkIn(4));
  await calm(ana);
  expect(onServer().map((it) => it.made_at.slice(0, 4))).toEqual(['1998', '2061']);
  expect(ana.status().waiting).toBe(0);
});

test('the worker sends with no page open, and a page that opens finds it received', async () => {
  const ana = await world();
  phone.weather = phone.offline;
  const editing = await ana.edit('journal_entry');
  await editing.save(page('from the pocket'));
  await calm(ana);
  ana.close();
  expect(await drainInBackground(phone.around())).toBe(false);
  phone.weather = phone.good;
  expect(await drainInBackground(phone.around())).toBe(true);
  phone.weather = phone.offline;
  const again = await world();
  expect(again.get('journal_entry', editing.record)?.state).toBe('received');
});

test('nothing that was written can be read on disk', async () => {
  const ana = await world();
  const words = 'canary-of-the-cellar';
  await (await ana.edit('journal_entry')).save(page(words));
  await calm(ana);
  phone.weather = phone.offline;
  await (await ana.edit('check_in')).save(checkIn(1, { note: words }));
  await (await ana.edit('journal_entry')).keep({ text: words });
  await calm(ana);
  const rows = await everyRow(phone.factory);
  expect(rows.length).toBeGreaterThan(4);
  const disk = rows.map(readable).join('\n');
  expect(disk).not.toContain(words);
  for (const kind of ['check_in', 'journal_entry', 'mood', 'America']) expect(disk).not.toContain(kind);
});

async function everyRow(factory: IDBFactory): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const name of ['footbridge-outbox', 'footbridge-replica', 'footbridge-keys']) {
    const db = await promised(factory.open(name));
    for (const store of db.objectStoreNames)
      rows.push(...(await promised(db.transaction(store).objectStore(store).getAll())));
    db.close();
  }
  return rows;
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function readable(row: unknown): string {
  return JSON.stringify(row, (_name, it: unknown) =>
    it instanceof Uint8Array ? Buffer.from(it).toString('latin1') : it,
  );
}
