import { join } from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { careShell } from './build/care-shell.ts';
import { names } from './build/names.ts';
import { sizeBudget } from './build/size-budget.ts';

const server = `http://127.0.0.1:${process.env.FOOTBRIDGE_PORT ?? '8000'}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact(), careShell(), sizeBudget('index.html')],
  build: {
    outDir: '../server/footbridge/static/dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: [join(import.meta.dirname, 'index.html'), join(import.meta.dirname, 'care.html')],
      output: names,
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': server, '/healthz': server, '/problems': server },
  },
});
