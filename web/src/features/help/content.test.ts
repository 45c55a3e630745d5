import { describe, expect, test } from 'vitest';
import en from './content/en.json';
import es from './content/es.json';

function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null)
    return value === null ? 'text' : typeof value === 'number' ? value : 'text';
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, shape(inside)]));
}

const withoutLines = ({ lines: _lines, ...rest }: typeof en) => rest;

describe('help in both languages', () => {
  test('has the same steps at the same seconds', () => {
    expect(shape(withoutLines(es))).toEqual(shape(withoutLines(en)));
  });

  test('has the same lines in the same order', () => {
    expect(es.lines.map(({ id }) => id)).toEqual(en.lines.map(({ id }) => id));
  });

  test.each([en, es])('only calls, texts or opens a safe page', ({ lines }) => {
    const odd = lines
      .flatMap(({ ways }) => ways)
      .filter(({ href }) => !/^(tel:\+?\d+|sms:\d+(\?&body=[A-Z]+)?|https:\/\/)/.test(href));
    expect(odd).toEqual([]);
  });

  test.each([en, es])('begins with 988 and 911', ({ lines }) => {
    expect(lines.slice(0, 2).map(({ id }) => id)).toEqual(['988', '911']);
  });
});
