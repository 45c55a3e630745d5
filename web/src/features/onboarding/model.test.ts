import { describe, expect, test } from 'vitest';
import { cleanCode, passphraseLacks, shownCode, stepAfter, stepBefore, stepsFor, tokenIn } from './model.ts';

const android = { platform: 'android', standalone: false } as const;
const participant = { purpose: 'first' } as const;

describe('the steps', () => {
  test('of a first phone ask whose it is before anything is written on it', () => {
    expect(stepsFor(participant, android)).toEqual([
      'code',
      'phone',
      'name',
      'consent',
      'sign_in',
      'install',
      'set',
    ]);
  });

  test('of a second phone of the same person are few', () => {
    expect(stepsFor({ purpose: 'new_phone' }, android)).toEqual(['code', 'phone', 'install', 'set']);
  });

  test('in an iPhone’s browser begin with the home screen, and in the app itself do not', () => {
    expect(stepsFor(null, { platform: 'ios', standalone: false })[0]).toBe('home_screen');
    expect(stepsFor(participant, { platform: 'ios', standalone: true })).not.toContain('home_screen');
    expect(stepsFor(participant, { platform: 'ios', standalone: true })).not.toContain('install');
  });

  test('lead on and back, but not back over the claim', () => {
    const steps = stepsFor(participant, android);
    expect(stepAfter('phone', steps)).toBe('name');
    expect(stepAfter('set', steps)).toBe('set');
    expect(stepBefore('name', steps)).toBe('phone');
    expect(stepBefore('code', steps)).toBeNull();
    expect(stepBefore('install', steps)).toBeNull();
  });
});

test('a code is read however it was typed', () => {
  expect(cleanCode(' 4kxp-9rtm ')).toBe('4KXP9RTM');
  expect(cleanCode('4KXP 9RTM EXTRA')).toBe('4KXP9RTM');
  expect(shownCode('4KXP9R')).toBe('4KXP-9R');
  expect(shownCode('4KXP')).toBe('4KXP');
});

test('only a token comes out of the address', () => {
  expect(tokenIn('#t=abcdefghijklmnop_-12')).toBe('abcdefghijklmnop_-12');
  expect(tokenIn('#t=short')).toBeNull();
  expect(tokenIn('#t=<script>alert(1)</script>')).toBeNull();
  expect(tokenIn('')).toBeNull();
});

test('a passphrase of fifteen characters is long enough, counted as people count', () => {
  expect(passphraseLacks('lamp orchard mi')).toBe(0);
  expect(passphraseLacks('😀😀')).toBe(13);
});
