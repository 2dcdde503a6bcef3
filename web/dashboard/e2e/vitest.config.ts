import { defineConfig } from 'vitest/config';

/** Whole days in a real browser against the built program: one file after the other. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    slowTestThreshold: 60_000,
  },
});
