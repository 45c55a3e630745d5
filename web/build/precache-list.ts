import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { builtFiles } from './files.ts';

export type PrecacheEntry = { readonly url: string; readonly revision: string | null };

// The care team's pages need the network, so no participant's phone carries them; the worker never caches itself.
const leftOut = /\.(map|br|gz)$|^\/sw\.js$|^\/care\.html$|^\/assets\/care\//;

/** What a phone keeps to open with no network. Names under /assets/ hold a hash, so they need no revision. */
export function precacheList(dir: string): PrecacheEntry[] {
  return builtFiles(dir)
    .filter(({ url }) => !leftOut.test(url))
    .map(({ path, url }) => ({ url, revision: url.startsWith('/assets/') ? null : revisionOf(path) }));
}

function revisionOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}
