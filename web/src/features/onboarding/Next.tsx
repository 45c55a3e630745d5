import type { ComponentChildren } from 'preact';
import { busy } from './store.ts';

/** The one way on, under the thumb. While the server is asked it says so and a second tap does nothing. */
export function Next({
  label,
  onNext,
  children,
}: {
  label: string;
  onNext: () => void;
  children?: ComponentChildren;
}) {
  return (
    <div class="dock push">
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
