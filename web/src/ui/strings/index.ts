/**
 * The words of the app in the language in use.
 *
 * Owns: which language that is and its catalogue; the other one is fetched only when somebody turns to
 * it. Components that call `t` or `tn` draw themselves again when the language changes.
 */
import { signal } from '@preact/signals';
import {
  bestLanguage,
  type Catalogue,
  type CountedKey,
  counted,
  fill,
  type Key,
  type Language,
  type Values,
} from './words.ts';

export { languages } from './words.ts';
export type { Key, Language };

// A literal import per language, so that the build makes two files and a phone loads one.
const load: Readonly<Record<Language, () => Promise<{ default: Catalogue }>>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
};

const KEPT = 'footbridge.language';
const spoken = signal<{ language: Language; words: Catalogue } | null>(null);

/** The language in use. Only for code that runs after `speak` has been waited for once. */
export function language(): Language {
  return spoken.value?.language ?? 'en';
}

/** Every word is in `next` once this settles, here and at the next start. */
export async function speak(next: Language): Promise<void> {
  const { default: words } = await load[next]();
  spoken.value = { language: next, words };
  document.documentElement.lang = next;
  const manifest = document.querySelector('link[rel="manifest"]');
  manifest?.setAttribute('href', next === 'es' ? '/manifest.es.webmanifest' : '/manifest.webmanifest');
  keep(next);
}

/** What the person chose on this phone, else what the phone itself is set to. */
export function startLanguage(): Language {
  const kept = chosenLanguage();
  return kept ?? bestLanguage(navigator.languages);
}

/** The language somebody chose on this phone; null when nobody has. */
export function chosenLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === 'en' || kept === 'es' ? kept : null;
  } catch {
    return null; // A browser that forbids storage still shows the app.
  }
}

function keep(next: Language): void {
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // Then the phone's own language decides again next time.
  }
}

export function t(key: Key, values: Values = {}): string {
  const pattern = spoken.value?.words[key];
  return pattern === undefined ? '' : fill(pattern, values);
}

/** The counted form of a sentence; {n} is the count. */
export function tn(base: CountedKey, count: number, values: Values = {}): string {
  const now = spoken.value;
  return now === null ? '' : fill(counted(now.words, now.language, base, count), { n: count, ...values });
}
