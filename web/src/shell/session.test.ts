/** Coming in, going out, and what brings nobody back. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Asked, FakeBrowser } from '../testing/browser.ts';

const ANA = '6f0b5d0e-1111-4a6b-9c55-5f4e7f1b2c3d';
const BEN = '8a1c6e1f-2222-4b7c-8d66-6a5f8a2c3d4e';
const SIGN_IN = '9b2d7f2a-3333-4c8d-9e77-7b6a9b3d4e5f';
const DAY_MS = 24 * 3600_000;
const PAGE = {
  type: 'free',
  title: '',
  text: 'I called my sister.',
  mood: null,
  prompt: null,
  sharing: 'private',
} as const;

let phone: FakeBrowser;
/** The server's side: who the cookie stands for, and why nobody. */
let cookie: { owner: string; shared: boolean } | null;
let ended: 'signed-out' | 'signed-out-elsewhere';
let takes: boolean;
let open: (() => void)[];

beforeEach(() => {
  phone = new FakeBrowser();
  cookie = { owner: ANA, shared: false };
  ended = 'signed-out';
  takes = true;
  open = [];
  phone.answer = server;
});
afterEach(() => {
  for (const close of open) close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  expect(phone.faults).toEqual([]);
});

const me = (owner: string, shared_phone: boolean) => ({
  owner,
  kind: 'participant' as const,
  role: null,
  name: 'Ana',
  language: 'en' as const,
  zone: 'America/Chicago',
  sign_in: SIGN_IN,
  shared_phone,
  push_key: 'key',
});

function server({ path, body }: Asked) {
  if (cookie === null) return { status: 401, body: { type: `/problems/${ended}`, status: 401 } };
  if (path === '/api/me') return { status: 200, body: me(cookie.owner, cookie.shared) };
  if (path === '/api/sign-out') {
    cookie = null;
    return { status: 204 };
  }
  if (!takes) return { status: 503, body: { type: '/problems/unavailable', status: 503 } };
  // `as`: what our own client sends.
  const { owner, revisions } = body as { owner: string; revisions: { id: string }[] };
  const results = revisions.map(({ id }) => ({ id, status: 'stored' }));
  return { status: 200, body: { owner, cursor: 0, more: false, results, changes: [] } };
}
const offline = () => 'offline' as const;

/** The app starts, as after a reload. */
async function app() {
  for (const close of open.splice(0)) close();
  phone.restart();
  const session = await import('./session.ts');
  const live = await import('./live.ts');
  open.push(() => live.world()?.close());
  await session.start();
  await session.startLate();
  await live.world()?.settled();
  return { ...session, ...live };
}

async function write(it: Awaited<ReturnType<typeof app>>): Promise<void> {
  await (await it.world()?.edit('journal_entry'))?.save(PAGE);
  await it.world()?.settled();
}

/** How many rows each store of the phone holds. */
async function rows(): Promise<Record<string, number>> {
  const { databases } = await import('../offline/schema.ts');
  const { outbox, replica, keys } = databases(indexedDB);
  const found = {
    revisions: await outbox.use((db) => db.count('revisions')),
    drafts: await outbox.use((db) => db.count('drafts')),
    meta: await outbox.use((db) => db.count('meta')),
    records: await replica.use((db) => db.count('records')),
    keys: await keys.use((db) => db.count('keys')),
  };
  for (const it of [outbox, replica, keys]) it.close();
  return found;
}
const NOTHING = { revisions: 0, drafts: 0, meta: 0, records: 0, keys: 0 };

