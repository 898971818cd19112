import { defineConfig } from 'vitest/config';

/** Unit, contract and integration tests: `npm test`. The suites that run built actions and workflows are `npm run test:e2e`. */
export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'actions/*/src/**/*.test.ts',
      'test/{architecture,docs,package}/**/*.test.ts',
      'test/*.test.ts',
    ],
    exclude: ['packages/testkit/src/workflow-runner/**', 'packages/action-kit/src/run-*.test.ts'],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
