import { defineConfig } from 'vitest/config';
import { LONG_TESTS } from './test/long-tests.ts';

const GIT = 'packages/{git,github,cli,registry,testkit,use-cases,retraining,rollout}/src/**/*.test.ts';
const DATA = 'packages/{engine,data}/src/**/*.test.ts';

/** Unit, contract and integration tests: `npm test`. The suites that run built actions and workflows are `npm run test:e2e`. */
export default defineConfig({
  test: {
    exclude: LONG_TESTS,
    // What our modules keep (compiled schemas, hashes of unchanged files) holds for every test, so files share a process and
    // its modules: a third less work. Starting a process costs by the size of the one that starts it, so what starts git a
    // thousand times stands apart; what opens DuckDB gets a process a file, because its memory stays.
    projects: [
      { extends: true, test: { name: 'git', isolate: false, include: [GIT] } },
      { extends: true, test: { name: 'data', isolate: true, include: [DATA] } },
      {
        extends: true,
        test: {
          name: 'rest',
          isolate: false,
          // Everything else, so that the tests of a new package are not forgotten.
          include: [
            '{packages,actions}/*/src/**/*.test.ts',
            'test/{architecture,docs,package}/**/*.test.ts',
            'test/*.test.ts',
          ],
          exclude: [GIT, DATA],
        },
      },
    ],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
