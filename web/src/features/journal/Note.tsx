/** Writing a note. The words are kept as they come; Done saves them, for whom the person chose. */

import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import { Trouble, type TroubleKind } from '../../offline/world.ts';
import { world } from '../../shell/live.ts';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { t } from '../../ui/strings/index.ts';
import { keyOf, type Opened } from './in-hand.ts';
import { NoteEditor } from './NoteEditor.tsx';

/** /journal/new and /journal/<record>. A new note gets its id here, before the first keystroke. */
export function Note() {
  const { record } = useRoute().params;
  const { route } = useLocation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [trouble, setTrouble] = useState<TroubleKind | null>(null);
  const here = world();
  const isTheirs = opened !== null && opened.home.owner === here?.owner;
  useEffect(() => {
    if (here === null) return;
    // Somebody else came in: this address names a note of the person before.
    if (opened !== null && !isTheirs) return route('/journal', true);
    let isHere = true;
    here.edit('journal_entry', record === 'new' ? undefined : record).then(
      (editing) => {
        if (isHere) setOpened({ home: here, editing });
      },
      (error: unknown) => {
        if (isHere) setTrouble(error instanceof Trouble ? error.kind : 'closed');
      },
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
      {isTheirs ? <NoteEditor key={keyOf(opened)} opened={opened} /> : null}
    </TaskScreen>
  );
}
