/** Who may import whom. `npm run check` also asserts how many modules were seen: a cruise of nothing finds nothing. */
const stages = ['data', 'evaluation', 'report', 'registry', 'rollout', 'retraining'];

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Types that name each other are one concept in two files; values that need each other have no order of loading.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-imports-zod-and-yaml-only',
      comment: 'core is pure: hashing is the only part of Node it may use.',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/core/src', '(^|/)node_modules/(zod|yaml)/', '^(node:)?crypto$'] },
    },
    {
      name: 'stats-imports-core-at-most',
      severity: 'error',
      from: { path: '^packages/stats/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/(stats|core)/src'] },
    },
    ...stages.map((stage) => ({
      name: `${stage}-talks-through-documents`,
      comment: 'Stages talk only through documents defined in core.',
      severity: 'error',
      from: { path: `^packages/${stage}/src` },
      to: { path: `^packages/(${stages.filter((other) => other !== stage).join('|')})/src` },
    })),
    {
      name: 'only-github-imports-octokit',
      severity: 'error',
      from: { path: '^(packages|actions)/', pathNot: ['^packages/github/', '^packages/testkit/', '\\.test\\.ts$'] },
      to: { path: '(^|/)node_modules/@octokit/' },
    },
    {
      name: 'only-action-kit-imports-the-toolkit',
      severity: 'error',
      from: { path: '^(packages|actions)/', pathNot: ['^packages/action-kit/', '^packages/testkit/', '\\.test\\.ts$'] },
      to: { path: '(^|/)node_modules/@actions/' },
    },
    {
      name: 'artifact-client-is-lazy',
      comment: 'It doubles the start-up of an action.',
      severity: 'error',
      from: { path: '^(packages|actions)/', pathNot: ['^packages/testkit/', '\\.test\\.ts$'] },
      to: { path: '(^|/)node_modules/@actions/artifact/', dependencyTypesNot: ['type-only'], dynamic: false },
    },
    {
      name: 'actions-do-not-import-actions',
      comment: 'Only the root action (actions/suite) runs the others.',
      severity: 'error',
      from: { path: '^actions/([^/]+)/', pathNot: '^actions/suite/' },
      to: { path: '^actions/', pathNot: '^actions/$1/' },
    },
    {
      name: 'cli-without-the-toolkit',
      severity: 'error',
      from: { path: '^packages/cli/' },
      to: { path: '^packages/action-kit/' },
    },
    {
      name: 'testkit-from-tests-and-demo-only',
      severity: 'error',
      from: { path: '^(packages|actions)/', pathNot: ['^packages/testkit/', '\\.test\\.ts$', '/testing/'] },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'libraries-do-not-import-roots',
      severity: 'error',
      from: { path: '^packages/(?!cli|use-cases|testkit|action-kit)' },
      to: { path: '^(packages/(cli|use-cases|action-kit)|actions)/' },
    },
    {
      name: 'no-undeclared-dependency',
      comment: 'Tests may use what the root declares for all of them.',
      severity: 'error',
      from: { path: '^packages/', pathNot: ['\\.test\\.ts$', '/testing/'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^(vitest|rolldown)'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^examples/', 'generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
