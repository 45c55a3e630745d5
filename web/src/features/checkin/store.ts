/**
 * The check-in being made: one record, saved again at every tap.
 *
 * Owns: which one it is, whose, and what it says so far. A tap shows at once and is saved behind it, one
 * save after the other; what could not be saved stays on the screen and says so. Nothing of it outlasts a
 * change of person.
 */
import { effect, signal, untracked } from '@preact/signals';
import type { CheckIn } from '../../api/bodies.ts';
import { type Editing, Trouble, type TroubleKind } from '../../offline/world.ts';
import { sharingByDefault } from '../../shell/facts.ts';
import { drafts, world } from '../../shell/live.ts';
import { instant } from '../../time/instants.ts';
import { remember, remembered } from './kept.ts';
import { begin, unfinished } from './model.ts';

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

/** Nothing is under way after this: the next tap begins a new check-in. What was saved or typed stays kept. */
export function leave(): void {
  forget();
  remember(null);
}

function forget(): void {
  void keepNote();
  body.value = null;
  saved.value = false;
  trouble.value = null;
  at.value = null;
  sharing.value = null;
  note.value = null;
  promptedBy = null;
  current = null;
}

let whose: string | null = null;
// One person's words never stand on another's screen, whichever screen that is.
effect(() => {
  const owner = world()?.owner ?? null;
  if (owner === whose) return;
  whose = owner;
  untracked(forget);
});

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

/** Whether what is typed now stands on the disk. */
export async function keepNote(): Promise<boolean> {
  const words = body.peek();
  const mine = current;
  const typed = note.peek();
  if (typed === null) return true;
  if (words === null || mine === null) return false;
  return afterOthers(mine, async () => {
    await (await mine.editing).keep({ ...words, note: typed });
    if (mine === current) trouble.value = null;
  });
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
  void afterOthers(mine, async () => {
    const editing = await mine.editing;
    await editing.save(words);
    if (mine !== current) return;
    trouble.value = null;
    remember(editing.record);
    saved.value = body.peek() === words;
    // Saving ends the draft; words still being typed begin it again.
    void keepNote();
  });
}

type Current = { readonly editing: Promise<Editing<'check_in'>>; record: string | null };

/** One that could not even be opened is forgotten, so that trying again opens anew. */
function opened(editing: Promise<Editing<'check_in'>>): Current {
  const mine: Current = { editing, record: null };
  editing.then(
    ({ record }) => {
      mine.record = record;
    },
    () => {
      if (current === mine) current = null;
    },
  );
  return mine;
}

/**
 * One thing after the other, so that an earlier tap never lands on a later one. Whether it was done; what
 * went wrong is said only on the screen of the check-in that it went wrong with.
 */
function afterOthers(mine: Current, work: () => Promise<void>): Promise<boolean> {
  const done = queue.then(work).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof Trouble)) reportError(error);
      else if (mine === current) trouble.value = error.kind;
      return false;
    },
  );
  queue = done.then(() => undefined);
  return done;
}

/**
 * Goes on with the check-in asked for, else the one under way, else the one that was open before a reload in
 * this window ('here'), else one whose note was typed and never saved ('draft'). Null when there is none.
 */
export async function resume(asked: string | null = null): Promise<'here' | 'draft' | null> {
  if (body.value !== null && (asked === null || asked === current?.record)) return 'here';
  if (asked !== null && body.value !== null) leave();
  // What is being saved or kept is part of what is gone on with.
  await queue;
  const here = world();
  const before = remembered();
  const record = asked ?? before;
  if (here === null) return null;
  const known = record !== null && here.get('check_in', record) !== null ? record : null;
  const wanted = known ?? unfinished(drafts(), asked)?.record;
  if (wanted === undefined) return null;
  const open = await here.edit('check_in', wanted);
  if (world()?.owner !== here.owner) return null;
  // A tap, or another call, was faster.
  if (body.value !== null) return 'here';
  const words = open.entry?.body ?? fromDraft(open.draft);
  if (words === null) return null;
  current = opened(Promise.resolve(open));
  body.value = words;
  // Words typed while it was being found are newer.
  note.value ??= open.draft?.note ?? null;
  saved.value = open.entry !== null;
  remember(open.record);
  return open.record === before ? 'here' : 'draft';
}

/** Its check-in was deleted elsewhere; the words typed here were not. */
function fromDraft(draft: Partial<CheckIn> | null): CheckIn | null {
  if (draft?.mood === undefined || draft.at === undefined) return null;
  const { mood, at, prompted_by = null } = draft;
  return { ...begin(mood, at, draft.sharing ?? 'private', prompted_by), ...draft };
}
