/**
 * What the journal shows and what a note becomes.
 *
 * Owns: order, first lines, drafts beside entries, the text shown when a note was written in two places,
 * limits. Pure. A note's day and time are those of its writing, where it was written.
 */
import type { JournalEntry } from '../../api/bodies.ts';
import type { Draft, Entry, EntryState } from '../../offline/world.ts';
import { type Day, dayOf } from '../../time/days.ts';

export const TEXT_MAX = 20_000;

export type Line = {
  readonly record: string;
  readonly text: string;
  readonly sharing: JournalEntry['sharing'];
  readonly at: number;
  readonly zone: string;
  /** null: only a draft so far. */
  readonly state: EntryState | null;
  /** Words are typed that were not saved. */
  readonly isDraft: boolean;
  readonly inTwoPlaces: boolean;
};

export type DayOfLines = { readonly day: Day; readonly lines: readonly Line[] };

function lineOf(entry: Entry<JournalEntry>, phoneZone: string): Line {
  return {
    record: entry.record,
    text: entry.body.text,
    sharing: entry.body.sharing,
    at: entry.written === null ? 0 : Date.parse(entry.written.made_at),
    zone: entry.written?.zone ?? phoneZone,
    state: entry.state,
    isDraft: false,
    inTwoPlaces: entry.versions.length > 1,
  };
}

/** Saved notes and unfinished ones, newest day first; a draft of a saved note is said on that note's line. */
export function ledger(
  notes: readonly Entry<JournalEntry>[],
  drafts: readonly Draft[],
  phoneZone: string,
): readonly DayOfLines[] {
  const lines = new Map(notes.map((note) => [note.record, lineOf(note, phoneZone)]));
  for (const { kind, record, body, written } of drafts) {
    if (kind !== 'journal_entry') continue;
    const saved = lines.get(record);
    const words = textOf(body);
    const at = Date.parse(written.made_at);
    const fresh: Line = {
      record,
      text: words,
      sharing: 'private',
      at,
      zone: written.zone,
      state: null,
      isDraft: true,
      inTwoPlaces: false,
    };
    lines.set(record, saved === undefined ? fresh : { ...saved, isDraft: true });
  }
  const days = new Map<Day, Line[]>();
  for (const line of [...lines.values()].sort((one, other) => other.at - one.at)) {
    const day = dayOf(line.at, line.zone);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days]
    .map(([day, ofDay]) => ({ day, lines: ofDay }))
    .sort((one, other) => (one.day < other.day ? 1 : -1));
}

/** A draft's words; it may hold anything, also from a newer app. */
export function textOf(body: Partial<Readonly<Record<string, unknown>>>): string {
  return typeof body.text === 'string' ? body.text : '';
}

const BETWEEN = '\n\n* * *\n\n';

/** What the versions say, each text once, newest first. Where they disagree about who can read, nobody else can. */
export function wordsOf({ body, versions }: Entry<JournalEntry>): readonly JournalEntry[] {
  const known = new Map<string, JournalEntry>();
  for (const { body: one } of versions) {
    const sharing = body.sharing === 'private' ? 'private' : one.sharing;
    if (!known.has(one.text)) known.set(one.text, { ...one, sharing });
  }
  return [...known.values()];
}

/** Newest first, as many as fit into one note, and at least one. The rest is for notes of their own. */
function fitting(words: readonly JournalEntry[]): number {
  let length = 0;
  const tooLong = words.findIndex(({ text }, at) => {
    length += text.length + (at === 0 ? 0 : BETWEEN.length);
    return at > 0 && length > TEXT_MAX;
  });
  return tooLong === -1 ? words.length : tooLong;
}

/**
 * What the editor begins with. Two versions stand one under the other, newest first, so that saving what is
 * shown loses nothing; of versions too long for one note, see `versionsApart`.
 */
export function startingText(entry: Entry<JournalEntry> | null, draft: Partial<JournalEntry> | null): string {
  if (draft !== null && typeof draft.text === 'string') return draft.text;
  if (entry === null) return '';
  const words = wordsOf(entry);
  return words
    .slice(0, fitting(words))
    .map(({ text }) => text)
    .join(BETWEEN);
}

/** The versions that the editor does not show, though saving replaces them: these are saved apart before. */
export function versionsApart(entry: Entry<JournalEntry> | null): readonly JournalEntry[] {
  if (entry === null) return [];
  const words = wordsOf(entry);
  return words.slice(fitting(words));
}

/** The body to save: what was there before stays, with the new words in it. */
export function saved(
  before: Partial<JournalEntry>,
  now: Pick<JournalEntry, 'text' | 'sharing' | 'prompt' | 'type'>,
): JournalEntry {
  return { title: '', mood: null, ...before, ...now };
}

/** Ours: a note with nothing but blanks is no note. */
export function isEmpty(text: string): boolean {
  return text.trim() === '';
}

/** The kind of note an idea begins; most ideas begin a free one. */
export function typeOfIdea(group: string | null): JournalEntry['type'] {
  if (group === 'gratitude') return 'gratitude';
  return group === 'triggers' ? 'trigger_log' : 'free';
}
