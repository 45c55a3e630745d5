/** When rounds happen, and what becomes of an entry that the server cannot take. */
import { describe, expect, test } from 'vitest';
import { locked } from '../../web/src/offline/surroundings.ts';
import { openWorld, type World } from '../../web/src/offline/world.ts';
import { ANA, FakePhone, html, problem, type Weather } from './around.ts';
import { page } from './cast.ts';

async function calm(...worlds: World[]): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const it of worlds) await it.settled();
  }
}

/** A phone with `waiting` unsent entries, offline until the test says otherwise. */
async function phoneWith(waiting: number): Promise<{ phone: FakePhone; ana: World; records: string[] }> {
  const phone = new FakePhone();
  phone.weather = () => problem(503, 'unavailable', {}, { 'Retry-After': '60' });
  const ana = await openWorld(ANA, phone.around());
  await calm(ana);
  const records: string[] = [];
  for (let n = 0; n < waiting; n++) {
    const editing = await ana.edit('journal_entry');
    await editing.save(page(`entry ${n}`));
    records.push(editing.record);
  }
  phone.requests.length = 0;
  return { phone, ana, records };
}

async function online(phone: FakePhone, ana: World, weather: Weather): Promise<void> {
  phone.weather = weather;
  phone.pass(61_000);
  await calm(ana);
}

const arrived = (phone: FakePhone) => new Set([...phone.server.revisions.values()].map((it) => it.record));

describe('one bad entry never blocks the others', () => {
  for (const status of [400, 413, 422, 500]) {
    for (const bad of [0, 7, 19]) {
      test(`${status} about a body with entry ${bad} in it: that one is set aside, all others arrive`, async () => {
        const { phone, ana, records } = await phoneWith(20);
        const poison = records[bad] ?? '';
        await online(phone, ana, (request) => {
          if (request.revisions.some((it) => it.record === poison)) return problem(status, 'nothing-of-this');
          return phone.good(request);
        });
        // A 500 is believed to be about the body only after three of them.
        for (let n = 0; n < 6 && ana.status().waiting > 0; n++) {
          phone.pass(600_000);
          await calm(ana);
        }
        expect(arrived(phone).size).toBe(19);
        expect(ana.status()).toMatchObject({ waiting: 0, needs_you: 1 });
        expect(ana.get('journal_entry', poison)?.state).toBe('needs_you');
        expect(phone.requests.length).toBeLessThan(40);
        ana.close();
      });
    }
  }

  for (const bad of [3, 7]) {
    test(`${bad} entries at the head of the queue that meet 500 hold up none of those behind them`, async () => {
      const { phone, ana, records } = await phoneWith(bad + 5);
      const poison = new Set(records.slice(0, bad));
      await online(phone, ana, (request) =>
        request.revisions.some((it) => poison.has(it.record)) ? problem(500, 'bug') : phone.good(request),
      );
      for (let n = 0; n < 12 && ana.status().waiting > 0; n++) {
        phone.pass(600_000);
        await calm(ana);
      }
      expect([...arrived(phone)].sort()).toEqual(records.slice(bad).sort());
      expect(ana.status()).toMatchObject({ waiting: 0, needs_you: bad });
      ana.close();
    });
  }

  test('a server that stays in trouble is asked ever more seldom', async () => {
    const { phone, ana } = await phoneWith(12);
    await online(phone, ana, (request) =>
      request.revisions.length > 0 ? problem(500, 'disk') : phone.good(request),
    );
    for (let n = 0; n < 12; n++) {
      phone.pass(phone.next_timer_ms ?? 0);
      await calm(ana);
    }
    expect(phone.next_timer_ms).toBeGreaterThan(3 * 60_000);
    expect(ana.status()).toMatchObject({ waiting: 12, needs_you: 0 });
    ana.close();
  });

  test('a server that refuses everything blames no entry', async () => {
    for (const status of [400, 413, 422, 500, 403, 404]) {
      const { phone, ana } = await phoneWith(12);
      await online(phone, ana, () => problem(status, 'everything'));
      for (let n = 0; n < 8; n++) {
        phone.pass(600_000);
        await calm(ana);
      }
      expect(ana.status(), `${status}`).toMatchObject({ state: 'waiting', waiting: 12, needs_you: 0 });
      await online(phone, ana, phone.good);
      phone.pass(600_000);
      await calm(ana);
      expect(arrived(phone).size, `${status}`).toBe(12);
      ana.close();
    }
  });

  test('a server whose disk is full (it reads, and fails each write) blames no entry', async () => {
    const { phone, ana } = await phoneWith(12);
    await online(phone, ana, (request) =>
      request.revisions.length > 0 ? problem(500, 'disk') : phone.good(request),
    );
    for (let n = 0; n < 8; n++) {
      phone.pass(600_000);
      await calm(ana);
    }
    expect(ana.status()).toMatchObject({ state: 'waiting', waiting: 12, needs_you: 0 });
    await online(phone, ana, phone.good);
    phone.pass(600_000);
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0 });
    ana.close();
  });
});

