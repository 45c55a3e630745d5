import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANA, BEN, FakePhone } from '../../../../tests/offline/around.ts';
import { page } from '../../../../tests/offline/cast.ts';
import { openWorld, Trouble, type World } from '../../offline/world.ts';
import { showWorld } from '../../shell/live.ts';
import { bringBack, deleteNote, forgetDeleted, justDeleted } from './store.ts';

let phone: FakePhone;
const opened: World[] = [];

async function comesIn(owner: string, changed: (it: World) => Partial<World> = () => ({})): Promise<World> {
  const real = await openWorld(owner, phone.around());
  opened.push(real);
  const shown = { ...real, ...changed(real) };
  showWorld(shown);
  return shown;
}

async function aDeletedNote(ana: World): Promise<string> {
  const editing = await ana.edit('journal_entry');
  await editing.save(page('A hard day'));
  await deleteNote(editing.record);
  return editing.record;
}

const texts = (it: World) => it.list('journal_entry').map(({ body }) => body.text);

beforeEach(() => {
  phone = new FakePhone();
  phone.weather = phone.offline;
});

afterEach(() => {
  forgetDeleted();
  showWorld(null);
  for (const it of opened.splice(0)) it.close();
});

test('a deleted note comes back as it was', async () => {
  const ana = await comesIn(ANA);
  const record = await aDeletedNote(ana);
  expect(texts(ana)).toEqual([]);
  await bringBack();
  expect(ana.get('journal_entry', record)?.body.text).toBe('A hard day');
  expect(justDeleted()).toBeNull();
});

test('when the bin does not have it, its words come back as a new note, and that is said', async () => {
  const ana = await comesIn(ANA, () => ({ restore: async () => false }));
  const record = await aDeletedNote(ana);
  await bringBack();
  expect(texts(ana)).toEqual(['A hard day']);
  expect(ana.list('journal_entry')[0]?.record).not.toBe(record);
  expect(justDeleted()?.stage).toBe('as_new');
});

test('both texts come back of a note that was written in two places', async () => {
  const ana = await comesIn(ANA, (real) => ({
    restore: async () => false,
    get: (kind, record) => {
      const entry = real.get(kind, record);
      const [version] = entry?.versions ?? [];
      if (entry === null || version === undefined) return entry;
      const other = { ...version, body: { ...version.body, text: 'Written there' } };
      return { ...entry, versions: [version, other] };
    },
  }));
  await aDeletedNote(ana);
  await bringBack();
  expect(texts(ana).sort()).toEqual(['A hard day', 'Written there']);
});

test('the way back stays when the phone could not do it', async () => {
  let isFull = true;
  const ana = await comesIn(ANA, (real) => ({
    restore: async (kind, record) => {
      if (isFull) throw new Trouble('full');
      return real.restore(kind, record);
    },
  }));
  await aDeletedNote(ana);
  await bringBack();
  expect(justDeleted()).toMatchObject({ stage: 'deleted', trouble: 'full' });
  isFull = false;
  await bringBack();
  expect(texts(ana)).toEqual(['A hard day']);
});

test('the next person on this phone sees nothing of it', async () => {
  await aDeletedNote(await comesIn(ANA));
  const ben = await comesIn(BEN);
  expect(justDeleted()).toBeNull();
  await bringBack();
  expect(texts(ben)).toEqual([]);
});
