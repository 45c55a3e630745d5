/**
 * Turns a catalogue entry into what a person reads.
 *
 * Owns: {placeholders} and the plural forms `_one`, `_many`, `_other`. Knows neither where catalogues
 * come from nor which language is in use.
 */
import type english from './en.json';

export type Language = 'en' | 'es';
export const languages: readonly Language[] = ['en', 'es'];

/** English decides which keys exist; strings.test.ts holds Spanish to the same set. */
export type Key = keyof typeof english;
export type Catalogue = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** What comes before `_other`: the name under which a counted sentence is asked for. */
export type CountedKey = Key extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;

/** Fills {placeholders}; one that has no value stays visible, so that a test or a reader finds it. */
export function fill(pattern: string, values: Values): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The sentence for `count` things, by the language's own rule; `_other` stands in for a form it lacks. */
export function counted(words: Catalogue, language: Language, base: CountedKey, count: number): string {
  const forms: Readonly<Record<string, string | undefined>> = words;
  const form = new Intl.PluralRules(language).select(count);
  return forms[`${base}_${form}`] ?? words[`${base}_other`];
}

/** The first language of `wishes` (as a browser lists them) that the app speaks; English when none is. */
export function bestLanguage(wishes: readonly string[]): Language {
  const spoken = wishes.map((wish) => wish.slice(0, 2).toLowerCase());
  return (
    languages.find((language) => language === spoken.find((wish) => wish === 'en' || wish === 'es')) ?? 'en'
  );
}