describe('every answer there is', () => {
  const answers: readonly [string, Weather][] = [
    ...[
      301, 400, 401, 402, 403, 404, 405, 408, 409, 410, 411, 412, 413, 414, 415, 421, 422, 425, 426, 428, 429,
      431, 451,
    ].map((status): [string, Weather] => [`${status}`, () => problem(status, 'x')]),
    ...[500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599].map((status): [string, Weather] => [
      `${status}`,
      () => html(status),
    ]),
    ['200 HTML', () => html(200)],
    ['200 {}', () => Response.json({})],
    ['200 null', () => Response.json(null)],
    ['204', () => new Response(null, { status: 204 })],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ];

  test.each(answers)('%s drops nothing, and what waited arrives later', async (_name, weather) => {
    const { phone, ana } = await phoneWith(3);
    await online(phone, ana, weather);
    expect(ana.status().waiting).toBe(3);
    expect(ana.list('journal_entry').map((it) => it.state)).toEqual(['here', 'here', 'here']);
    phone.pass(600_000);
    ana.wake('signed_in');
    await online(phone, ana, phone.good);
    ana.wake('signed_in');
    await calm(ana);
    expect(arrived(phone).size).toBe(3);
    expect(phone.server.revisions.size).toBe(3);
    ana.close();
  });
});

describe('patience', () => {
  test('Retry-After is kept to, also when the person saves', async () => {
    const { phone, ana } = await phoneWith(1);
    await online(phone, ana, () => problem(429, 'too-many-tries', { retry_after_s: 120 }));
    const asked = phone.requests.length;
    phone.weather = phone.good;
    await (await ana.edit('journal_entry')).save(page('meanwhile'));
    ana.wake('visible');
    phone.pass(119_000);
    await calm(ana);
    expect(phone.requests.length).toBe(asked);
    phone.pass(1_000);
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0 });
    ana.close();
  });

  test.each([3_000_000, 99_999_999_999])('Retry-After of %d s is not believed', async (retry_after_s) => {
    const { phone, ana } = await phoneWith(1);
    await online(phone, ana, () => problem(429, 'too-many-tries', { retry_after_s }));
    expect(phone.next_timer_ms).toBe(15 * 60_000);
    const asked = phone.requests.length;
    phone.weather = phone.good;
    phone.pass(59_000);
    ana.wake('online');
    await calm(ana);
    expect(phone.requests.length).toBe(asked);
    phone.pass(1_000);
    ana.wake('visible');
    await calm(ana);
    expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0 });
    ana.close();
  });

  test('with no network each save tries at once, and the pauses between grow', async () => {
    const { phone, ana } = await phoneWith(0);
    await online(phone, ana, phone.offline);
    const pauses: (number | null)[] = [];
    for (let n = 0; n < 4; n++) {
      pauses.push(phone.next_timer_ms);
      phone.pass(phone.next_timer_ms ?? 0);
      await calm(ana);
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(new Set(pauses).size).toBe(4);
    const asked = phone.requests.length;
    await (await ana.edit('journal_entry')).save(page('now'));
    await calm(ana);
    expect(phone.requests.length).toBe(asked + 1);
    ana.close();
  });

  test('with nothing to send it still looks for news now and then', async () => {
    const { phone, ana } = await phoneWith(0);
    await online(phone, ana, phone.good);
    const asked = phone.requests.length;
    phone.pass(5 * 60_000);
    await calm(ana);
    expect(phone.requests.length).toBe(asked + 1);
    expect(ana.status().synced_at).toBe(new Date(phone.now).toISOString());
    ana.close();
  });

  test('a closed world asks for nothing any more', async () => {
    const { phone, ana } = await phoneWith(1);
    ana.close();
    phone.weather = phone.good;
    phone.pass(3_600_000);
    await calm();
    expect(phone.requests).toEqual([]);
  });
});

