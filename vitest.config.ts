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
    exclude: [
      'packages/testkit/src/workflow-runner/**',
      'packages/action-kit/src/run-*.test.ts',
      'packages/registry/src/stores/killed-push.test.ts',
      'test/canary-live.test.ts',
    ],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    // What our modules keep (compiled schemas, hashes of unchanged files) holds for every test, so files share them: a third less
    // work. A test that leaks into another is a bug.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
