/**
 * One note while it is written.
 *
 * Owns: its words, whether the newest of them are kept, that Done saves all that was shown, what went wrong.
 * Knows no screen and no timer.
 */
import { signal } from '@preact/signals';
import type { JournalEntry } from '../../api/bodies.ts';
import { type Editing, Trouble, type TroubleKind, type World } from '../../offline/world.ts';
import { isEmpty, saved, startingText, versionsApart } from './model.ts';
import { saveApart } from './own-notes.ts';

export type Words = Pick<JournalEntry, 'text' | 'sharing' | 'prompt' | 'type'>;

/** A note that is open, and whose it is. */
export interface Opened {
  readonly home: Pick<World, 'owner' | 'edit' | 'list'>;
  readonly editing: Editing<'journal_entry'>;
}

/** Another note, or another person's, is another editor: nothing typed in one stays in the next. */
export const keyOf = ({ home, editing }: Opened) => `${home.owner} ${editing.record}`;

function startingWords({ entry, draft }: Editing<'journal_entry'>, idea: string | null): Words {
  return {
    text: startingText(entry, draft),
    sharing: draft?.sharing ?? entry?.body.sharing ?? 'private',
    prompt: draft?.prompt ?? entry?.body.prompt ?? idea,
    type: draft?.type ?? entry?.body.type ?? 'free',
  };
}

export function takeInHand({ home, editing }: Opened, idea: string | null) {
  const words = signal(startingWords(editing, idea));
  const isKept = signal(editing.entry !== null || editing.draft !== null);
  const trouble = signal<TroubleKind | null>(null);
  const lacksWords = signal(false);
  // Once saved or deleted, a late timer must not write the draft again.
  let isOver = false;
  /** A draft stands on the disk: emptied words have to reach it too. */
  let hasDraft = editing.draft !== null;

  function fail(error: unknown): void {
    isOver = false;
    isKept.value = false;
    trouble.value = error instanceof Trouble ? error.kind : 'closed';
    if (!(error instanceof Trouble)) reportError(error);
  }

  async function save(): Promise<void> {
    let asked: Words;
    // Once more for what was typed while it was being saved.
    do {
      asked = words.peek();
      // Before the save that names all versions, so that at no moment the words are nowhere.
      await saveApart(home, versionsApart(editing.entry));
      await editing.save(saved(editing.entry?.body ?? {}, asked));
    } while (asked !== words.peek() && !isEmpty(words.peek().text));
  }

  return {
    words,
    isKept,
    trouble,
    lacksWords,

    write(part: Partial<Words>): void {
      words.value = { ...words.peek(), ...part };
      isKept.value = false;
      lacksWords.value = false;
    },

    /** Whether `asked` stands on the disk. Only of the newest words it is said. */
    async keep(asked: Words): Promise<boolean> {
      const isNothing = isEmpty(asked.text) && editing.entry === null && !hasDraft;
      if (isOver || isNothing) return true;
      try {
        await editing.keep(asked);
      } catch (error) {
        if (!isOver) fail(error);
        return false;
      }
      hasDraft = true;
      if (asked === words.peek()) {
        isKept.value = true;
        trouble.value = null;
      }
      return true;
    },

    /** Saves, for whom the person chose. True once it is on the disk. */
    async finish(): Promise<boolean> {
      if (isEmpty(words.peek().text)) {
        lacksWords.value = true;
        return false;
      }
      return ended(save);
    },

    /** Throws away what was typed, or the whole note, by `remove`. True once that is done. */
    end: (remove: () => Promise<void>) => ended(remove),
  };

  async function ended(how: () => Promise<void>): Promise<boolean> {
    isOver = true;
    try {
      await how();
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }
}
