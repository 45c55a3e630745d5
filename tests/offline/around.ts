/**
 * A pretend phone for whole worlds: disk, network, locks, timers and other tabs, all held by the test.
 *
 * Owns: nothing happens by itself here but promises; a timer rings when the test says so.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import * as v from 'valibot';
import { type Network, send } from '../../web/src/api/http.ts';
import { type SyncRequest, syncAnswer, syncRequest } from '../../web/src/api/wire.ts';
import type { Channel, News } from '../../web/src/offline/hub.ts';
import type { Surroundings } from '../../web/src/offline/surroundings.ts';
import { Chance } from './chance.ts';
import { ServerModel } from './server-model.ts';

export const ANA = '0a7a0000-0000-4000-8000-00000000000a';
export const BEN = '0be70000-0000-4000-8000-00000000000b';

/** What the network does with one request: an answer, or nothing at all. */
export type Weather = (request: SyncRequest) => Response | Promise<Response>;

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': type, ...headers } });
}

export function problem(
  status: number,
  slug: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response {
  return json(
    { type: `/problems/${slug}`, title: slug, status, detail: 'Plain words.', ...more },
    status,
    headers,
  );
}

export function html(status = 200): Response {
  return new Response('<html>Welcome to the hotel</html>', {
    status,
    headers: { 'Content-Type': 'text/html' },
  });
}

export class FakePhone {
  readonly factory = new IDBFactory();
  readonly chance = new Chance(1);
  readonly server: ServerModel;
  /** Everything that reached the network. */
  readonly requests: SyncRequest[] = [];
  readonly faults: unknown[] = [];
  now = Date.UTC(2026, 10, 22, 17, 5);
  ticks = 0;
  /** What the platform says of the network. */
  is_reachable = true;
  /** Bodies with more revisions than this get no answer in time. */
  most_in_time = Number.POSITIVE_INFINITY;
  timers: { at: number; call: () => void }[] = [];
  weather: Weather;
  #turn: Promise<void> = Promise.resolve();
  #locked = 0;
  readonly #channels = new Set<Channel>();

  constructor(server = new ServerModel(ANA, 200)) {
    this.server = server;
    this.weather = this.good;
  }

  readonly good: Weather = (request) => json(this.server.sync(request));

  readonly offline: Weather = () => {
    throw new TypeError('Failed to fetch');
  };

  readonly network: Network = {
    timeout: () => new AbortController().signal,
    fetch: async (_path, init) => {
      const request = v.parse(syncRequest, JSON.parse(String(init.body)));
      this.requests.push(request);
      return this.weather(request);
    },
  };

  /** One more tab, or the worker. */
  around(): Surroundings {
    return {
      factory: this.factory,
      post: async (body) => {
        if (body.revisions.length > this.most_in_time) {
          this.requests.push(body);
          return { ok: false, unreachable: 'timeout' };
        }
        return send({ method: 'POST', path: '/api/sync', body, answer: syncAnswer }, this.network);
      },
      clock: () => this.now,
      chance: () => 0.5,
      newId: this.chance.uuid,
      channel: this.#channel(),
      exclusively: (patient, work) => this.#exclusively(patient, work),
      later: (ms, call) => {
        const timer = { at: this.ticks + ms, call };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((it) => it !== timer);
        };
      },
      elapsed: () => this.ticks,
      reachable: () => this.is_reachable,
      report: (fault) => this.faults.push(fault),
    };
  }

  /** Let time pass; timers that are due ring in order. */
  pass(ms: number): void {
    this.ticks += ms;
    this.now += ms;
    const due = this.timers.filter((it) => it.at <= this.ticks).sort((a, b) => a.at - b.at);
    this.timers = this.timers.filter((it) => it.at > this.ticks);
    for (const { call } of due) call();
  }

  #waiting: (() => void)[] = [];

  /** A request that hangs until others have gone, or until the test lets all go. */
  held(chance: Chance): Promise<void> {
    const before = this.#waiting.splice(0, chance.below(this.#waiting.length + 1));
    for (const go of before) go();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  let_go(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  get next_timer_ms(): number | null {
    const [first] = [...this.timers].sort((a, b) => a.at - b.at);
    return first ? first.at - this.ticks : null;
  }

  async #exclusively(patient: boolean, work: () => Promise<void>): Promise<boolean> {
    if (this.#locked > 0 && !patient) return false;
    this.#locked++;
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined).then(() => void this.#locked--);
    await mine;
    return true;
  }

  #channel(): Channel {
    const channel: Channel = {
      onmessage: null,
      postMessage: (news: News) => {
        for (const other of this.#channels) {
          if (other !== channel)
            other.onmessage?.(new MessageEvent('message', { data: structuredClone(news) }));
        }
      },
      close: () => this.#channels.delete(channel),
    };
    this.#channels.add(channel);
    return channel;
  }
}
