import { describe, expect, test } from 'vitest';
import { type ClickAround, openClicked, pickWindow } from './notification-click.ts';
import type { AppWindow } from './surroundings.ts';

const origin = 'https://app.example';

function aWindow(part: Partial<AppWindow> = {}, log: string[] = []): AppWindow {
  return {
    url: `${origin}/journal`,
    focused: false,
    visibilityState: 'hidden',
    focus: async () => void log.push('focused'),
    navigate: async (url) => void log.push(`led to ${url}`),
    postMessage: () => undefined,
    ...part,
  };
}

function aPhone(windows: (log: string[]) => AppWindow[], part: Partial<ClickAround> = {}) {
  const log: string[] = [];
  const all = windows(log);
  const around: ClickAround = {
    origin,
    windows: { matchAll: async () => all, openWindow: async (url) => void log.push(`opened ${url}`) },
    ask: async (_window, path) => {
      log.push(`asked for ${path}`);
      return true;
    },
    receipt: async (delivery, event) => void log.push(`told ${delivery} ${event}`),
    ...part,
  };
  const notification = {
    data: { path: '/check-in?from=x', delivery: 'd-1' },
    close: () => log.push('closed'),
  };
  return { log, tap: (data: unknown = notification.data) => openClicked({ ...notification, data }, around) };
}

describe('a tap', () => {
  test('leads an open window there without a reload', async () => {
    const { log, tap } = aPhone((lines) => [aWindow({}, lines)]);
    await tap();
    expect(log).toEqual(['closed', 'focused', 'asked for /check-in?from=x', 'told d-1 opened']);
  });

  test('leads a window that does not answer there by its address', async () => {
    const { log, tap } = aPhone((lines) => [aWindow({}, lines)], { ask: async () => false });
    await tap();
    expect(log).toEqual(['closed', 'focused', `led to ${origin}/check-in?from=x`, 'told d-1 opened']);
  });

  test('opens a window when there is none', async () => {
    const { log, tap } = aPhone(() => []);
    await tap();
    expect(log).toEqual(['closed', `opened ${origin}/check-in?from=x`, 'told d-1 opened']);
  });

  test('opens a window when the one there can not be led', async () => {
    const stuck = { focus: () => Promise.reject(new Error('not allowed')) };
    const { log, tap } = aPhone((lines) => [aWindow(stuck, lines)]);
    await tap();
    expect(log).toContain(`opened ${origin}/check-in?from=x`);
  });

  test.each([null, 7, 'text', { path: 'https://evil.example/' }, { path: '//evil.example' }])(
    'on a notification with strange data (%j) opens Today',
    async (data) => {
      const { log, tap } = aPhone(() => []);
      await tap(data);
      expect(log).toEqual(['closed', `opened ${origin}/`]);
    },
  );
});

describe('the window that is picked', () => {
  test('is the one in use, else one in sight, else the first', () => {
    const hidden = aWindow();
    const visible = aWindow({ visibilityState: 'visible' });
    const focused = aWindow({ focused: true, visibilityState: 'visible' });
    expect(pickWindow([hidden, visible, focused], origin)).toBe(focused);
    expect(pickWindow([hidden, visible], origin)).toBe(visible);
    expect(pickWindow([hidden], origin)).toBe(hidden);
  });

  test('is never the care team’s page nor another site', () => {
    const care = aWindow({ url: `${origin}/care/people`, focused: true });
    const other = aWindow({ url: 'https://other.example/', focused: true });
    expect(pickWindow([care, other], origin)).toBeNull();
  });
});