describe('signing out with no network', () => {
  test('is not undone when the network comes back', async () => {
    const ana = await app();
    expect(ana.stageNow()).toBe('open');
    phone.answer = offline;
    await ana.goOut();
    expect(ana.stageNow()).toBe('nobody');

    phone.answer = server;
    phone.asked.length = 0;
    await ana.askAgain();
    expect(ana.stageNow()).toBe('nobody');
    expect(phone.paths()).toEqual(['/api/sign-out']);
    expect(cookie).toBeNull();
  });

  test('is not undone by the next start, however often the server is out of reach', async () => {
    phone.answer = server;
    const ana = await app();
    phone.answer = offline;
    await ana.goOut();
    expect((await app()).stageNow()).toBe('nobody');
    phone.answer = () => ({ status: 503, body: { type: '/problems/unavailable', status: 503 } });
    expect((await app()).stageNow()).toBe('nobody');
    phone.answer = server;
    phone.asked.length = 0;
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(phone.paths()).toEqual(['/api/sign-out']);
    expect((await app()).owes()).toBe(false);
    expect(await rows()).toEqual(NOTHING);
  });

  test('cut off before it did anything is finished by the next start', async () => {
    const ana = await app();
    await write(ana);
    phone.answer = () => new Promise(() => {});
    void ana.goOut();
    phone.answer = server;
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(await rows()).toEqual(NOTHING);
    expect(cookie).toBeNull();
  });

  test('ends with a fresh sign-in', async () => {
    const ana = await app();
    phone.answer = offline;
    await ana.goOut();
    phone.answer = server;
    await ana.comeIn(me(ANA, false));
    expect(ana.stageNow()).toBe('open');
    expect(ana.owes()).toBe(false);
    expect((await app()).stageNow()).toBe('open');
  });
});

test('an answer that was asked for before a sign-out brings nobody back', async () => {
  const ana = await app();
  let answer = (_: { status: number; body: unknown }) => {};
  phone.answer = (asked) =>
    asked.path === '/api/me' ? new Promise((resolve) => (answer = resolve)) : server(asked);
  const asking = ana.askAgain();
  await vi.waitFor(() => expect(phone.paths().at(-1)).toBe('/api/me'));
  await ana.goOut();
  answer({ status: 200, body: me(ANA, false) });
  await asking;
  expect(ana.stageNow()).toBe('nobody');
});

test('a sign-out leaves nothing that names an account', async () => {
  phone.kept.set('footbridge.reminders', ANA);
  const ana = await app();
  await ana.goOut();
  expect(await rows()).toEqual(NOTHING);
  expect([...phone.kept.entries()]).toEqual([]);
  expect(phone.pushes).toEqual({ subscribed: false, shown: 0 });
});

test('another tab of the app shows nobody once the world is off the phone', async () => {
  const ana = await app();
  phone.tell('storage', { key: 'footbridge.home', newValue: 'stays' });
  expect(ana.stageNow()).toBe('nobody');
  expect(ana.world()).toBeNull();
});

describe('a sign-in that was ended from elsewhere', () => {
  test('takes the world off the phone at the next start, and says so', async () => {
    await write(await app());
    expect((await rows()).records).toBe(1);
    [cookie, ended] = [null, 'signed-out-elsewhere'];
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(next.wasEnded()).toBe(true);
    expect(await rows()).toEqual(NOTHING);
    expect(phone.pushes.subscribed).toBe(false);
  });

  test('is heard by sync too, and what waits stays sealed for its owner', async () => {
    const ana = await app();
    phone.answer = offline;
    await write(ana);
    phone.answer = server;
    [cookie, ended] = [null, 'signed-out-elsewhere'];
    ana.world()?.wake('online');
    await vi.waitFor(() => expect(ana.stageNow()).toBe('nobody'));
    expect(ana.wasEnded()).toBe(true);
    await vi.waitFor(async () => expect(await rows()).toEqual({ ...NOTHING, revisions: 1, keys: 1 }));
    cookie = { owner: ANA, shared: false };
    await vi.waitFor(() => expect(ana.owes()).toBe(false));
    await ana.comeIn(me(ANA, false));
    await ana.world()?.settled();
    expect(ana.entries('journal_entry')[0]).toMatchObject({ state: 'received', body: { text: PAGE.text } });
  });

  test('leaves no dead world on the screen of a tab that signs in again', async () => {
    const ana = await app();
    const before = ana.world();
    // What a tab does that hears of a sign-out in another one.
    before?.close();
    await ana.comeIn(me(ANA, false));
    expect(ana.world()).not.toBe(before);
    expect(ana.world()?.isOpen).toBe(true);
    await write(ana);
    expect(ana.entries('journal_entry')[0]).toMatchObject({ state: 'received', body: { text: PAGE.text } });
  });

  test('is heard by the worker with no page open; the next start says so', async () => {
    await write(await app());
    for (const close of open.splice(0)) close();
    [cookie, ended] = [null, 'signed-out-elsewhere'];
    const { drainInBackground } = await import('../offline/background.ts');
    expect(await drainInBackground()).toBe(true);
    expect(await rows()).toEqual(NOTHING);
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(next.wasEnded()).toBe(true);
  });

  test('is told once, not to whoever opens the app after', async () => {
    await app();
    [cookie, ended] = [null, 'signed-out-elsewhere'];
    await app();
    expect((await app()).wasEnded()).toBe(false);
  });

  test('one that has only run out closes nothing', async () => {
    await write(await app());
    cookie = null;
    const next = await app();
    expect(next.stageNow()).toBe('open');
    expect(next.isSignedOut()).toBe(true);
    expect(next.entries('journal_entry')).toHaveLength(1);
  });
});

