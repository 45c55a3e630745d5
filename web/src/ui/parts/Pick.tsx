/** One of a few that need a sentence each: radios as rows. Nothing is chosen until somebody chooses. */
import { Icon, type IconName } from './Icon.tsx';

export type Choice<V extends string> = {
  readonly value: V;
  readonly title: string;
  readonly under: string;
  readonly icon: IconName;
};

type Pick<V extends string> = {
  legend: string;
  name: string;
  choices: readonly Choice<V>[];
  chosen: V | null;
  onChoose: (value: V) => void;
};

export function Pick<V extends string>({ legend, name, choices, chosen, onChoose }: Pick<V>) {
  return (
    <fieldset class="picks">
      <legend class="unseen">{legend}</legend>
      {choices.map(({ value, title, under, icon }) => (
        <label class="pick" key={value}>
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
          <Icon name={icon} />
          <span class="grow">
            <b>{title}</b>
            <small>{under}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
