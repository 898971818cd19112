import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { printed, runText, stepsWorkflow } from './testing/run-text.ts';

const HEAD = 'name: n\ndescription: d\n';

/** An action that prints its stage, inputs and state, keeps state, and sets an output. */
const PROBE = {
  'action.yml': `
name: Probe
description: prints
inputs:
  who am I: { default: nobody }
  ref: { default: '\${{ github.ref_name }}' }
  needed: { required: true }
runs: { using: node24, pre: stage.js, main: stage.js, post: stage.js, post-if: always() }
`,
  'stage.js': `
const fs = require('node:fs');
const stages = (process.env.STATE_stages || '') + 'x';
fs.appendFileSync(process.env.GITHUB_STATE, 'stages=' + stages + '\\n');
fs.appendFileSync(process.env.GITHUB_OUTPUT, 'count=' + stages.length + '\\n');
const e = process.env;
console.log(['probe', stages.length, e['INPUT_WHO_AM_I'], e.INPUT_REF, JSON.stringify(e.INPUT_NEEDED), e.GITHUB_ACTION_REPOSITORY, e.GITHUB_ACTION, process.versions.node.split('.')[0]].join(' '));
if (e.INPUT_NEEDED === 'fail' && stages.length === 2) process.exit(1);
`,
};

const folders: string[] = [];

function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'mapped-repository-'));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true });
});

const probeFiles = (prefix: string) =>
  Object.fromEntries(Object.entries(PROBE).map(([name, content]) => [`${prefix}/${name}`, content]));

describe('node24 actions', () => {
  test('remote: pre before all steps, post in reverse order after them, state, inputs, defaults, outputs', async () => {
    const suite = folder(probeFiles('actions/probe'));
    const { jobs } = await runText(
      stepsWorkflow(`
- run: echo first
- id: one
  uses: other/suite/actions/probe@v1
  with: { Who Am I: Ann, needed: "\${{ 1 == 1 }}" }
- uses: other/suite/actions/probe@v1
  with: { needed: fail }
- run: echo never`),
      { repositories: { 'other/suite': suite } },
    );
    expect(printed(jobs.job!.log)).toEqual([
      'probe 1 Ann main "true" other/suite one 24',
      'probe 1 nobody main "fail" other/suite __other_suite 24',
      'first',
      'probe 2 Ann main "true" other/suite one 24',
      'probe 2 nobody main "fail" other/suite __other_suite 24',
      'probe 3 nobody main "fail" other/suite __other_suite 24',
      'probe 3 Ann main "true" other/suite one 24',
    ]);
    expect(jobs.job!.steps.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'pre success',
      'pre success',
      'main success',
      'main success',
      'main failure',
      'main skipped',
      'post success',
      'post success',
    ]);
    expect(jobs.job!.steps[3]?.outputs).toEqual({ count: '2' });
  });

  test('./ needs a checkout and has no pre; $/ needs none and has pre', async () => {
    const files = probeFiles('actions/probe');
    const local = await runText(stepsWorkflow('- uses: ./actions/probe'), { files });
    expect(local.jobs.job!.result).toBe('failure');
    expect(local.jobs.job!.annotations[0]?.message).toContain('Did you forget to run actions/checkout');

    const checkedOut = await runText(stepsWorkflow('- uses: actions/checkout@v7\n- uses: ./actions/probe'), { files });
    expect(printed(checkedOut.jobs.job!.log).filter((line) => line.startsWith('probe'))).toEqual([
      'probe 1 nobody main ""  __self 24',
      'probe 2 nobody main ""  __self 24',
    ]);
    expect(checkedOut.jobs.job!.annotations[0]?.message).toContain(
      "`pre` execution is not supported for local action from './actions/probe'",
    );

    const self = await runText(stepsWorkflow('- uses: $/actions/probe'), { files });
    expect(printed(self.jobs.job!.log)).toHaveLength(3);
  });

  test('an unknown input is handed on with a warning; a skipped step has no post', async () => {
    const { jobs } = await runText(
      stepsWorkflow('- uses: $/actions/p\n  with: { nope: 1 }\n- if: false\n  uses: $/actions/p'),
      {
        files: {
          'actions/p/action.yml': `${HEAD}runs: { using: node24, main: m.js, post: m.js }`,
          'actions/p/m.js': 'console.log("nope", process.env.INPUT_NOPE)',
        },
      },
    );
    expect(printed(jobs.job!.log)).toEqual(['nope 1', 'nope 1']);
    expect(jobs.job!.annotations[0]?.message).toContain("Unexpected input(s) 'nope'");
  });

  test('the artifact service is named to actions only', async () => {
    const files = {
      'actions/p/action.yml': `${HEAD}runs: { using: node24, main: m.js }`,
      'actions/p/m.js': 'console.log("action", process.env.ACTIONS_RESULTS_URL)',
    };
    class WithResults extends (await import('./github-service.ts')).OfflineGitHub {
      override resultsEnvironment() {
        return { ACTIONS_RESULTS_URL: 'http://results.localhost/' };
      }
    }
    const yaml = stepsWorkflow('- uses: $/actions/p\n- run: echo "run ${ACTIONS_RESULTS_URL-none}"');
    const { jobs } = await runText(yaml, { files, service: new WithResults() });
    expect(printed(jobs.job!.log)).toEqual(['action http://results.localhost/', 'run none']);
  });
});

