import { describe, expect, test } from 'vitest';
import { done, pathOf, read } from './notice.ts';

const place = {
  origin: 'https://app.example',
  languages: ['en-US'],
  now: Date.parse('2026-11-23T20:00:00.000Z'),
};
const reminder = '11111111-1111-4111-8111-111111111111';
const message = (part: object = {}, data: object = {}) =>
  JSON.stringify({
    web_push: 8030,
    mutable: true,
    notification: {
      title: 'Footbridge',
      body: 'You have a reminder.',
      lang: 'en',
      dir: 'ltr',
      navigate: `https://app.example/check-in?from=${reminder}`,
      tag: 'opaque',
      data: { kind: 'check_in', delivery: 'd-1', reminder, expires_at: '2026-11-23T22:00:00.000Z', ...data },
      ...part,
    },
  });

describe('a push', () => {
  test('is shown as it says, also when it is filled up with blanks', () => {
    expect(read(`${message()}${' '.repeat(300)}`, place)).toEqual({
      title: 'Footbridge',
      body: 'You have a reminder.',
      language: 'en',
      tag: 'opaque',
      path: `/check-in?from=${reminder}`,
      delivery: 'd-1',
      kind: 'check_in',
      reminder,
      isOver: false,
    });
  });

  test.each([null, '', 'not json', '{}', '[]', 'null', '{"notification":{"title":"x"}}'])(
    'that can not be read (%j) is a neutral reminder',
    (text) => {
      expect(read(text, { ...place, languages: ['es-MX'] })).toMatchObject({
        title: 'Footbridge',
        body: 'Tiene un recordatorio.',
        path: '/',
        delivery: null,
      });
    },
  );

  test('that came too late asks for nothing any more, and is still told as shown', () => {
    const late = read(message({}, { expires_at: '2026-11-23T20:00:00.000Z' }), place);
    expect(late).toMatchObject({
      body: 'Nothing to do right now.',
      path: '/',
      isOver: true,
      delivery: 'd-1',
    });
  });

  test('speaks the language it came in, whatever the phone speaks', () => {
    expect(done(read(message({ lang: 'es' }), place)).body).toBe('Todo listo.');
  });
});

test('a tap stays on this app', () => {
  expect(pathOf('https://app.example/schedule/x?y=1#z', place.origin)).toBe('/schedule/x?y=1');
  expect(pathOf('https://evil.example/check-in', place.origin)).toBe('/');
  expect(pathOf('//evil.example/check-in', place.origin)).toBe('/');
  expect(pathOf('javascript:alert(1)', place.origin)).toBe('/');
  expect(pathOf('http://[', place.origin)).toBe('/');
  expect(pathOf(undefined, place.origin)).toBe('/');
});
