/**
 * Light or dark: like the phone, or as the person chose for this phone.
 *
 * Owns: the choice, the attribute the styles look at, the colour of the browser's own bar.
 */
import { signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'footbridge.theme';
const table: Readonly<Record<Exclude<Theme, 'auto'>, string>> = { light: '#fbf8f3', dark: '#161b1a' };
const chosen = signal<Theme>('auto');

export function theme(): Theme {
  return chosen.value;
}

export function startTheme(): void {
  show(kept());
}

export function chooseTheme(next: Theme): void {
  show(next);
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // A browser that forbids storage follows the phone again next time.
  }
}

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEPT);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

function show(next: Theme): void {
  chosen.value = next;
  const root = document.documentElement;
  if (next === 'auto') delete root.dataset.theme;
  else root.dataset.theme = next;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = table[next === 'auto' ? own : next];
  }
}
