/**
 * The words of the care team's page, in the language in use.
 *
 * Owns: both catalogues, small enough to come along at once. What the participant's app says too (moods,
 * errors) comes from its catalogue.
 */
import { language } from '../../ui/strings/index.ts';
import { fill, type Values } from '../../ui/strings/words.ts';
import en from './en.json';
import es from './es.json';

export type CareKey = keyof typeof en;

// Typed so that a key that Spanish lacks does not compile.
const words: Readonly<Record<'en' | 'es', Readonly<Record<CareKey, string>>>> = { en, es };

export function say(key: CareKey, values: Values = {}): string {
  return fill(words[language()][key], values);
}
