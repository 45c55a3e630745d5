/**
 * Ways to answer by a tap: faces, the 0-10 tides, chips, segments.
 *
 * Owns: native inputs under their own label, so that keys, screen readers and voice control work by
 * themselves. Nothing is chosen until somebody chooses.
 *
 * A screen may move on by itself after a tap, but never after an arrow key: who walks through the answers
 * with keys has not answered yet. So a choice says whether a finger or a mouse made it.
 */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { type Key, t } from '../strings/index.ts';
import { Face, type Mood, moods } from './Face.tsx';
import { Icon, type IconName } from './Icon.tsx';

const moodWord: Readonly<Record<Mood, Key>> = {
  1: 'checkin.mood_1',
  2: 'checkin.mood_2',
  3: 'checkin.mood_3',
  4: 'checkin.mood_4',
  5: 'checkin.mood_5',
};

export function moodName(mood: Mood): string {
  return t(moodWord[mood]);
}

export type HowChosen = 'pointer' | 'keys';

function usePointer() {
  const how = useRef<HowChosen>('keys');
  return {
    how,
    watch: {
      onPointerDown: () => {
        how.current = 'pointer';
      },
      onKeyDown: () => {
        how.current = 'keys';
      },
    },
  };
}

type Faces = {
  legend: string;
  chosen: Mood | null;
  onChoose: (mood: Mood, how: HowChosen) => void;
  asList?: boolean;
};

/** In a list the hardest answer lies lowest, nearest to the thumb. */
export function Faces({ legend, chosen, onChoose, asList = false }: Faces) {
  const order = asList ? [...moods].reverse() : moods;
  const { how, watch } = usePointer();
  return (
    <fieldset {...watch}>
      <legend class="unseen">{legend}</legend>
      <div class={asList ? 'faces faces-list' : 'faces'}>
        {order.map((mood) => (
          <label class="face" key={mood}>
            <input
              type="radio"
              name="mood"
              value={mood}
              checked={chosen === mood}
              onClick={() => onChoose(mood, how.current)}
            />
            <Face mood={mood} />
            <span>{moodName(mood)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** Rows of 6 and 5 that fill the line; the water in each tile shows the size, with no good or bad end. */
export function Tides(props: {
  legend: string;
  chosen: number | null;
  onChoose: (level: number, how: HowChosen) => void;
}) {
  const { how, watch } = usePointer();
  return (
    <fieldset class="scale" {...watch}>
      <legend class="unseen">{props.legend}</legend>
      <p class="end" aria-hidden="true">
        {t('checkin.urge_low')}
      </p>
      <div class="tides">
        {levels.map((level) => (
          <label class="tide" key={level}>
            <input
              type="radio"
              name="urge"
              value={level}
              checked={props.chosen === level}
              onClick={() => props.onChoose(level, how.current)}
              aria-label={endWord(level)}
            />
            <span>{level}</span>
          </label>
        ))}
      </div>
      <p class="end end-high" aria-hidden="true">
        {t('checkin.urge_high')}
      </p>
    </fieldset>
  );
}

/** The ends say what they mean; the numbers between are enough. */
function endWord(level: number): string {
  if (level === 0) return t('checkin.urge_low');
  return level === 10 ? t('checkin.urge_high') : String(level);
}

export type Option<V extends string> = {
  readonly value: V;
  readonly label: string;
  readonly icon?: IconName;
  readonly lang?: string;
};

type Chips<V extends string> = {
  legend: string;
  options: readonly Option<V>[];
  chosen: readonly V[];
  onToggle: (value: V) => void;
};

/** Any that fit, or none. */
export function Chips<V extends string>({ legend, options, chosen, onToggle }: Chips<V>) {
  return (
    <fieldset class="chips">
      <legend class="unseen">{legend}</legend>
      {options.map(({ value, label }) => (
        <label class="chip" key={value}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
          <Icon name="check" small />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

type Segments<V extends string> = {
  legend: string;
  name: string;
  options: readonly Option<V>[];
  chosen: V | null;
  onChoose: (value: V) => void;
};

/** One of a few, all in sight. */
export function Segments<V extends string>({ legend, name, options, chosen, onChoose }: Segments<V>) {
  return (
    <fieldset class="seg">
      <legend class="unseen">{legend}</legend>
      {options.map(({ value, label, icon, lang }) => (
        <label key={value} {...(lang ? { lang } : {})}>
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
          {icon ? <Icon name={icon} small /> : null}
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** A row that is on or off. */
export function SwitchRow(props: {
  label: ComponentChildren;
  under?: string;
  on: boolean;
  onTurn: (on: boolean) => void;
}) {
  return (
    <label class="row">
      <span class="grow">
        <b>{props.label}</b>
        {props.under ? <small>{props.under}</small> : null}
      </span>
      <input
        class="switch"
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its state itself; ARIA in HTML forbids aria-checked on it
        role="switch"
        checked={props.on}
        onChange={(event) => props.onTurn(event.currentTarget.checked)}
      />
    </label>
  );
}
