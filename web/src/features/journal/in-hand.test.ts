import { describe, expect, test } from 'vitest';
import { page } from '../../../../tests/offline/cast.ts';
import type { JournalEntry } from '../../api/bodies.ts';
import { type Editing, type Entry, Trouble } from '../../offline/world.ts';
import { aNote } from '../../testing/records.ts';
import { keyOf, type Opened, takeInHand } from './in-hand.ts';
import { TEXT_MAX } from './model.ts';

const ANA = '0a7a0000-0000-4000-8000-00000000000a';
const BEN = '0be70000-0000-4000-8000-00000000000b';

type Ending = { resolve: () => void; reject: (error: unknown) => void };

/** A desk that keeps and saves when the test says so, and writes down what it did. */
function aDesk(entry: Entry<JournalEntry> | null = null, draft: Partial<JournalEntry> | null = null) {
  const keeps: (Ending & { text: string | undefined })[] = [];
  const done: string[] = [];
  const notes: Entry<JournalEntry>[] = [];
  const held = { isFull: false, whileSaving: () => {} };
  const save = (name: string) => async (body: JournalEntry) => {
    if (held.isFull) throw new Trouble('full');
    done.push(`${name}: ${body.text}`);
    const note = aNote(body);
    if (name === 'apart') notes.push(note);
    held.whileSaving();
    return note;
  };
  const editing: Editing<'journal_entry'> = {
    kind: 'journal_entry',
    record: entry?.record ?? 'new-one',
    entry,
    draft,
    keep: ({ text }) => new Promise((resolve, reject) => keeps.push({ text, resolve, reject })),
    save: save('note'),
    discard: async () => {},
  };
  const home = {
    owner: ANA,
    list: () => notes,
    edit: async () => ({ ...editing, record: 'apart', entry: null, draft: null, save: save('apart') }),
  };
  // `as`: of a world only what an open note uses, and that of one kind.
  const opened = { home, editing } as unknown as Opened;
  return { opened, keeps, done, notes, held, note: takeInHand(opened, null) };
}

const twoPlaces = (newest: string, other: string, part: Partial<JournalEntry> = {}) => {
  const note = aNote({ text: newest });
  return { ...note, versions: [...note.versions, ...aNote({ text: other, ...part }).versions] };
};

describe('"Saved on this phone"', () => {
  test('is not said of words typed after those that were kept', async () => {
    const { note, keeps } = aDesk();
    note.write({ text: 'One' });
    const first = note.keep(note.words.peek());
    note.write({ text: 'One two' });
    keeps[0]?.resolve();
    expect(await first).toBe(true);
    expect(note.isKept.peek()).toBe(false);
    const second = note.keep(note.words.peek());
    keeps[1]?.resolve();
    await second;
    expect(note.isKept.peek()).toBe(true);
  });

  test('is taken back when the newest words could not be kept', async () => {
    const { note, keeps } = aDesk(aNote({ text: 'Saved' }));
    expect(note.isKept.peek()).toBe(true);
    note.write({ text: 'Saved, and more' });
    const keeping = note.keep(note.words.peek());
    keeps[0]?.reject(new Trouble('full'));
    expect(await keeping).toBe(false);
    expect(note.isKept.peek()).toBe(false);
    expect(note.trouble.peek()).toBe('full');
    const again = note.keep(note.words.peek());
    keeps[1]?.resolve();
    await again;
    expect([note.isKept.peek(), note.trouble.peek()]).toEqual([true, null]);
  });

  test('is not said while an older keeping failed and the newer one is under way', async () => {
    const { note, keeps } = aDesk();
    note.write({ text: 'One' });
    const first = note.keep(note.words.peek());
    note.write({ text: 'One two' });
    void note.keep(note.words.peek());
    keeps[0]?.reject(new Trouble('full'));
    await first;
    expect(note.isKept.peek()).toBe(false);
  });
});

