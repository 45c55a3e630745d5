import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { builtFiles } from './files.ts';

const worthIt = /\.(html|js|css|svg|json|webmanifest|txt)$/;

/** Leaves name.br and name.gz beside each text file, for the server to send as they are. */
export function precompress(dir: string): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    closeBundle() {
      for (const { path } of builtFiles(dir).filter(({ url }) => worthIt.test(url))) {
        const bytes = readFileSync(path);
        const brotli = brotliCompressSync(bytes, {
          params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        });
        if (brotli.length >= bytes.length) continue;
        writeFileSync(`${path}.br`, brotli);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
