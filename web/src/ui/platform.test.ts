import { expect, test } from 'vitest';
import { deviceLabel, isInAppBrowser, platformOf } from './platform.ts';

const facts = (userAgent: string, touchPoints = 5) => ({ userAgent, touchPoints, standalone: false });
const pixel = facts(
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/157.0.0.0 Mobile Safari/537.36',
);
const iphone = facts(
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/27.0 Mobile/15E148 Safari/604.1',
);
const ipad = facts('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/27.0 Safari/605.1.15');
const mac = facts('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/27.0 Safari/605.1.15', 0);

test('an iPad that says it is a Mac is told by its touch screen', () => {
  expect([pixel, iphone, ipad, mac].map(platformOf)).toEqual(['android', 'ios', 'ios', 'desktop']);
});

test('a device has a name its owner knows, without model or version', () => {
  expect([pixel, iphone, ipad, mac].map(deviceLabel)).toEqual(['Android', 'iPhone', 'iPad', 'Mac Safari']);
});

test('a browser inside another app is noticed', () => {
  expect(isInAppBrowser(facts(`${iphone.userAgent} [FBAN/FBIOS;FBAV/400.0]`))).toBe(true);
  expect(isInAppBrowser(iphone)).toBe(false);
});
