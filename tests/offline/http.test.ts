import * as v from 'valibot';
import { expect, test } from 'vitest';
import { type Network, send } from '../../web/src/api/http.ts';
import { html, json, problem } from './around.ts';

const answer = v.object({ owner: v.string() });

function network(
  response: () => Response | Promise<Response>,
): Network & { readonly calls: [string, RequestInit][] } {
  const calls: [string, RequestInit][] = [];
  return {
    calls,
    timeout: () => new AbortController().signal,
    fetch: async (path, init) => {
      calls.push([path, init]);
      return response();
    },
  };
}

const get = (by: Network) => send({ method: 'GET', path: '/api/me', answer }, by);

test('a good answer is parsed; what is unknown in an envelope is dropped', async () => {
  expect(await get(network(() => json({ owner: 'ana', hint: 1 })))).toEqual({
    ok: true,
    value: { owner: 'ana' },
  });
});

test('a write carries our header, JSON, this origin’s cookie, and follows nobody', async () => {
  const by = network(() => json({ owner: 'ana' }));
  await send({ method: 'POST', path: '/api/sign-in', body: { a: 1 }, answer }, by);
  const [[path, init] = ['', {}]] = by.calls;
  expect(path).toBe('/api/sign-in');
  expect(init).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    headers: { 'X-Footbridge': '1', 'Content-Type': 'application/json' },
  });
});

const strangers: readonly [string, () => Response][] = [
  ['a hotel’s page', () => html(200)],
  [
    'a page that calls itself JSON',
    () => new Response('<html>', { headers: { 'Content-Type': 'application/json' } }),
  ],
  [
    'an answer cut in the middle',
    () => new Response('{"owner": "an', { headers: { 'Content-Type': 'application/json' } }),
  ],
  ['JSON of somebody else', () => json({ ok: true })],
  [
    'JSON without its type',
    () => new Response('{"owner":"ana"}', { headers: { 'Content-Type': 'text/plain' } }),
  ],
  ['a network that wants a sign-in of its own', () => html(511)],
  ['an empty 204 where words were expected', () => new Response(null, { status: 204 })],
];

test.each(strangers)('%s is no answer', async (_name, response) => {
  expect(await get(network(response))).toEqual({ ok: false, unreachable: 'strange' });
});

test('a problem document is handed on in its own words', async () => {
  const errors = [{ pointer: '/name', detail: 'Too long.' }];
  expect(await get(network(() => problem(422, 'not-understood', { errors })))).toEqual({
    ok: false,
    problem: {
      type: '/problems/not-understood',
      title: 'not-understood',
      detail: 'Plain words.',
      status: 422,
      retry_after_s: null,
      errors,
    },
  });
});

test('an error in somebody else’s words keeps its number and no words', async () => {
  expect(await get(network(() => html(502)))).toMatchObject({
    problem: { status: 502, type: 'about:blank', detail: '' },
  });
});

test.each([
  [problem(429, 'too-many-tries', { retry_after_s: 30 }), 30],
  [problem(503, 'unavailable', {}, { 'Retry-After': '120' }), 120],
  [problem(503, 'unavailable', {}, { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }), null],
  [html(429), null],
])('how long to wait is read from body or header, never from a date', async (response, seconds) => {
  expect(await get(network(() => response))).toMatchObject({ problem: { retry_after_s: seconds } });
});

test('no network and no answer in time are told apart', async () => {
  const offline = network(() => {
    throw new TypeError('Failed to fetch');
  });
  expect(await get(offline)).toEqual({ ok: false, unreachable: 'offline' });
  const late = { ...offline, timeout: () => AbortSignal.abort() };
  expect(await get(late)).toEqual({ ok: false, unreachable: 'timeout' });
});

test('an answer without a body is good only where none is expected', async () => {
  const empty = network(() => new Response(null, { status: 204 }));
  expect(await send({ method: 'POST', path: '/api/sign-out', body: {}, answer: null }, empty)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(
    await send(
      { method: 'POST', path: '/api/sign-out', body: {}, answer: null },
      network(() => html(200)),
    ),
  ).toMatchObject({
    unreachable: 'strange',
  });
});