describe('composite actions', () => {
  const files = {
    ...probeFiles('actions/probe'),
    'actions/outer/action.yml': `
name: Outer
description: outer
inputs: { word: { default: dflt } }
outputs: { said: { value: '\${{ steps.say.outputs.said }}' } }
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      run: echo "said=\${{ inputs.word }} $FROM_CALLER" >> "$GITHUB_OUTPUT"; test -f "$GITHUB_ACTION_PATH/action.yml"; test "$GITHUB_ACTION_PATH" = "\${{ github.action_path }}"
    - uses: $/actions/inner
      with: { n: '\${{ steps.say.outputs.said }}' }
`,
    'actions/inner/action.yml': `
name: Inner
description: inner
inputs: { n: {} }
runs:
  using: composite
  steps:
    - shell: sh
      run: echo "inner \${{ inputs.n }} [\${{ secrets.X }}]"
    - shell: bash
      run: exit \${{ startsWith(inputs.n, 'bad') && 1 || 0 }}
    - shell: bash
      run: echo after
    - if: failure()
      shell: bash
      run: echo "inner failed, job \${{ job.status }}"
`.replace(' [${{ secrets.X }}]', ''),
  };

  test('inputs, outputs, nesting, environment, status inside', async () => {
    const { jobs } = await runText(
      stepsWorkflow(`
- id: a
  uses: $/actions/outer
  env: { FROM_CALLER: env }
- run: echo "[\${{ steps.a.outputs.said }}] \${{ steps.say.outcome }}"
- uses: $/actions/outer
  with: { word: bad }
- if: failure()
  run: echo outer failed`),
      { files },
    );
    expect(printed(jobs.job!.log)).toEqual([
      'inner dflt env',
      'after',
      '[dflt env] ',
      'inner bad ',
      'inner failed, job success',
      'outer failed',
    ]);
    expect(jobs.job!.steps.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'failure', 'success']);
  });

  test('post stages of actions inside a composite run at the end of the job', async () => {
    const { jobs } = await runText(stepsWorkflow('- uses: $/actions/c\n- run: echo last step'), {
      files: {
        'actions/c/action.yml': `${HEAD}runs: { using: composite, steps: [{ uses: $/actions/p }] }`,
        'actions/p/action.yml': `${HEAD}runs: { using: node24, main: m.js, post: p.js }`,
        'actions/p/m.js': 'console.log("main")',
        'actions/p/p.js': 'console.log("post")',
      },
    });
    expect(printed(jobs.job!.log)).toEqual(['main', 'last step', 'post']);
  });
});
