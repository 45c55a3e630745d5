/**
 * A question that rises over the screen: the browser's own dialog, so Escape, focus and reading order
 * are its business. There is always a free way out.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type Sheet = { title: string; onClose: () => void; children: ComponentChildren };

/** Open as long as it is drawn. `onClose` is told when the person leaves it by Escape or the back gesture. */
export function Sheet({ title, onClose, children }: Sheet) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="sheet-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id="sheet-title" tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
