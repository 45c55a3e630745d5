import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export type BuiltFile = { readonly path: string; readonly url: string };

/** Every file below `dir`, sorted by the address it is served at. */
export function builtFiles(dir: string): BuiltFile[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, url: `/${relative(dir, path).split(sep).join('/')}` }))
    .sort((one, other) => (one.url < other.url ? -1 : 1));
}
