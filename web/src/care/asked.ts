/**
 * Something a page asks the server for, as it stands: on its way, here, or why not.
 *
 * Owns: the hook that asks when a page opens, and the words for an answer that did not come.
 */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Answer } from '../api/http.ts';
import { wordsFor } from '../shell/problems.ts';
import { heeding } from './session.ts';
import { say } from './words/index.ts';

export type Asked<T> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly value: T }
  | { readonly kind: 'trouble'; readonly words: string };

/** Asks at once and again whenever `subject` is another; `again` repeats it. */
export function useAsked<T>(
  ask: (subject: string) => Promise<Answer<T>>,
  subject: string,
): readonly [Asked<T>, () => void] {
  const [found, setFound] = useState<Asked<T>>({ kind: 'waiting' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setFound({ kind: 'waiting' });
    void heeding(ask(subject)).then((answer) => {
      if (isWanted)
        setFound(
          answer.ok
            ? { kind: 'here', value: answer.value }
            : { kind: 'trouble', words: troubleWords(answer) },
        );
    });
    return () => {
      isWanted = false;
    };
  }, [ask, subject, round]);
  return [found, useCallback(() => setRound((before) => before + 1), [])];
}

export function troubleWords(answer: Exclude<Answer<unknown>, { readonly ok: true }>): string {
  return 'problem' in answer && answer.problem.status === 404 ? say('trouble.not_here') : wordsFor(answer);
}
