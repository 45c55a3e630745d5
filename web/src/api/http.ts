/**
 * One request to our own server, answered as a value.
 *
 * Owns: headers, time-outs, telling our server from whoever else answers in its place (a hotel's
 * sign-in page says 200 too). Knows no routes. Never throws for anything the network does.
 */
import * as v from 'valibot';
import { problemDocument } from './wire.ts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  /** How long the server asks to be left alone; null when it does not say. */
  readonly retry_after_s: number | null;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

/** offline: no connection; timeout: no answer in time; strange: an answer that is not our server's. */
export type Unreachable = 'offline' | 'timeout' | 'strange';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly unreachable: Unreachable };

export interface Outgoing<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root, e.g. "/api/sync". */
  readonly path: string;
  readonly body?: unknown;
  /** What a good answer looks like; null when it has no body (204). */
  readonly answer: v.GenericSchema<unknown, T> | null;
  readonly timeout_ms?: number;
}

/** What the platform brings; tests bring their own. */
export interface Network {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly timeout: (ms: number) => AbortSignal;
}

const platform: Network = {
  fetch: (path, init) => fetch(path, init),
  timeout: (ms) => AbortSignal.timeout(ms),
};

export async function send<T>(out: Outgoing<T>, network: Network = platform): Promise<Answer<T>> {
  const signal = network.timeout(out.timeout_ms ?? 20_000);
  try {
    const response = await network.fetch(out.path, {
      method: out.method,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Footbridge': '1' },
      ...(out.body === undefined ? {} : { body: JSON.stringify(out.body) }),
      credentials: 'same-origin',
      cache: 'no-store',
      // Our API never redirects; whoever does is somebody else.
      redirect: 'error',
      signal,
    });
    return response.ok ? await good(response, out.answer) : await bad(response);
  } catch {
    return { ok: false, unreachable: signal.aborted ? 'timeout' : 'offline' };
  }
}

async function good<T>(response: Response, schema: Outgoing<T>['answer']): Promise<Answer<T>> {
  if (schema === null) {
    // `as`: callers that pass null expect nothing, so T is void for them.
    return response.status === 204 ? { ok: true, value: undefined as T } : strange;
  }
  const said = v.safeParse(schema, await json(response, 'application/json'));
  return said.success ? { ok: true, value: said.output } : strange;
}

async function bad(response: Response): Promise<Answer<never>> {
  // 511: a network that wants a sign-in of its own. Redirect states come here only from a fake fetch.
  if (response.status === 511 || response.status < 400) return strange;
  const said = v.safeParse(problemDocument, await json(response, 'application/problem+json'));
  const words = said.success ? said.output : { type: 'about:blank', title: '', detail: '', errors: [] };
  const asked = said.success ? said.output.retry_after_s : null;
  return {
    ok: false,
    problem: {
      type: words.type,
      title: words.title,
      detail: words.detail,
      errors: words.errors,
      status: response.status,
      retry_after_s: asked ?? seconds(response.headers.get('Retry-After')),
    },
  };
}

const strange = { ok: false, unreachable: 'strange' } as const;

/** The body when it is JSON of the right type; undefined, which no schema accepts, for anything else. */
async function json(response: Response, type: string): Promise<unknown> {
  const text = await response.text();
  if (response.headers.get('Content-Type')?.split(';')[0]?.trim() !== type) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Retry-After in its form of seconds. The form of a date would need a right clock, which a phone may not have. */
function seconds(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : null;
}