describe('what is kept', () => {
  test('are no blanks of a note that nobody began', async () => {
    const { note, keeps } = aDesk();
    note.write({ text: ' ' });
    expect(await note.keep(note.words.peek())).toBe(true);
    expect(keeps).toEqual([]);
  });

  test('are words taken out again, too: a reload does not bring them back', () => {
    const { note, keeps } = aDesk(null, { text: 'Half a thought' });
    note.write({ text: '' });
    void note.keep(note.words.peek());
    expect(keeps.map(({ text }) => text)).toEqual(['']);
  });

  test('is nothing any more once the note is saved', async () => {
    const { note, keeps } = aDesk();
    note.write({ text: 'All of it' });
    expect(await note.finish()).toBe(true);
    expect(await note.keep(note.words.peek())).toBe(true);
    expect(keeps).toEqual([]);
  });
});

describe('Done', () => {
  test('asks for a word first', async () => {
    const { note, done } = aDesk();
    expect(await note.finish()).toBe(false);
    expect(note.lacksWords.peek()).toBe(true);
    expect(done).toEqual([]);
  });

  test('saves also what was typed while it saved', async () => {
    const { note, done, held } = aDesk();
    note.write({ text: 'One' });
    held.whileSaving = () => {
      held.whileSaving = () => {};
      note.write({ text: 'One two' });
    };
    expect(await note.finish()).toBe(true);
    expect(done).toEqual(['note: One', 'note: One two']);
  });

  test('on a full phone leaves the words, says why, and keeps on keeping', async () => {
    const { note, held, keeps } = aDesk();
    note.write({ text: 'One' });
    const keeping = note.keep(note.words.peek());
    keeps[0]?.resolve();
    await keeping;
    expect(note.isKept.peek()).toBe(true);
    held.isFull = true;
    expect(await note.finish()).toBe(false);
    expect(note.words.peek().text).toBe('One');
    expect([note.isKept.peek(), note.trouble.peek()]).toEqual([false, 'full']);
    void note.keep(note.words.peek());
    expect(keeps).toHaveLength(2);
  });
});

describe('a note written in two places, too long for one', () => {
  const newest = 'n'.repeat(TEXT_MAX - 3);
  const other = 'o'.repeat(12_000);

  test('shows the newest whole; the other becomes a note of its own before anything is replaced', async () => {
    const { note, done } = aDesk(twoPlaces(newest, other));
    expect(note.words.peek().text).toBe(newest);
    expect(await note.finish()).toBe(true);
    expect(done).toEqual([`apart: ${other}`, `note: ${newest}`]);
  });

  test('replaces nothing when the other could not be saved', async () => {
    const { note, done, held } = aDesk(twoPlaces(newest, other));
    held.isFull = true;
    expect(await note.finish()).toBe(false);
    expect(done).toEqual([]);
    expect(note.trouble.peek()).toBe('full');
  });

  test('is the same after going on with a draft of it', async () => {
    const { note, done } = aDesk(twoPlaces(newest, other), { text: 'n, shortened' });
    await note.finish();
    expect(done).toEqual([`apart: ${other}`, 'note: n, shortened']);
  });

  test('is not saved apart twice', async () => {
    const { note, done, notes } = aDesk(twoPlaces(newest, other));
    notes.push(aNote(page(other)));
    await note.finish();
    expect(done).toEqual([`note: ${newest}`]);
  });

  test('stays private apart when one of the two was private', async () => {
    const entry = twoPlaces(newest, other, { sharing: 'team' });
    const { note, notes } = aDesk(entry);
    await note.finish();
    expect(notes.map(({ body }) => body.sharing)).toEqual(['private']);
  });
});

test('the same record in the hands of two people is two editors', () => {
  const { opened } = aDesk();
  const bens = { ...opened, home: { ...opened.home, owner: BEN } };
  expect(keyOf(opened)).not.toBe(keyOf(bens));
  expect(keyOf(opened)).toBe(`${ANA} new-one`);
});
