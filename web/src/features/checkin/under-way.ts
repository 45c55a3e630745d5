import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { resume } from './store.ts';

const NOTE = '/check-in/note';

/**
 * Steps after the first need a check-in: the one from before a reload, else step 1 again. One that is only
 * found by its unsaved note is gone on with where the note is; its answers are of another moment.
 */
export function useUnderWay(): void {
  const { route, path, query } = useLocation();
  const asked = query.record ?? null;
  useEffect(() => {
    resume(asked).then(
      (found) => {
        if (found === null) route('/check-in', true);
        else if (found === 'draft' && path !== NOTE) route(NOTE, true);
      },
      () => route('/check-in', true),
    );
  }, [asked]);
}
