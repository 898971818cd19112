import { defineConfig } from 'vitest/config';
import { LONG_TESTS } from './test/long-tests.ts';

/** Built actions, whole workflows, the table of bad input, live canaries, killed uploads and the workflow runner itself: minutes. */
export default defineConfig({
  test: {
    include: ['test/{action,e2e,bad-input}/**/*.test.ts', ...LONG_TESTS],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
