/** The rules that need no disk. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_NAMED, named, standing, union } from '../../web/src/offline/heads.ts';
import * as pacing from '../../web/src/offline/pace.ts';
import { afterPage, offered, startedOver, unknownMeta } from '../../web/src/offline/progress.ts';
import type { RecordRow } from '../../web/src/offline/rows.ts';
import { wellFormed, wellFormedValue } from '../../web/src/offline/text.ts';
import { instant, writtenNow } from '../../web/src/time/instants.ts';

const rev = (id: string, ...ancestors: string[]) => ({ id, ancestors });
const ids = (revisions: readonly { id: string }[]) => revisions.map((it) => it.id).sort();

describe('heads', () => {
  test('a pulled head never displaces one that it does not replace', () => {
    expect(ids(union([rev('a')], [rev('b')]))).toEqual(['a', 'b']);
    expect(ids(union([rev('a')], [rev('b', 'a')]))).toEqual(['b']);
    expect(ids(union([rev('b', 'a')], [rev('a')]))).toEqual(['b']);
  });

  test('in whatever order and however often revisions come, the same ones stand', () => {
    // Each revision replaces some of the earlier ones, and all that these replaced.
    const histories = fc
      .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
      .map((parents) => {
        const made: { id: string; ancestors: string[] }[] = [];
        for (const [n, picks] of parents.entries()) {
          const seen = picks.flatMap((it) => made[it % Math.max(1, n)] ?? []);
          made.push(
            rev(`r${n}`, ...new Set([...seen.map((it) => it.id), ...seen.flatMap((it) => it.ancestors)])),
          );
        }
        return made;
      });
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (history, order) => {
        const all = ids(standing(history));
        let held: typeof history = [];
        const deliveries = [...history, ...history].map((it) => ({ it, at: order.next().value ?? 0 }));
        for (const { it } of deliveries.sort((a, b) => a.at - b.at)) held = union(held, [it]);
        expect(ids(held)).toEqual(all);
      }),
    );
  });

  test('a save names all it replaces, newest first, at most 400, the newest of each line', () => {
    const line = (name: string, length: number) =>
      rev(`${name}0`, ...Array.from({ length }, (_, n) => `${name}${n + 1}`));
    expect(named([line('a', 2), line('b', 1)])).toEqual(['a0', 'b0', 'a1', 'b1', 'a2']);
    const many = named([line('a', 390), line('b', 390)]);
    expect(many).toHaveLength(MOST_NAMED);
    expect(many.slice(0, 4)).toEqual(['a0', 'b0', 'a1', 'b1']);
    expect(many).toContain('a199');
    expect(many).toContain('b199');
  });
});

describe('progress', () => {
  const meta = { ...unknownMeta('ana'), cursor: 5, digest: 'aaaaaaaaaaaaaaaa' };
  const asked = { cursor: 5, fetch: 0, have: null, offered_to: null };
  const always = () => 0;

  test('equal digests end a round; unequal ones begin again at 0 and offer everything', () => {
    const equal = afterPage(
      { ...meta, unequal: 3 },
      asked,
      { cursor: 9, more: false, digest: meta.digest },
      always,
    );
    expect(equal).toMatchObject({ cursor: 9, unequal: 0, offer_from: null });
    const unequal = afterPage(meta, asked, { cursor: 9, more: false, digest: 'bbbbbbbbbbbbbbbb' }, always);
    expect(unequal).toMatchObject({ cursor: 0, fetch: 1, sweeping: true, offer_from: '', unequal: 1 });
  });

  test('nothing is compared while there is more to fetch, or to offer', () => {
    const more = afterPage(meta, asked, { cursor: 9, more: true, digest: 'bbbbbbbbbbbbbbbb' }, always);
    expect(more).toMatchObject({ cursor: 9, fetch: 0 });
    const offering = { ...asked, have: ['a'], offered_to: 'name' };
    expect(
      afterPage(meta, offering, { cursor: 9, more: false, digest: 'bbbbbbbbbbbbbbbb' }, always),
    ).toMatchObject({ fetch: 0, offer_from: 'name' });
  });

  test('digests that stay unequal are tried less and less often', () => {
    const page = { cursor: 9, more: false, digest: 'bbbbbbbbbbbbbbbb' };
    const tries = (unequal: number, chance: number) =>
      afterPage({ ...meta, unequal }, asked, page, () => chance).fetch;
    expect(tries(0, 0.99)).toBe(1);
    expect(tries(1, 0.4)).toBe(1);
    expect(tries(1, 0.6)).toBe(0);
    expect(tries(8, 0.01)).toBe(0);
    expect(tries(100, 0.001)).toBe(1);
  });

  test('every head is offered once, in slices', () => {
    const rows = fc.array(fc.nat(5), { maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 5, max: 12 }), (counts, most) => {
        const records = counts.map((heads, n) => recordWith(`n${String(n).padStart(3, '0')}`, heads));
        let now = startedOver(meta);
        const met: string[] = [];
        for (let n = 0; n < 100 && now.offer_from !== null; n++) {
          const place = offered(now, records, most);
          expect(place.have?.length ?? 0).toBeLessThanOrEqual(most);
          met.push(...(place.have ?? []));
          now = { ...now, offer_from: place.offered_to };
        }
        expect(met.sort()).toEqual(records.flatMap((it) => it.heads.map((head) => head.id)).sort());
      }),
    );
  });

  function recordWith(name: string, heads: number): RecordRow {
    const made = Array.from({ length: heads }, (_, n) => ({
      id: `${name}-${n}`,
      ancestors: [],
      deleted: false,
      sealed: new Uint8Array(),
    }));
    return { owner: 'ana', name, hash: '0', met: 0, heads: made, last: null, version: null, sealed: null };
  }
});

describe('pace', () => {
  const problem = (status: number) => ({
    type: 'about:blank',
    title: '',
    detail: '',
    status,
    retry_after_s: null,
    errors: [],
  });

  test.each([400, 413, 422])(
    '%i about many halves them; about one makes it a suspect; about none waits',
    (status) => {
      expect(pacing.refused(pacing.AT_EASE, problem(status), 100)).toMatchObject({
        refusal: 'halve',
        pace: { rows: 50 },
      });
      expect(pacing.refused(pacing.AT_EASE, problem(status), 3)).toMatchObject({
        refusal: 'halve',
        pace: { rows: 2 },
      });
      expect(pacing.refused(pacing.AT_EASE, problem(status), 1).refusal).toBe('suspect');
      expect(pacing.refused(pacing.AT_EASE, problem(status), 0).refusal).toBe('wait');
    },
  );

  test('500 is the server’s trouble twice, and the batch’s from the third time on', () => {
    let pace = pacing.AT_EASE;
    const refusals = [1, 2, 3, 4].map(() => {
      const next = pacing.refused(pace, problem(500), 8);
      pace = next.pace;
      return next.refusal;
    });
    expect(refusals).toEqual(['wait', 'wait', 'halve', 'halve']);
    // One good round in between does not make the rest wait all over again.
    expect(pacing.refused(pacing.afterTaken(pace), problem(500), 8).refusal).toBe('halve');
  });

  test.each([403, 404, 408, 429, 502, 503, 504])('%i only waits', (status) => {
    expect(pacing.refused(pacing.AT_EASE, problem(status), 8).refusal).toBe('wait');
  });

  test('a 500 sets an entry aside only when others were stored meanwhile', () => {
    expect(pacing.isAtFault(problem(500), 0)).toBe(false);
    expect(pacing.isAtFault(problem(500), 1)).toBe(true);
    expect(pacing.isAtFault(problem(422), 0)).toBe(true);
  });

  test('waits double up to five minutes, and no two phones wait the same', () => {
    const wait = (waits: number, chance: number) => pacing.waitMs({ ...pacing.AT_EASE, waits }, () => chance);
    expect([0, 1, 2, 3].map((it) => wait(it, 1))).toEqual([2000, 4000, 8000, 16_000]);
    expect(wait(50, 1)).toBe(300_000);
    expect(wait(0, 0)).toBe(1000);
  });
});

describe('text', () => {
  test('whatever is typed can be written as UTF-8, and what already could is not touched', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const typed = String.fromCharCode(...units);
        const kept = wellFormed(typed);
        expect(new TextDecoder().decode(new TextEncoder().encode(kept))).toBe(kept);
        expect(kept).not.toContain('\0');
        if (!/\p{Surrogate}|\0/u.test(typed)) expect(kept).toBe(typed);
      }),
    );
  });

  test('a whole value is mended, names included, and keeps its shape', () => {
    const value = { a: ['x\ud800', 1, null, true], 'k\udfff': { deep: '🙂' } };
    expect(wellFormedValue<unknown>(value)).toEqual({
      a: ['x\ufffd', 1, null, true],
      'k\ufffd': { deep: '🙂' },
    });
  });
});

describe('instants', () => {
  test('every clock gives an instant that everybody can read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()), (ms) => {
        expect(instant(ms)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }),
    );
  });

  test('an entry carries the zone and the offset of the place and time of writing', () => {
    const written = writtenNow(() => Date.UTC(2026, 6, 1, 12));
    expect(written.made_at).toBe('2026-07-01T12:00:00.000Z');
    expect(written.zone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(written.utc_offset_min + new Date('2026-07-01T12:00:00Z').getTimezoneOffset()).toBe(0);
  });
});
