/**
 * A note in hand, on a screen: kept within a second, and what follows when it is done.
 *
 * Owns: the timer and the way on. What keeping and saving mean is in-hand.ts.
 */
import { useState } from 'preact/hooks';
import { useKeep } from '../../ui/use-keep.ts';
import { type Opened, takeInHand } from './in-hand.ts';

export function useNote(opened: Opened, idea: string | null, onDone: () => void) {
  const [note] = useState(() => takeInHand(opened, idea));
  const { record } = opened.editing;
  const words = note.words.value;
  const keepNow = useKeep(words, async (next) => {
    const isKept = await note.keep(next);
    // From now on a reload goes on with this very note. Not when the person has gone on to another screen.
    if (note.isKept.peek() && location.pathname === '/journal/new')
      history.replaceState(null, '', `/journal/${record}`);
    return isKept;
  });
  const thenGoOn = (isDone: boolean) => {
    if (isDone) onDone();
  };
  return {
    words,
    isKept: note.isKept.value,
    trouble: note.trouble.value,
    lacksWords: note.lacksWords.value,
    keepNow,
    write: note.write,
    finish: () => void note.finish().then(thenGoOn),
    end: (remove: () => Promise<void>) => void note.end(remove).then(thenGoOn),
  };
}

export type NoteInHand = ReturnType<typeof useNote>;
