import { brotliCompressSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

// Ours: two round trips of a cold connection on a slow phone, with room to grow from the 14 KB first measured.
export const BUDGET_BYTES = 30 * 1024;

/** Prints what a page waits for before it can draw, in brotli, and ends the build when that is too much. */
export function sizeBudget(page: string): Plugin {
  return {
    name: 'size-budget',
    apply: 'build',
    writeBundle: {
      order: 'post',
      handler(_options, bundle) {
        const bytes = firstFiles(bundle, page)
          .map((file) => brotliCompressSync(contentOf(bundle, file)).length)
          .reduce((sum, size) => sum + size, 0);
        const figure = `${page}: first scripts and styles are ${bytes} of ${BUDGET_BYTES} bytes (brotli)`;
        if (bytes > BUDGET_BYTES) this.error(`Too heavy to open at once. ${figure}. Load something later.`);
        console.info(figure);
      },
    },
  };
}

/** The page's script, what that imports at once, and their styles; not what is loaded later. */
function firstFiles(bundle: Bundle, page: string): string[] {
  const files = new Set<string>();
  const visit = (file: string): void => {
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk' || files.has(file)) return;
    files.add(file);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const next of chunk.imports) visit(next);
  };
  const entry = Object.values(bundle).find(
    (output) => output.type === 'chunk' && output.isEntry && output.facadeModuleId?.endsWith(`/${page}`),
  );
  if (entry === undefined) throw new Error(`The build wrote no script for ${page}`);
  visit(entry.fileName);
  return [...files];
}

function contentOf(bundle: Bundle, file: string): string | Uint8Array {
  const output = bundle[file];
  if (output === undefined) throw new Error(`The build did not write ${file}`);
  return output.type === 'chunk' ? output.code : output.source;
}
