import type { ComponentChildren } from 'preact';
import { busy } from './store.ts';

type Next = {
  label: string;
  onNext: () => void;
  /** Stands at the end of the page, after all that is to be read, and not over it. */
  isLast?: boolean;
  children?: ComponentChildren;
};

/** The one way on, under the thumb. While the server is asked it says so and a second tap does nothing. */
export function Next({ label, onNext, isLast = false, children }: Next) {
  return (
    <div class={isLast ? 'dock dock-still push' : 'dock push'}>
      <button
        type="button"
        class="btn btn-main"
        aria-disabled={busy()}
        onClick={() => {
          if (!busy()) onNext();
        }}
      >
        {label}
      </button>
      {children}
    </div>
  );
}