describe('on a shared phone', () => {
  beforeEach(() => {
    cookie = { owner: ANA, shared: true };
  });

  test('the day is over after 24 hours, also with no network', async () => {
    await write(await app());
    phone.answer = offline;
    const came = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(came + DAY_MS - 60_000);
    expect((await app()).stageNow()).toBe('open');
    vi.spyOn(Date, 'now').mockReturnValue(came + DAY_MS + 60_000);
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(next.wasEnded()).toBe(true);
    expect(await rows()).toEqual(NOTHING);
  });

  test('a clock that is put back does not make the day longer', async () => {
    await app();
    phone.answer = offline;
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() - DAY_MS);
    expect((await app()).stageNow()).toBe('nobody');
  });

  test('using the app does not make the day longer', async () => {
    await app();
    const came = Date.now();
    const clock = vi.spyOn(Date, 'now');
    clock.mockReturnValue(came + DAY_MS / 2);
    await app();
    clock.mockReturnValue(came + DAY_MS + 60_000);
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(cookie).toBeNull();
  });

  test('a sign-in that has run out takes the world off it', async () => {
    await write(await app());
    cookie = null;
    const next = await app();
    expect(next.stageNow()).toBe('nobody');
    expect(await rows()).toEqual(NOTHING);
  });

  test('sync that hears of the end takes the world off it', async () => {
    const ana = await app();
    await write(ana);
    cookie = null;
    ana.world()?.wake('online');
    await vi.waitFor(() => expect(ana.stageNow()).toBe('nobody'));
    await vi.waitFor(async () => expect(await rows()).toEqual(NOTHING));
  });

  test('what waits can be deleted for good with the sign-out', async () => {
    const ana = await app();
    takes = false;
    await write(ana);
    await (await ana.world()?.edit('journal_entry'))?.keep({ text: 'not finished' });
    expect(ana.isSharedPhone()).toBe(true);
    await ana.goOut('goes');
    expect(await rows()).toEqual(NOTHING);
  });

  test('deleting is finished by the next start', async () => {
    const ana = await app();
    takes = false;
    await write(ana);
    phone.answer = () => new Promise(() => {});
    void ana.goOut('goes');
    phone.answer = offline;
    await app();
    expect(await rows()).toEqual(NOTHING);
  });

  test('nothing stays of a person who did not sign out when the next one comes in', async () => {
    const ana = await app();
    await write(ana);
    cookie = { owner: BEN, shared: true };
    await ana.comeIn(me(BEN, true));
    await ana.world()?.settled();
    expect(ana.world()?.owner).toBe(BEN);
    expect(await rows()).toMatchObject({ records: 0, keys: 1 });
  });
});
