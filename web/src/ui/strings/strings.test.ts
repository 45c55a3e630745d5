import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from './en.json';
import es from './es.json';
import { bestLanguage, type Catalogue, counted, fill } from './words.ts';

const both: readonly (readonly [string, Record<string, string>])[] = [
  ['en', en],
  ['es', es],
];
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe('the two catalogues', () => {
  test('have the same keys in the same order', () => {
    expect(Object.keys(es)).toEqual(Object.keys(en));
  });

  test('have the same placeholders in each sentence', () => {
    const english: Record<string, string> = en;
    const different = Object.entries(es).filter(
      ([key, text]) => String(holes(text)) !== String(holes(english[key] ?? '')),
    );
    expect(different).toEqual([]);
  });

  test.each(both)('%s: every counted sentence has its form for one and for others', (_language, words) => {
    const ones = Object.keys(words)
      .filter((key) => key.endsWith('_one'))
      .map((key) => key.replace(/_one$/, ''));
    const others = Object.keys(words)
      .filter((key) => key.endsWith('_other') && !key.startsWith('checkin.chip'))
      .map((key) => key.replace(/_other$/, ''));
    expect(others.filter((base) => !ones.includes(base))).toEqual(['schedule.kind']);
    expect(ones.filter((base) => !others.includes(base))).toEqual(['settings.this']);
  });

  test.each(both)('%s: nothing is empty, shouts or carries markup', (_language, words) => {
    const wrong = Object.entries(words).filter(
      ([, text]) => text.trim() === '' || /[<>]|!!|[A-ZÁÉÍÓÚ]{6,}/.test(text.replace('AYUDA', '')),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ['en', en, /\b(invalid|failed|illegal|denied|relapse|clean|dirty|addict|abuse|streak|error)\b/i],
    ['es', es, /\b(inválid[oa]|falló su|ilegal|denegad[oa]|recaída|adict[oa]|abuso|racha)\b/i],
  ])('%s: no word blames', (_language, words, blaming) => {
    expect(Object.entries(words).filter(([, text]) => blaming.test(text))).toEqual([]);
  });

  test('Spanish is not so long that it breaks what English fits', () => {
    const english: Record<string, string> = en;
    const longer = Object.entries(es).filter(
      ([key, text]) => text.length > 24 && text.length > 1.7 * (english[key] ?? '').length,
    );
    expect(longer.map(([key]) => key)).toEqual([]);
  });
});

test('every sentence is used somewhere', () => {
  const source = join(import.meta.dirname, '../..');
  const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
    .map((path) => readFileSync(join(source, path), 'utf8'))
    .join('\n');
  // Built from parts: t(`today.hello_${part}`).
  const built = [...code.matchAll(/`([a-z]+\.[a-z_]+_)\$\{/g)].map(([, start]) => start ?? '');
  const unused = Object.keys(en).filter((key) => {
    const names = [key, key.replace(/_(one|other)$/, '')];
    return (
      !names.some((name) => code.includes(`'${name}'`) || code.includes(`"${name}"`)) &&
      !built.some((start) => key.startsWith(start))
    );
  });
  expect(unused).toEqual([]);
});

describe('a sentence', () => {
  test('fills its placeholders and shows one that nobody filled', () => {
    expect(fill('{n} of {total}', { n: 2 })).toBe('2 of {total}');
  });

  test('is counted by the rule of its language', () => {
    const spanish: Catalogue = es;
    expect(counted(en, 'en', 'today.draft', 1)).toBe('1 note is not finished');
    expect(counted(en, 'en', 'today.draft', 0)).toBe('{n} notes are not finished');
    // Spanish has a form for millions, which the catalogue leaves to the common one.
    expect(counted(spanish, 'es', 'today.draft', 1_000_000)).toBe('{n} notas sin terminar');
  });
});

test('the language is the first of the wishes that the app speaks', () => {
  expect(bestLanguage(['fr-CA', 'es-MX', 'en-US'])).toBe('es');
  expect(bestLanguage(['nb'])).toBe('en');
  expect(bestLanguage([])).toBe('en');
});
