import { defineConfig } from 'vitest/config';
import { LONG_TESTS } from './test/long-tests.ts';

/** A group of packages whose tests share processes. */
const group = (name: string, isolate: boolean, include: string[]) => ({
  extends: true as const,
  test: { name, isolate, include },
});

/** Unit, contract and integration tests: `npm test`. The suites that run built actions and workflows are `npm run test:e2e`. */
export default defineConfig({
  test: {
    exclude: LONG_TESTS,
    // What our modules keep (compiled schemas, hashes of unchanged files) holds for every test, so files share them: a third
    // less work. Starting a process costs by the size of the one that starts it, so what starts git a thousand times stands
    // apart from what fills its memory.
    projects: [
      group('git', false, ['packages/{git,github,cli,registry,testkit,use-cases,retraining,rollout}/src/**/*.test.ts']),
      group('data', true, ['packages/{engine,data}/src/**/*.test.ts']),
      group('rest', false, [
        'packages/{action-kit,core,evaluation,model-files,report,stats}/src/**/*.test.ts',
        'actions/*/src/**/*.test.ts',
        'test/{architecture,docs,package}/**/*.test.ts',
        'test/*.test.ts',
      ]),
    ],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
