import { defineConfig } from 'vitest/config';

/** Built actions, whole workflows, the table of bad input, live canaries, killed uploads and the workflow runner itself: minutes. */
export default defineConfig({
  test: {
    include: [
      'test/{action,e2e,bad-input}/**/*.test.ts',
      'packages/testkit/src/workflow-runner/**/*.test.ts',
      'packages/action-kit/src/run-*.test.ts',
      'packages/registry/src/stores/killed-push.test.ts',
      'test/canary-live.test.ts',
    ],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
