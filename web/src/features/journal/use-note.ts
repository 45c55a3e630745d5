/**
 * One note while it is written.
 *
 * Owns: its words, that they are kept within a second, that Done saves them once, what went wrong.
 */
import { useRef, useState } from 'preact/hooks';
import type { JournalEntry } from '../../api/bodies.ts';
import { type Editing, Trouble, type TroubleKind } from '../../offline/world.ts';
import { useKeep } from '../../ui/use-keep.ts';
import { isEmpty, saved, startingText } from './model.ts';

export type Words = Pick<JournalEntry, 'text' | 'sharing' | 'prompt' | 'type'>;

function startingWords({ entry, draft }: Editing<'journal_entry'>, idea: string | null): Words {
  return {
    text: startingText(entry, draft),
    sharing: draft?.sharing ?? entry?.body.sharing ?? 'private',
    prompt: draft?.prompt ?? entry?.body.prompt ?? idea,
    type: draft?.type ?? entry?.body.type ?? 'free',
  };
}

export function useNote(editing: Editing<'journal_entry'>, idea: string | null, onDone: () => void) {
  const [words, setWords] = useState(() => startingWords(editing, idea));
  const [isKept, setKept] = useState(editing.entry !== null || editing.draft !== null);
  const [trouble, setTrouble] = useState<TroubleKind | null>(null);
  const [lacksWords, setLacksWords] = useState(false);
  // Once saved or deleted, a late timer must not write the draft again.
  const isOver = useRef(false);
  const fail = (error: unknown) => {
    isOver.current = false;
    setTrouble(error instanceof Trouble ? error.kind : 'closed');
  };

  const keepNow = useKeep(words, (next) => {
    const isNothing = isEmpty(next.text) && editing.entry === null && !isKept;
    if (isOver.current || isNothing) return;
    editing.keep(next).then(() => {
      setKept(true);
      setTrouble(null);
      // From now on a reload goes on with this very note. Not when the person has gone on to another screen.
      if (location.pathname === '/journal/new') history.replaceState(null, '', `/journal/${editing.record}`);
    }, fail);
  });

  return {
    words,
    isKept,
    trouble,
    lacksWords,
    keepNow,
    write(part: Partial<Words>) {
      setWords({ ...words, ...part });
      setKept(false);
      setLacksWords(false);
    },
    finish() {
      if (isEmpty(words.text)) return setLacksWords(true);
      isOver.current = true;
      editing.save(saved(editing.entry?.body ?? {}, words)).then(onDone, fail);
    },
    /** Throws away what was typed, or the whole note, by `remove`. */
    end(remove: () => Promise<void>) {
      isOver.current = true;
      remove().then(onDone, fail);
    },
  };
}

export type NoteInHand = ReturnType<typeof useNote>;
