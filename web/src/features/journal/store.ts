/**
 * The one note that was just deleted, for the way back. Owns nothing else: notes live in the participant's world.
 *
 * Only its owner sees it; the words are remembered for as long as the list is open, for the case that the
 * phone's bin no longer has them.
 */
import { signal } from '@preact/signals';
import type { JournalEntry } from '../../api/bodies.ts';
import { type Entry, Trouble, type TroubleKind } from '../../offline/world.ts';
import { world } from '../../shell/live.ts';
import { wordsOf } from './model.ts';
import { saveApart } from './own-notes.ts';

/** deleted: it can come back; as_new: its words came back as a new note. */
interface Deleted {
  readonly owner: string;
  readonly entry: Entry<JournalEntry>;
  readonly stage: 'deleted' | 'as_new';
  readonly trouble: TroubleKind | null;
}

const deleted = signal<Deleted | null>(null);

export const justDeleted = () => (deleted.value?.owner === world()?.owner ? deleted.value : null);

export async function deleteNote(record: string): Promise<void> {
  const here = world();
  if (here === null) throw new Trouble('closed');
  const entry = here.get('journal_entry', record);
  await here.remove('journal_entry', record);
  deleted.value = entry && { owner: here.owner, entry, stage: 'deleted', trouble: null };
}

/** The note is in the list again, or its words are, as a new note. */
export async function bringBack(): Promise<void> {
  const here = world();
  const gone = justDeleted();
  if (here === null || gone === null || gone.stage !== 'deleted') return;
  const turn = (next: Deleted | null) => {
    if (deleted.peek() === gone) deleted.value = next;
  };
  try {
    const isBack = await here.restore('journal_entry', gone.entry.record);
    // Somebody else's tap may have been faster.
    if (isBack || here.get('journal_entry', gone.entry.record) !== null) return turn(null);
    await saveApart(here, wordsOf(gone.entry));
    turn({ ...gone, stage: 'as_new', trouble: null });
  } catch (error) {
    // The way back stays open.
    turn({ ...gone, trouble: error instanceof Trouble ? error.kind : 'closed' });
    if (!(error instanceof Trouble)) reportError(error);
  }
}

export function forgetDeleted(): void {
  deleted.value = null;
}
