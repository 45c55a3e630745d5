/** A member of the care team leaves a shared desk. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Asked, FakeBrowser } from '../testing/browser.ts';

const CHO = '6f0b5d0e-1111-4a6b-9c55-5f4e7f1b2c3d';
const me = {
  owner: CHO,
  kind: 'care_team' as const,
  role: 'clinician',
  name: 'Dr Cho',
  language: 'en' as const,
  zone: 'America/Chicago',
  sign_in: CHO,
  shared_phone: false,
  push_key: 'key',
};
const words = { en: 'Mondays', es: 'Lunes' };
const program = {
  name: 'Riverside',
  public_name: 'Riverside',
  zone: 'America/Chicago',
  team_days: words,
  team_hours: words,
  lines: [],
};

let desk: FakeBrowser;
let cookie: boolean;
let ended: string;

beforeEach(() => {
  desk = new FakeBrowser();
  cookie = true;
  ended = 'signed-out';
  desk.answer = server;
});
afterEach(() => vi.unstubAllGlobals());

function server({ path }: Asked) {
  if (!cookie) return { status: 401, body: { type: `/problems/${ended}`, status: 401 } };
  if (path === '/api/sign-out') {
    cookie = false;
    return { status: 204 };
  }
  return { status: 200, body: path === '/api/me' ? me : program };
}

async function page() {
  desk.restart();
  const session = await import('./session.ts');
  await session.start();
  return session;
}

test('a sign-out with no network is not undone by a reload', async () => {
  const cho = await page();
  expect(cho.whoIsHere().kind).toBe('member');
  desk.answer = () => 'offline';
  await cho.leave();
  expect(cho.whoIsHere()).toEqual({ kind: 'nobody', ended: false });
  expect((await page()).whoIsHere().kind).toBe('nobody');

  desk.answer = server;
  desk.asked.length = 0;
  expect((await page()).whoIsHere().kind).toBe('nobody');
  expect(desk.paths()).toEqual(['/api/sign-out']);
  expect(cookie).toBe(false);
  expect([...desk.kept.keys()]).toEqual(['footbridge.language']);
});

test('the server hears of it as soon as there is a network', async () => {
  const cho = await page();
  cho.watchPresence();
  desk.answer = () => 'offline';
  await cho.leave();
  desk.answer = server;
  desk.tell('online');
  await vi.waitFor(() => expect(cookie).toBe(false));
});

test('whoever signs in after it stays signed in', async () => {
  const cho = await page();
  desk.answer = () => 'offline';
  await cho.leave();
  desk.answer = server;
  await cho.comeIn(me);
  expect((await page()).whoIsHere().kind).toBe('member');
});

test('a sign-in that was ended from elsewhere takes everything off the page', async () => {
  const cho = await page();
  [cookie, ended] = [false, 'signed-out-elsewhere'];
  await cho.stay();
  expect(cho.whoIsHere()).toEqual({ kind: 'nobody', ended: true });
  expect((await page()).whoIsHere().kind).toBe('nobody');
});
