/** Takes the note away, or only what was typed since. Deleting can be undone on the list that follows. */
import { useState } from 'preact/hooks';
import type { Editing } from '../../offline/world.ts';
import { Sheet } from '../../ui/parts/Sheet.tsx';
import { t } from '../../ui/strings/index.ts';
import { deleteNote } from './store.ts';
import type { NoteInHand } from './use-note.ts';

export function DeleteNote({ editing, note }: { editing: Editing<'journal_entry'>; note: NoteInHand }) {
  const [asks, setAsks] = useState(false);
  const isNew = editing.entry === null;
  const discard = () => note.end(() => editing.discard());
  const remove = () =>
    note.end(async () => {
      await deleteNote(editing.record);
      await editing.discard();
    });
  return (
    <>
      <button type="button" class="btn btn-quiet" onClick={() => setAsks(true)}>
        {t('common.delete')}
      </button>
      {asks ? (
        <Sheet
          title={isNew ? t('journal.discard_ask') : t('journal.delete_ask')}
          onClose={() => setAsks(false)}
        >
          <div class="stack">
            <button type="button" class="btn btn-main" onClick={isNew ? discard : remove}>
              {t('common.delete')}
            </button>
            {!isNew && editing.draft !== null ? (
              <button type="button" class="btn" onClick={discard}>
                {t('journal.discard')}
              </button>
            ) : null}
            <button type="button" class="btn btn-quiet" onClick={() => setAsks(false)}>
              {t('journal.keep')}
            </button>
          </div>
        </Sheet>
      ) : null}
    </>
  );
}
