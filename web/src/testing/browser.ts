/**
 * The little of a browser that the shell stands on, for tests in Node: storage that outlives a start, events, a network.
 *
 * Owns: what a phone keeps between two starts of the app. A start is a fresh import of the modules.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

export type Asked = { readonly method: string; readonly path: string; readonly body: unknown };
type Said = { readonly status: number; readonly body?: unknown } | 'offline';

export class FakeBrowser {
  readonly kept = new Map<string, string>();
  readonly asked: Asked[] = [];
  readonly faults: unknown[] = [];
  readonly pushes = { subscribed: true, shown: 1 };
  answer: (asked: Asked) => Said | Promise<Said> = () => 'offline';
  #listeners = new Map<string, ((event: unknown) => void)[]>();

  constructor() {
    vi.stubGlobal('indexedDB', new IDBFactory());
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => this.kept.get(key) ?? null,
      setItem: (key: string, value: string) => void this.kept.set(key, value),
      removeItem: (key: string) => void this.kept.delete(key),
    });
    vi.stubGlobal('BroadcastChannel', undefined);
    vi.stubGlobal('document', {
      documentElement: {},
      querySelector: () => null,
      addEventListener: () => {},
    });
    vi.stubGlobal('navigator', {
      serviceWorker: {
        getRegistration: async () => ({
          getNotifications: async () => [{ close: () => this.pushes.shown-- }],
          pushManager: {
            getSubscription: async () => ({
              unsubscribe: async () => {
                this.pushes.subscribed = false;
              },
            }),
          },
        }),
      },
    });
    vi.stubGlobal('location', { assign: () => {} });
    vi.stubGlobal('reportError', (fault: unknown) => void this.faults.push(fault));
    vi.stubGlobal('addEventListener', (type: string, listener: (event: unknown) => void) => {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    });
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => this.#fetch(path, init));
  }

  /** The modules forget everything, as when the page is closed and opened again. */
  restart(): void {
    this.#listeners = new Map();
    vi.resetModules();
  }

  tell(type: string, event: object = {}): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }

  paths(): string[] {
    return this.asked.map(({ path }) => path);
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const asked = { method: init.method ?? 'GET', path, body };
    this.asked.push(asked);
    const said = await this.answer(asked);
    if (said === 'offline') throw new TypeError('no network');
    const type = said.status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(said.body === undefined ? null : JSON.stringify(said.body), {
      status: said.status,
      headers: { 'Content-Type': type },
    });
  }
}
