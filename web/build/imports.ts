import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseSync } from 'vite';

/** What a source file imports: its own kind by path from the root, packages by name. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Whether `import type` counts, which is gone when the app runs. */
type Types = 'with types' | 'without types';

const source = /\.tsx?$/;
const test = /\.test\.tsx?$|\/testing\//;

/** The imports of every source file below `folders`; tests may import what they like. */
export function readImports(root: string, folders: readonly string[], types: Types): Imports {
  const files = folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && source.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !test.test(file));
  const known = new Set(files);
  return new Map(
    files.map((file) => [
      file,
      importsOf(file, readFileSync(join(root, file), 'utf8'), types).map((name) =>
        resolve(file, name, known),
      ),
    ]),
  );
}

/** The names that `code` imports or hands on, as they are written. */
export function importsOf(file: string, code: string, types: Types): string[] {
  const { module, errors } = parseSync(file, code);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const counts = ({ isType }: { isType: boolean }) => types === 'with types' || !isType;
  const atOnce = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(counts))
    .map(({ moduleRequest }) => moduleRequest.value);
  const handedOn = module.staticExports.flatMap(({ entries }) =>
    entries
      .filter(counts)
      .flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
  );
  const later = module.dynamicImports.map(({ moduleRequest }) =>
    code.slice(moduleRequest.start, moduleRequest.end).replaceAll(/['"`]/g, ''),
  );
  return [...new Set([...atOnce, ...handedOn, ...later])];
}

/** Everything that `file` brings along, directly or by what it imports, with the way there. */
export function reach(imports: Imports, file: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const waiting: (readonly string[])[] = [[file]];
  for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) {
    for (const next of imports.get(way.at(-1) ?? '') ?? []) {
      if (found.has(next)) continue;
      const longer = [...way, next];
      found.set(next, longer);
      waiting.push(longer);
    }
  }
  return found;
}

function resolve(from: string, name: string, known: ReadonlySet<string>): string {
  if (!name.startsWith('.')) return name;
  const path = join(dirname(from), name).split(sep).join('/');
  const guesses = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`];
  return guesses.find((guess) => known.has(guess)) ?? path;
}
