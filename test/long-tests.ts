/** Tests beside the code that take long or start many processes: part of `npm run test:e2e`, not of `npm test`. */
export const LONG_TESTS = [
  'packages/action-kit/src/run-*.test.ts',
  'packages/cli/src/commands/canary-proof.test.ts',
  'packages/data/src/determinism.test.ts',
  'packages/registry/src/ledger/concurrent-clones.test.ts',
  'packages/registry/src/stores/killed-push.test.ts',
  'packages/report/src/hostile-report.test.ts',
  'packages/testkit/src/workflow-runner/**/*.test.ts',
  'test/canary-live.test.ts',
];
