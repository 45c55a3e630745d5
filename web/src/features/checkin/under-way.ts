import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { resume } from './store.ts';

/** Steps after the first need a check-in: the one from before a reload, else step 1 again. */
export function useUnderWay(): void {
  const { route } = useLocation();
  useEffect(() => {
    void resume().then((found) => {
      if (!found) route('/check-in', true);
    });
  }, []);
}
