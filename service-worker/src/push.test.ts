import { describe, expect, test } from 'vitest';
import { type PushAround, showPush } from './push.ts';
import type { Shown } from './surroundings.ts';

const reminder = '11111111-1111-4111-8111-111111111111';
const text = (kind = 'check_in') =>
  JSON.stringify({
    notification: {
      title: 'Footbridge',
      body: 'You have a reminder.',
      lang: 'en',
      navigate: 'https://app.example/check-in',
      tag: 'opaque',
      data: { kind, delivery: 'd-1', reminder, expires_at: '2026-11-23T22:00:00.000Z' },
    },
  });

/** A phone that remembers what it showed, closed and told. */
function aPhone(part: Partial<PushAround> = {}, earlier: string[] = []) {
  const log: string[] = [];
  const shown: Shown[] = earlier.map((tag) => ({ tag, close: () => log.push(`closed ${tag}`) }));
  const around: PushAround = {
    notices: {
      showNotification: async (title, options) => void log.push(`showed ${title}: ${options.body}`),
      getNotifications: async () => shown,
    },
    place: () => ({
      origin: 'https://app.example',
      languages: ['en'],
      now: Date.parse('2026-11-23T20:00:00.000Z'),
    }),
    isDone: async () => false,
    receipt: async (delivery, event) => void log.push(`told ${delivery} ${event}`),
    ...part,
  };
  return { log, around };
}

describe('a push', () => {
  test('shows one notification and then tells the server', async () => {
    const { log, around } = aPhone();
    await showPush(text(), around);
    expect(log).toEqual(['showed Footbridge: You have a reminder.', 'told d-1 shown']);
  });

  test('closes earlier copies of the same reminder and leaves others alone', async () => {
    const { log, around } = aPhone({}, ['opaque', 'another', 'opaque']);
    await showPush(text(), around);
    expect(log.filter((line) => line.startsWith('closed'))).toEqual(['closed opaque', 'closed opaque']);
  });

  test('that asks for what is done says so instead of asking', async () => {
    const { log, around } = aPhone({ isDone: async () => true });
    await showPush(text(), around);
    expect(log[0]).toBe('showed Footbridge: All done.');
  });

  test('about an appointment is never "done" by a check-in', async () => {
    const { log, around } = aPhone({ isDone: async () => true });
    await showPush(text('appointment'), around);
    expect(log[0]).toBe('showed Footbridge: You have a reminder.');
  });

  test('is shown although the store can not be read', async () => {
    const { log, around } = aPhone({ isDone: () => Promise.reject(new Error('no key')) });
    await showPush(text(), around);
    expect(log[0]).toBe('showed Footbridge: You have a reminder.');
  });

  test('is shown although earlier ones can not be listed', async () => {
    const { log, around } = aPhone();
    const broken = { ...around.notices, getNotifications: () => Promise.reject(new Error('gone')) };
    await showPush(text(), { ...around, notices: broken });
    expect(log[0]).toBe('showed Footbridge: You have a reminder.');
  });

  test('that is empty still shows one notification, and there is nothing to tell', async () => {
    const { log, around } = aPhone();
    await showPush(null, around);
    expect(log).toEqual(['showed Footbridge: You have a reminder.']);
  });
});
