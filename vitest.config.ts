import { defineConfig } from 'vitest/config';
import { NoSkips } from './web/build/no-skips.ts';

export default defineConfig({
  define: { __PRECACHE__: '[]' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['web/**/*.test.{ts,tsx}', 'service-worker/**/*.test.ts', 'tests/**/*.test.ts'],
    environment: 'node',
    // A machine that is busy with something else is no bug.
    testTimeout: 60_000,
    reporters: ['default', new NoSkips()],
    allowOnly: !process.env.CI,
    restoreMocks: true,
  },
});
