/** Small pieces that every page of the care team's shares. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../ui/strings/index.ts';
import { say } from './words/index.ts';

/** The page's one heading: it names the window, and a reader starts there when the page opens. */
export function Heading({ children, lead }: { children: string; lead?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The window shows no person's name: others see the task bar.
    document.title = 'Footbridge';
    heading.current?.focus();
  }, []);
  return (
    <div>
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {lead === undefined ? null : <p class="soft">{lead}</p>}
    </div>
  );
}

export function Waiting() {
  return (
    <p class="soft" role="status">
      {say('trouble.loading')}
    </p>
  );
}

/** Why something did not come, and the way to ask again. */
export function Trouble({ words, onAgain }: { words: string; onAgain?: () => void }) {
  return (
    <div class="card card-note" role="alert">
      <p>{words}</p>
      {onAgain === undefined ? null : (
        <div>
          <button type="button" class="btn" onClick={onAgain}>
            {t('common.try_again')}
          </button>
        </div>
      )}
    </div>
  );
}

type Choose = {
  id: string;
  label: string;
  hint?: string;
  error?: string | null;
  chosen: string;
  options: readonly { readonly id: string; readonly name: string }[];
  /** The words for choosing none; where they are missing, nothing is chosen at first. */
  none?: string;
  onChoose: (id: string) => void;
};

/** One of a list that may be long. */
export function Choose({ id, label, hint = '', error = null, chosen, options, none, onChoose }: Choose) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        class="input"
        id={id}
        value={chosen}
        onChange={(event) => onChoose(event.currentTarget.value)}
        aria-invalid={error !== null}
        aria-describedby={`${id}-hint ${id}-error`}
      >
        <option value="" disabled={none === undefined}>
          {none ?? ''}
        </option>
        {options.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      <p class="small soft" id={`${id}-hint`}>
        {hint}
      </p>
      <p class="small error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  );
}
