/** Writing a note. The words are kept as they come; Done saves them, for whom the person chose. */

import { useEffect, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso/router';
import type { Editing } from '../../offline/world.ts';
import { Trouble, type TroubleKind } from '../../offline/world.ts';
import { world } from '../../shell/live.ts';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { t } from '../../ui/strings/index.ts';
import { NoteEditor } from './NoteEditor.tsx';

/** /journal/new and /journal/<record>. A new note gets its id here, before the first keystroke. */
export function Note() {
  const { record } = useRoute().params;
  const [editing, setEditing] = useState<Editing<'journal_entry'> | null>(null);
  const [trouble, setTrouble] = useState<TroubleKind | null>(null);
  const here = world();
  useEffect(() => {
    let isHere = true;
    here?.edit('journal_entry', record === 'new' ? undefined : record).then(
      (opened) => {
        if (isHere) setEditing(opened);
      },
      (error: unknown) => setTrouble(error instanceof Trouble ? error.kind : 'closed'),
    );
    return () => {
      isHere = false;
    };
  }, [here, record]);
  return (
    <TaskScreen
      name={t('journal.title')}
      way={<RoundLink to="/journal" icon="close" label={t('journal.close')} />}
      class="page-write"
    >
      <h1 class="unseen" tabIndex={-1}>
        {record === 'new' ? t('journal.new') : t('journal.note')}
      </h1>
      <TroubleLine kind={trouble} />
      {editing === null ? null : <NoteEditor key={editing.record} editing={editing} />}
    </TaskScreen>
  );
}
