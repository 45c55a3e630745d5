import { expect, test } from 'vitest';
import { cardWords } from '../card-words.ts';
import en from './en.json';
import es from './es.json';

const english: Readonly<Record<string, string>> = en;
const spanish: Readonly<Record<string, string>> = es;
const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test('both languages say the same things, with the same blanks to fill', () => {
  expect(Object.keys(spanish)).toEqual(Object.keys(english));
  for (const [key, words] of Object.entries(english))
    expect(blanks(spanish[key] ?? ''), key).toEqual(blanks(words));
});

test('nothing blames, and Spanish says "usted"', () => {
  for (const words of Object.values(english)) {
    expect(words).not.toMatch(/invalid|failed|illegal|denied|addict|relapse|abuse/i);
  }
  for (const words of Object.values(spanish)) expect(words).not.toMatch(/\b(tu|tus|tú|haz|elige|escribe)\b/i);
});

test('a card names the numbers to call in each language', () => {
  for (const spoken of ['en', 'es'] as const) {
    const { danger, crisis } = cardWords[spoken];
    expect(danger).toContain('911');
    expect(crisis).toContain('988');
  }
  expect(cardWords.es.crisis).toContain('AYUDA');
});
