/**
 * The check-in being made: one record, saved again at every tap.
 *
 * Owns: which one it is and what it says so far. A tap shows at once and is saved behind it, one save
 * after the other; what could not be saved stays on the screen and says so.
 */
import { signal } from '@preact/signals';
import type { CheckIn } from '../../api/bodies.ts';
import { type Editing, Trouble, type TroubleKind } from '../../offline/world.ts';
import { sharingByDefault } from '../../shell/facts.ts';
import { world } from '../../shell/live.ts';
import { instant } from '../../time/instants.ts';
import { begin } from './model.ts';

const KEPT = 'footbridge.check-in';

const body = signal<CheckIn | null>(null);
const saved = signal(false);
const trouble = signal<TroubleKind | null>(null);
/** Set before the first tap: for another time than now, or by a reminder. */
const at = signal<number | null>(null);
const sharing = signal<CheckIn['sharing'] | null>(null);
/** Words of the note that are typed and not saved. */
const note = signal<string | null>(null);
let promptedBy: string | null = null;
let current: Current | null = null;
let queue: Promise<void> = Promise.resolve();

export const answers = () => body.value;
export const isSaved = () => saved.value;
export const saveTrouble = () => trouble.value;
export const typedNote = () => note.value ?? body.value?.note ?? '';
export const chosenTime = () => at.value;
export const chosenSharing = () => body.value?.sharing ?? sharing.value ?? sharingByDefault();

/** Nothing is under way after this: the next tap begins a new check-in. What was saved stays saved. */
export function leave(): void {
  body.value = null;
  saved.value = false;
  at.value = null;
  sharing.value = null;
  note.value = null;
  promptedBy = null;
  current = null;
  remember(null);
}

/** A reminder leads here: begin anew, unless this very reminder's check-in is the one under way. */
export function answerReminder(reminder: string): void {
  if (body.value?.prompted_by === reminder) return;
  leave();
  promptedBy = reminder;
}

export function setTime(ms: number | null): void {
  at.value = ms;
  if (body.value !== null) change({ at: instant(ms ?? Date.now()) });
}

export function setSharing(next: CheckIn['sharing']): void {
  sharing.value = next;
  if (body.value !== null) change({ sharing: next });
}

/** Shown at once; kept as a draft by `keepNote`; part of the check-in only after `saveNote`. */
export function typeNote(words: string): void {
  note.value = words;
}

export function keepNote(): void {
  const words = body.peek();
  const mine = current;
  if (words === null || mine === null || note.peek() === null) return;
  const unsaved = { ...words, note: typedNote() };
  afterOthers(async () => (await mine.editing).keep(unsaved));
}

export function saveNote(): void {
  const words = typedNote();
  note.value = null;
  change({ note: words });
}

export function setMood(mood: CheckIn['mood']): void {
  if (body.value === null)
    body.value = begin(mood, instant(at.value ?? Date.now()), chosenSharing(), promptedBy);
  else body.value = { ...body.value, mood };
  save();
}

export function change(part: Partial<CheckIn>): void {
  if (body.value === null) return;
  body.value = { ...body.value, ...part };
  save();
}

/** Saves what is shown now; also the way back from trouble. Leaving does not stop a save that was asked for. */
export function save(): void {
  const words = body.peek();
  const here = world();
  if (words === null || here === null) return;
  saved.value = false;
  current ??= opened(here.edit('check_in'));
  const mine = current;
  afterOthers(async () => {
    const editing = await mine.editing;
    await editing.save(words);
    trouble.value = null;
    if (mine !== current) return;
    remember(editing.record);
    saved.value = body.peek() === words;
    // Saving ends the draft; words still being typed begin it again.
    if (note.peek() !== null) keepNote();
  });
}

type Current = { readonly editing: Promise<Editing<'check_in'>> };

/** One that could not even be opened is forgotten, so that trying again opens anew. */
function opened(editing: Promise<Editing<'check_in'>>): Current {
  const mine = { editing };
  editing.catch(() => {
    if (current === mine) current = null;
  });
  return mine;
}

/** One thing after the other, so that an earlier tap never lands on a later one. */
function afterOthers(work: () => Promise<void>): void {
  queue = queue.then(work).catch((error: unknown) => {
    if (error instanceof Trouble) trouble.value = error.kind;
    else reportError(error);
  });
}

/** Goes on with the check-in that was open before a reload in this window. False when there is none. */
export async function resume(): Promise<boolean> {
  const record = remembered();
  const here = world();
  if (body.value !== null) return true;
  if (record === null || here === null || here.get('check_in', record) === null) return false;
  const open = await here.edit('check_in', record);
  if (open.entry === null) return false;
  current = opened(Promise.resolve(open));
  body.value = open.entry.body;
  note.value = open.draft?.note ?? null;
  saved.value = true;
  return true;
}

/** Only the record's random id: no word of the check-in leaves the sealed store. */
function remember(record: string | null): void {
  try {
    if (record === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, record);
  } catch {
    // Then a reload begins a new check-in; this one is saved already.
  }
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
