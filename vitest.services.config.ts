import { defineConfig } from 'vitest/config';

/** Tests against real tools and servers. What cannot be installed fails: nothing is skipped. */
export default defineConfig({
  test: {
    include: ['test/services/**/*.service.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
