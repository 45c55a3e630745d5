import { describe, expect, test } from 'vitest';
import { aDraft, aNote } from '../../testing/records.ts';
import {
  isEmpty,
  ledger,
  saved,
  startingText,
  TEXT_MAX,
  textOf,
  typeOfIdea,
  versionsApart,
} from './model.ts';

describe('the ledger', () => {
  test('shows the newest day first', () => {
    const monday = aNote({ text: 'Monday' }, '2026-11-23T14:00:00.000Z');
    const saturday = aNote({ text: 'Saturday' }, '2026-11-22T04:00:00.000Z'); // Saturday evening in Chicago
    const days = ledger([saturday, monday], [], 'UTC');
    expect(days.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-21']);
  });

  test('shows unfinished words of a new note as a line of their own', () => {
    const [day] = ledger([], [aDraft('r1', 'Half a tho')], 'UTC');
    expect(day?.lines[0]).toMatchObject({ record: 'r1', text: 'Half a tho', state: null, isDraft: true });
  });

  test('says on a saved note that words wait in it, and shows what was saved', () => {
    const note = aNote({ text: 'Saved words' });
    const [day] = ledger([note], [aDraft(note.record, 'Saved words and more')], 'UTC');
    expect(day?.lines).toHaveLength(1);
    expect(day?.lines[0]).toMatchObject({ text: 'Saved words', isDraft: true, state: 'received' });
  });
});

describe('the editor begins with', () => {
  test('unsaved words before all', () => {
    expect(startingText(aNote({ text: 'saved' }), { text: 'typed' })).toBe('typed');
    expect(startingText(aNote({ text: 'saved' }), { text: '' })).toBe('');
  });

  test('both texts when a note was written in two places', () => {
    const note = aNote({ text: 'here' });
    const there = aNote({ text: 'there' });
    const both = { ...note, versions: [...note.versions, ...there.versions] };
    expect(startingText(both, null)).toBe('here\n\n* * *\n\nthere');
  });

  test('one text when both places wrote the same', () => {
    const note = aNote({ text: 'same' });
    expect(startingText({ ...note, versions: [...note.versions, ...note.versions] }, null)).toBe('same');
  });

  test('as many texts as one note holds, none of them cut; the others are apart', () => {
    const [long, short, long_too] = ['a'.repeat(TEXT_MAX - 20), 'short', 'b'.repeat(TEXT_MAX - 20)].map(
      (text) => aNote({ text }),
    );
    const versions = [long, short, long_too].flatMap((note) => note?.versions ?? []);
    const both = { ...aNote(), versions };
    expect(startingText(both, null)).toBe(`${long?.body.text}\n\n* * *\n\nshort`);
    expect(versionsApart(both).map(({ text }) => text)).toEqual([long_too?.body.text]);
  });

  test('all of one text, however its characters are counted', () => {
    const note = aNote({ text: '😀'.repeat(TEXT_MAX) });
    expect(startingText(note, null)).toBe(note.body.text);
    expect(versionsApart(note)).toEqual([]);
  });
});

test('saving keeps what this editor does not show', () => {
  const before = { title: 'A title', mood: 3, unheard_of: 'kept' };
  expect(saved(before, { text: 'new', sharing: 'team', prompt: null, type: 'free' })).toEqual({
    title: 'A title',
    mood: 3,
    unheard_of: 'kept',
    text: 'new',
    sharing: 'team',
    prompt: null,
    type: 'free',
  });
});

test('blanks alone are no note', () => {
  expect(isEmpty(' \n\t')).toBe(true);
  expect(isEmpty('.')).toBe(false);
});

test('a draft of a stranger shape has no text', () => {
  expect(textOf({ text: 7 })).toBe('');
});

test('some ideas begin a guided note', () => {
  expect(['gratitude', 'triggers', 'family', null].map(typeOfIdea)).toEqual([
    'gratitude',
    'trigger_log',
    'free',
    'free',
  ]);
});
