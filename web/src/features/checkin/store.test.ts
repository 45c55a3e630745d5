import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ANA, BEN, FakePhone } from '../../../../tests/offline/around.ts';
import { Chance } from '../../../../tests/offline/chance.ts';
import { openWorld, type World } from '../../offline/world.ts';
import { drafts, showWorld, world } from '../../shell/live.ts';
import {
  answerReminder,
  answers,
  isSaved,
  keepNote,
  leave,
  resume,
  saveNote,
  saveTrouble,
  setMood,
  typedNote,
  typeNote,
} from './store.ts';

let phone: FakePhone;
let session: Map<string, string>;
const opened: World[] = [];

async function comesIn(owner: string): Promise<World> {
  const next = await openWorld(owner, phone.around());
  opened.push(next);
  showWorld(next);
  await calm();
  return next;
}

async function calm(): Promise<void> {
  for (let n = 0; n < 10; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    await world()?.settled();
  }
}

/** The app was closed for good and is opened again: only the disk remembers. */
async function startsAgain(owner: string): Promise<World> {
  leave();
  await calm();
  session.clear();
  world()?.close();
  showWorld(null);
  return comesIn(owner);
}

beforeEach(() => {
  phone = new FakePhone();
  phone.weather = phone.offline;
  session = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => session.get(key) ?? null,
    setItem: (key: string, value: string) => void session.set(key, value),
    removeItem: (key: string) => void session.delete(key),
  });
});

afterEach(async () => {
  leave();
  await calm();
  showWorld(null);
  for (const it of opened.splice(0)) it.close();
  vi.unstubAllGlobals();
});

describe('a change of person', () => {
  test('leaves nothing of the one before on the screen', async () => {
    await comesIn(ANA);
    setMood(2);
    await calm();
    typeNote('Words of Ana');
    saveNote();
    await calm();
    typeNote('Words of Ana, and more');
    await comesIn(BEN);
    expect(answers()).toBeNull();
    expect(typedNote()).toBe('');
    expect(await resume()).toBeNull();
  });

  test('begins a check-in of its own: the first tap changes nothing of the other one', async () => {
    const ana = await comesIn(ANA);
    setMood(2);
    await expect.poll(isSaved).toBe(true);
    const ben = await comesIn(BEN);
    setMood(5);
    await calm();
    await expect.poll(() => ben.list('check_in').map(({ body }) => body.mood)).toEqual([5]);
    expect(ana.list('check_in').map(({ body }) => body.mood)).toEqual([2]);
    expect(ben.list('check_in')[0]?.record).not.toBe(ana.list('check_in')[0]?.record);
  });

  test('brings no trouble along, also one that comes late', async () => {
    const ana = await comesIn(ANA);
    await calm();
    ana.close();
    setMood(2);
    await comesIn(BEN);
    // Waits for what was being saved.
    expect(await resume()).toBeNull();
    expect(saveTrouble()).toBeNull();
  });
});

describe('a note typed and not saved', () => {
  async function typed(words: string): Promise<void> {
    setMood(2);
    await calm();
    typeNote(words);
    expect(await keepNote()).toBe(true);
    await expect.poll(drafts).toHaveLength(1);
  }

  test('is there again after the app was closed', async () => {
    await comesIn(ANA);
    await typed('Nobody called');
    await startsAgain(ANA);
    expect(await resume()).toBe('draft');
    expect(typedNote()).toBe('Nobody called');
    expect(answers()).toMatchObject({ mood: 2, note: '' });
    saveNote();
    await expect.poll(() => world()?.list('check_in')[0]?.body.note).toBe('Nobody called');
    await expect.poll(drafts).toEqual([]);
  });

  test('is kept when the person goes away in the middle of a word', async () => {
    await comesIn(ANA);
    setMood(2);
    typeNote('Half a wo');
    leave();
    await expect.poll(() => drafts().map(({ body }) => 'note' in body && body.note)).toEqual(['Half a wo']);
  });

  test('is opened when asked for, also while another check-in is under way', async () => {
    await comesIn(ANA);
    await typed('The first');
    const first = drafts()[0]?.record;
    leave();
    setMood(4);
    await expect.poll(isSaved).toBe(true);
    expect(await resume(first)).toBe('draft');
    expect(answers()?.mood).toBe(2);
    expect(typedNote()).toBe('The first');
  });

  test('is not lost when its check-in was deleted elsewhere', async () => {
    const ana = await comesIn(ANA);
    await typed('Still here');
    const record = drafts()[0]?.record ?? '';
    phone.weather = phone.good;
    ana.wake('online');
    await expect.poll(() => ana.get('check_in', record)?.state).toBe('received');
    const tablet = new FakePhone(phone.server);
    const there = await openWorld(ANA, { ...tablet.around(), newId: new Chance(2).uuid });
    opened.push(there);
    await expect.poll(() => there.get('check_in', record)).not.toBeNull();
    await there.remove('check_in', record);
    await expect.poll(() => there.status().waiting).toBe(0);
    ana.wake('online');
    await expect.poll(() => ana.get('check_in', record)).toBeNull();
    await startsAgain(ANA);
    expect(await resume()).toBe('draft');
    expect(answers()).toMatchObject({ mood: 2, note: 'Still here' });
    expect(typedNote()).toBe('Still here');
  });

  test('typed before the check-in is found again stays as typed', async () => {
    await comesIn(ANA);
    await typed('On the disk');
    await startsAgain(ANA);
    const finding = resume();
    typeNote('Under the fingers');
    await finding;
    expect(typedNote()).toBe('Under the fingers');
  });

  test('does not say it is kept when it is not', async () => {
    const ana = await comesIn(ANA);
    setMood(2);
    await calm();
    typeNote('Not on the disk');
    ana.close();
    expect(await keepNote()).toBe(false);
    expect(saveTrouble()).toBe('closed');
    expect(typedNote()).toBe('Not on the disk');
  });
});

test('leaving a check-in that could not be saved takes its trouble along', async () => {
  const ana = await comesIn(ANA);
  ana.close();
  setMood(2);
  await expect.poll(saveTrouble).toBe('closed');
  leave();
  expect(saveTrouble()).toBeNull();
});

test('the check-in of this window is gone on with after a reload', async () => {
  await comesIn(ANA);
  setMood(3);
  await expect.poll(isSaved).toBe(true);
  const kept = new Map(session);
  leave();
  for (const [key, value] of kept) session.set(key, value);
  expect(await resume()).toBe('here');
  expect(answers()?.mood).toBe(3);
});

test('a reload in the middle of a check-in goes on at its step, also with a note begun', async () => {
  await comesIn(ANA);
  setMood(3);
  await expect.poll(isSaved).toBe(true);
  const kept = new Map(session);
  typeNote('Half a wo');
  await keepNote();
  leave();
  await expect.poll(drafts).toHaveLength(1);
  for (const [key, value] of kept) session.set(key, value);
  expect(await resume()).toBe('here');
  expect(typedNote()).toBe('Half a wo');
});

test("a reminder's own check-in under way is not begun again", async () => {
  await comesIn(ANA);
  answerReminder('11111111-1111-4111-8111-111111111111');
  setMood(3);
  answerReminder('11111111-1111-4111-8111-111111111111');
  expect(answers()?.mood).toBe(3);
});
