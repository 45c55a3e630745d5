/** The longer words behind Help now, one file a language, kept on the phone with the app. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Language, language } from '../../../ui/strings/index.ts';

export type Steps = { readonly title: string; readonly steps: readonly string[]; readonly after: string };
export type Ride = {
  readonly seconds: number;
  readonly steps: readonly { readonly at_s: number; readonly text: string }[];
  readonly after: string;
};
export type CrisisLine = {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly note: string | null;
  readonly ways: readonly { readonly label: string; readonly href: string }[];
};
export type HelpContent = {
  readonly wave: { readonly 5: Ride; readonly 15: Ride };
  readonly breathe: Steps & { readonly in: string; readonly out: string };
  readonly ground: Steps;
  readonly overdose: Steps & { readonly when: string };
  readonly lines: readonly CrisisLine[];
  readonly shared_bill: string;
};

const load: Readonly<Record<Language, () => Promise<{ default: HelpContent }>>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
};

const loaded = signal<{ language: Language; content: HelpContent } | null>(null);

/** null for the moment it takes to read it, and in a language that is not there yet. */
export function useHelpContent(): HelpContent | null {
  const wanted = language();
  useEffect(() => {
    if (loaded.peek()?.language === wanted) return;
    load[wanted]().then(({ default: content }) => {
      loaded.value = { language: wanted, content };
    }, reportError);
  }, [wanted]);
  return loaded.value?.language === wanted ? loaded.value.content : null;
}
