import { join } from 'node:path';
import { defineConfig } from 'vite';
import { precacheList } from '../web/build/precache-list.ts';
import { precompress } from '../web/build/precompress.ts';

const dist = join(import.meta.dirname, '../server/footbridge/static/dist');

// Runs after the web build: the worker carries the list of what that build wrote.
export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [precompress(dist)],
  define: {
    __PRECACHE__: JSON.stringify(command === 'build' ? precacheList(dist) : []),
  },
  build: {
    outDir: dist,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'baseline-widely-available',
    rollupOptions: {
      input: join(import.meta.dirname, 'src/sw.ts'),
      output: { entryFileNames: 'sw.js', format: 'iife' },
    },
  },
}));