describe('a large backlog', () => {
  test('leaves in portions of at most 100 revisions and 256 KB', async () => {
    const { phone, ana } = await phoneWith(130);
    for (let n = 0; n < 6; n++) await (await ana.edit('journal_entry')).save(page('🙂'.repeat(20_000)));
    const sizes: number[] = [];
    await online(phone, ana, (request) => {
      sizes.push(new TextEncoder().encode(JSON.stringify(request)).length);
      return phone.good(request);
    });
    expect(ana.status().waiting).toBe(0);
    expect(Math.max(...phone.requests.map((it) => it.revisions.length))).toBeLessThanOrEqual(100);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
    expect(phone.server.revisions.size).toBe(136);
    ana.close();
  });
});

describe('a line too slow for the whole backlog', () => {
  for (const most of [1, 5]) {
    test(`that carries ${most} at a time gets smaller bodies, until all has arrived`, async () => {
      const { phone, ana } = await phoneWith(20);
      phone.most_in_time = most;
      await online(phone, ana, phone.good);
      for (let n = 0; n < 40 && ana.status().waiting > 0; n++) {
        phone.pass(600_000);
        await calm(ana);
      }
      expect(ana.status()).toMatchObject({ state: 'idle', waiting: 0, needs_you: 0 });
      expect(phone.server.revisions.size).toBe(20);
      ana.close();
    });
  }

  test('bodies grow again once it is fast', async () => {
    const { phone, ana } = await phoneWith(60);
    phone.most_in_time = 4;
    await online(phone, ana, phone.good);
    for (let n = 0; n < 5; n++) {
      phone.pass(600_000);
      await calm(ana);
    }
    phone.most_in_time = 100;
    phone.requests.length = 0;
    phone.pass(600_000);
    await calm(ana);
    const sizes = phone.requests.map((it) => it.revisions.length).filter((it) => it > 0);
    expect(ana.status().waiting).toBe(0);
    expect(Math.max(...sizes)).toBeGreaterThan(8);
    ana.close();
  });
});

describe('the lock over tabs and worker', () => {
  /** Locks of one browser: `held` while somebody has it. */
  function locks(held: boolean) {
    const asked: LockOptions[] = [];
    const request = async (
      _name: string,
      options: LockOptions,
      work: (lock: Lock | null) => Promise<unknown>,
    ) => {
      asked.push(options);
      if (!held) return work({ name: 'x', mode: 'exclusive' });
      if (options.ifAvailable) return work(null);
      return Promise.reject(new DOMException('timed out', 'TimeoutError'));
    };
    // `as`: the two overloads of `request` are one function here, and `query` is not used.
    return { manager: { request } as unknown as LockManager, asked };
  }
  const signal = () => AbortSignal.abort();

  test('who gets it works; who does not leaves the work to the other, or waits 30 s and then works anyway', async () => {
    let done = 0;
    const work = async () => void done++;
    expect(await locked(locks(false).manager, signal)(false, work)).toBe(true);
    expect(done).toBe(1);
    expect(await locked(locks(true).manager, signal)(false, work)).toBe(false);
    expect(done).toBe(1);
    const busy = locks(true);
    expect(await locked(busy.manager, signal)(true, work)).toBe(true);
    expect(done).toBe(2);
    expect(busy.asked[1]?.signal).toBeInstanceOf(AbortSignal);
  });

  test('a platform without locks works', async () => {
    let done = 0;
    expect(await locked(null, signal)(true, async () => void done++)).toBe(true);
    expect(done).toBe(1);
  });

  test('a fault in the work itself is not taken for a lock that did not come', async () => {
    let begun = 0;
    const failing = async () => {
      begun++;
      throw new RangeError('ours');
    };
    await expect(locked(locks(false).manager, signal)(true, failing)).rejects.toThrow(RangeError);
    expect(begun).toBe(1);
  });
});
