import { describe, expect, test } from 'vitest';
import {
  addTime,
  firstSettings,
  keyBytes,
  type PhoneFacts,
  phoneState,
  removeTime,
  sameBytes,
  setTime,
  toggleDay,
  toggleLead,
} from './model.ts';

const on: PhoneFacts = {
  isShared: false,
  isSignedOut: false,
  platform: 'android',
  standalone: false,
  canPush: true,
  permission: 'granted',
  isSubscribed: true,
  isWanted: true,
};
const stateWith = (part: Partial<PhoneFacts>) => phoneState({ ...on, ...part });

describe('what the switch says', () => {
  test('is on only when wish, permission and subscription are there', () => {
    expect(stateWith({})).toBe('on');
    expect(stateWith({ isSubscribed: false })).toBe('stopped');
    expect(stateWith({ permission: 'default', isSubscribed: false, isWanted: false })).toBe('off');
    expect(stateWith({ isWanted: false })).toBe('off');
  });

  test('names the home screen first on an iPhone’s browser, where nothing can show reminders', () => {
    expect(stateWith({ canPush: false, platform: 'ios' })).toBe('install_first');
    expect(stateWith({ canPush: false, platform: 'ios', standalone: true })).toBe('unsupported');
    expect(stateWith({ canPush: false, platform: 'desktop' })).toBe('unsupported');
  });

  test('names what stands in the way, the most lasting reason first', () => {
    expect(stateWith({ isShared: true, permission: 'denied' })).toBe('shared');
    expect(stateWith({ permission: 'denied', isSignedOut: true })).toBe('blocked');
    expect(stateWith({ isSignedOut: true })).toBe('signed_out');
  });
});

describe('times', () => {
  test('a new one comes after the last and is never one that is taken', () => {
    const two = addTime(firstSettings);
    expect(two.check_in.times).toEqual(['20:00', '21:00']);
    const late = { ...firstSettings, check_in: { ...firstSettings.check_in, times: ['23:00', '00:00'] } };
    expect(addTime(late).check_in.times).toEqual(['23:00', '00:00', '01:00']);
  });

  test('are four at most, one at least', () => {
    const four = {
      ...firstSettings,
      check_in: { ...firstSettings.check_in, times: ['08:00', '12:00', '16:00', '20:00'] },
    };
    expect(addTime(four)).toBe(four);
    expect(removeTime(firstSettings, '20:00')).toBe(firstSettings);
    expect(removeTime(four, '12:00').check_in.times).toEqual(['08:00', '16:00', '20:00']);
  });

  test('the same time twice, or no time at all, changes nothing', () => {
    const two = addTime(firstSettings);
    expect(setTime(two, 1, '20:00')).toBe(two);
    expect(setTime(two, 1, '')).toBe(two);
    expect(setTime(two, 1, '07:15').check_in.times).toEqual(['20:00', '07:15']);
  });
});

test('at least one day and one lead stay, three leads at most', () => {
  const oneDay = { ...firstSettings, check_in: { ...firstSettings.check_in, days: [3] } };
  expect(toggleDay(oneDay, 3)).toBe(oneDay);
  expect(toggleDay(oneDay, 1).check_in.days).toEqual([1, 3]);
  expect(toggleLead(firstSettings, 60)).toBe(firstSettings);
  const three = toggleLead(toggleLead(firstSettings, 1440), 15);
  expect(three.appointment.leads_min).toEqual([15, 60, 1440]);
  expect(toggleLead(three, 30)).toBe(three);
});

test('a key in base64url is compared byte by byte', () => {
  const bytes = keyBytes('-_8A');
  expect([...bytes]).toEqual([251, 255, 0]);
  expect(sameBytes(bytes.buffer, bytes)).toBe(true);
  expect(sameBytes(new Uint8Array([251, 255, 1]).buffer, bytes)).toBe(false);
  expect(sameBytes(null, bytes)).toBe(false);
});
