/**
 * Days in the life of a person with two phones, told by a seed: whole worlds with their drains, locks, timers and worker, over a
 * network that does anything.
 *
 * Owns: what storm.ts leaves out, the part that decides when rounds happen. What must be true at the end is the same.
 */
import { drainInBackground } from '../../web/src/offline/background.ts';
import { openWorld, type World } from '../../web/src/offline/world.ts';
import { ANA, FakePhone, html, problem, type Weather } from './around.ts';
import { page } from './cast.ts';
import { Chance } from './chance.ts';
import { ServerModel } from './server-model.ts';

export interface Days {
  readonly entries: number;
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  /** What each open world showed at the end; all must be the same. */
  readonly shown: ReadonlySet<string>;
  readonly faults: readonly unknown[];
}

interface Open {
  readonly phone: FakePhone;
  readonly world: World;
}

export async function days(seed: number): Promise<Days> {
  const chance = new Chance(seed);
  const server = new ServerModel(ANA, 5);
  const phones = [0, 1].map((n) => {
    const phone = new FakePhone(server);
    for (let skip = 0; skip < n * 5000; skip++) phone.chance.next();
    phone.weather = anything(phone, chance);
    return phone;
  });
  const open: Open[] = [];
  const saved = new Set<string>();
  /** Texts that a later save had before its eyes. */
  const replaced = new Set<string>();
  const in_background: Promise<boolean>[] = [];
  let texts = 0;

  for (let step = 0; step < 25; step++) {
    const phone = chance.pick(phones);
    const tabs = open.filter((it) => it.phone === phone);
    const what = chance.below(20);
    if (tabs.length === 0 || (what < 2 && tabs.length < 2)) {
      open.push({ phone, world: await openWorld(ANA, phone.around()) });
    } else if (what < 10) {
      const { world } = chance.pick(tabs);
      const entries = world.list('journal_entry');
      const over = chance.below(2) === 0 && entries.length > 0 ? chance.pick(entries) : null;
      const editing = await world.edit('journal_entry', over?.record);
      const text = `text ${++texts}`;
      const seen = editing.entry?.versions.map((it) => it.body.text) ?? [];
      await editing.save(page(text));
      saved.add(text);
      for (const it of seen) replaced.add(it);
    } else if (what < 12) {
      const tab = chance.pick(tabs);
      tab.world.close();
      open.splice(open.indexOf(tab), 1);
    } else if (what < 14) in_background.push(drainInBackground(phone.around()));
    else if (what < 17) phone.pass(chance.below(600_000));
    else chance.pick(tabs).world.wake(chance.pick(['online', 'visible', 'timer', 'signed_in'] as const));
    if (chance.below(3) === 0) await breathe(chance.below(4));
  }

  for (const phone of phones) {
    phone.weather = phone.good;
    phone.let_go();
    if (!open.some((it) => it.phone === phone))
      open.push({ phone, world: await openWorld(ANA, phone.around()) });
  }
  await Promise.all(in_background);
  for (let n = 0; n < 12; n++) {
    for (const { phone, world } of open) {
      phone.pass(600_000);
      world.wake('signed_in');
      await breathe(1);
      await world.settled();
    }
  }
  const shown = new Set(open.map(({ world }) => shownBy(world)));
  for (const { world } of open) world.close();

  const standing = [...server.revisions.values()].map((it) => textOf(it.body));
  return {
    entries: saved.size,
    lost: [...saved].filter((it) => !standing.includes(it) && !replaced.has(it)),
    duplicated: standing.filter((it, at) => standing.indexOf(it) !== at),
    shown,
    faults: phones.flatMap((it) => it.faults),
  };
}

function shownBy(world: World): string {
  const entries = world
    .list('journal_entry')
    .map((it) => [it.record, it.state, it.versions.map((one) => one.body.text).sort()]);
  const { waiting, needs_you, state } = world.status();
  return JSON.stringify([entries.sort(), waiting, needs_you, state]);
}

function textOf(body: unknown): string {
  return body !== null && typeof body === 'object' && 'text' in body ? String(body.text) : '';
}

/** Any answer, at any time, or none, and the server may or may not have heard the question. */
function anything(phone: FakePhone, chance: Chance): Weather {
  return async (request) => {
    const what = chance.below(12);
    if (chance.below(3) === 0) await phone.held(chance);
    if (what < 5) return phone.good(request);
    if (what < 7) {
      await phone.good(request);
      throw new TypeError('the answer was lost');
    }
    if (what === 7) throw new TypeError('Failed to fetch');
    if (what === 8) return html(200);
    if (what === 9) return problem(401, 'signed-out');
    if (what === 10) return problem(500, 'ours');
    return problem(503, 'unavailable', {}, { 'Retry-After': '5' });
  };
}

async function breathe(times: number): Promise<void> {
  for (let n = 0; n < times * 10; n++) await new Promise((resolve) => setImmediate(resolve));
}
