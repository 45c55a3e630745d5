import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __PRECACHE__: '[]' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['web/**/*.test.{ts,tsx}', 'service-worker/**/*.test.ts'],
    environment: 'node',
    // A test that was left alone or left out is a failure where nobody looks on.
    allowOnly: !process.env.CI,
    restoreMocks: true,
  },
});
