/** A labelled line to type in, with what to know before and what to do when something is amiss. */

import type { TargetedInputEvent } from 'preact';

/** How the keyboard and the password manager should behave. */
type Typing = {
  readonly autocomplete?:
    | 'off'
    | 'one-time-code'
    | 'nickname'
    | 'username'
    | 'new-password'
    | 'current-password';
  readonly inputMode?: 'numeric';
  readonly maxLength?: number;
  readonly autoCapitalize?: 'none' | 'characters';
  readonly spellcheck?: boolean;
  readonly required?: boolean;
};

type Field = {
  id: string;
  label: string;
  hint?: string;
  error?: string | null;
  value: string;
  onType: (value: string) => void;
  input?: Typing;
  /** Shown as dots. */
  isHidden?: boolean;
};

export function Field({ id, label, hint, error = null, value, onType, input = {}, isHidden = false }: Field) {
  const props = {
    ...input,
    class: 'input',
    id,
    value,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => onType(event.currentTarget.value),
    'aria-invalid': error !== null,
    'aria-describedby': `${id}-hint ${id}-error`,
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {isHidden ? <input type="password" {...props} /> : <input type="text" {...props} />}
      <p class="small soft" id={`${id}-hint`}>
        {hint}
      </p>
      <p class="small error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  );
}
