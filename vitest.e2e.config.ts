import { defineConfig } from 'vitest/config';

/** Built actions, whole workflows and the table of bad input, run as the runner runs them. Hundreds of processes: minutes. */
export default defineConfig({
  test: {
    include: ['test/{action,e2e,bad-input}/**/*.test.ts'],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
