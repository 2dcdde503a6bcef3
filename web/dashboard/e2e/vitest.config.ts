import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Whole days in a real browser against the built program: one file after the other. */
export default defineConfig({
  root: import.meta.dirname,
  // Tests find things by the page's own words.
  resolve: { alias: { '@': join(import.meta.dirname, '../src') } },
  test: {
    include: ['**/*.test.ts'],
    setupFiles: ['desk/shared-browser.ts'],
    fileParallelism: false,
    testTimeout: 420_000,
    hookTimeout: 420_000,
    slowTestThreshold: 60_000,
  },
});
