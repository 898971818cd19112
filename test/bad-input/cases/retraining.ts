import { sealDocument } from '@model-delivery/core';
import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { delivered, forge } from '../delivered-project.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;

const CONFIG = `model: churn
retraining: { workflow: ml-retrain.yml, when: { drift: { windows: "1 of 1" } } }
`;
/** A sound data report without any drift check; `change` makes it something else. */
const content = (change: Record<string, unknown> = {}) => ({
  schema: 'data-report/1',
  model: 'churn',
  verdict: 'pass',
  as_of: '2026-11-21',
  policy: {},
  inconclusive_blocks: false,
  datasets: [],
  checks: [],
  counts: {},
  engine: null,
  warnings: [],
  ...change,
});
const report = (change?: Record<string, unknown>) => sealDocument(content(change), {}).file;

/** A `retrain-check` over these files. */
function check(name: string, files: ProjectFiles, expected: Expectation, args: string[] = []): BadInputCase {
  return {
    name: `retraining: ${name}`,
    run: (world) =>
      runCommand(world, {
        args: ['retrain-check', '--data-report', 'report.json', ...args],
        files: { 'model-delivery.yaml': CONFIG, 'report.json': report(), ...files },
      }),
    expect: { document: 'error', ...expected },
  };
}
const refused = (message: RegExp): Expectation => ({
  exitCode: 4,
  code: 'RETRAINING_DOCUMENT_REFUSED',
  message,
  fix: /Run the stage that writes it again/,
});

/** What is remembered of former windows, broken. */
function state(name: string, files: Record<string, string>, message: RegExp): BadInputCase {
  return {
    name: `retraining: ${name}`,
    run: (world) =>
      runCommand(world, {
        delivered: true,
        args: ['retrain-check'],
        files: { 'model-delivery.yaml': delivered('retraining: { workflow: ml-retrain.yml, when: { age: 30d } }\n') },
        arrange: (workspace) => forge(workspace, 'refs/model-delivery/retraining/churn', files),
      }),
    expect: {
      exitCode: 4,
      code: 'RETRAINING_STATE_MALFORMED',
      message,
      fix: /git show refs\/model-delivery\/retraining\/churn:state\.json/,
      document: 'error',
    },
  };
}

export const RETRAINING: BadInputCase[] = [
  state('half a state', { 'state.json': '{"schema":"retraining-sta' }, /found no JSON/),
  state('a state of a later version', { 'state.json': '{"schema":"retraining-state/2"}' }, /retraining-state\/1/),
  state('a state that is gone', { 'README.md': 'mine\n' }, /no such file/),
  state(
    'the state of another model',
    { 'state.json': '{"schema":"retraining-state/1","model":"other","windows":[],"dispatches":[],"issue":null}' },
    /the state of other/,
  ),
  check(
    'no report',
    { 'report.json': null },
    {
      exitCode: 4,
      code: 'RETRAINING_DOCUMENT_MISSING',
      message: /signal drift .*report\.json.*no such file/,
      fix: /model-delivery validate/,
    },
  ),
  check(
    'no drift check in the report',
    {},
    {
      exitCode: 4,
      code: 'RETRAINING_NO_DRIFT_CHECKS',
      message: /holds no drift check/,
      fix: /drift: \{psi/,
    },
  ),
  check(
    'a report that was changed after it was written',
    {
      'report.json': report().replace('"verdict":"pass"', '"verdict":"fail"'),
    },
    refused(/digest sha256:[0-9a-f]{64} and has sha256:[0-9a-f]{64}/),
  ),
  check('a report of another model', { 'report.json': report({ model: 'other' }) }, refused(/"other", expected churn/)),
  check(
    'an evaluation in place of the report',
    { 'report.json': report({ schema: 'evaluation/1' }) },
    refused(/expected data-report\/1/),
  ),
  check(
    'a report of a stage that ended with an error',
    {
      'report.json': JSON.stringify({
        schema: 'data-report/1',
        verdict: 'error',
        error: { code: 'DATA_NOT_FOUND', message: 'no data' },
      }),
    },
    refused(/ended with DATA_NOT_FOUND: no data/),
  ),
  check('a report that is not JSON', { 'report.json': '{' }, refused(/not JSON/)),
  check(
    'no block',
    { 'model-delivery.yaml': 'model: churn\n' },
    {
      exitCode: 2,
      code: 'CONFIG_BLOCK_MISSING',
      message: /no `retraining:` block/,
      fix: /Add one/,
    },
  ),
  check(
    'no signal',
    { 'model-delivery.yaml': 'model: churn\nretraining: { workflow: a.yml }\n' },
    {
      exitCode: 2,
      code: 'RETRAINING_NO_SIGNAL',
      message: /names no signal/,
      fix: /drift, metric, volume and age/,
    },
  ),
  check(
    'more windows asked than there are',
    { 'model-delivery.yaml': CONFIG.replace('1 of 1', '3 of 2') },
    {
      exitCode: 2,
      code: 'CONFIG_INVALID',
      message: /:2: retraining\.when\.drift\.windows: .*k at most m/,
      fix: /.+/,
    },
  ),
  check(
    'a pipeline where a workflow is to be dispatched',
    {
      'model-delivery.yaml': CONFIG.replace(
        'workflow: ml-retrain.yml',
        'pipeline: { airflow: "http://127.0.0.1:9", dag: d }',
      ),
      'report.json': report({ checks: [driftCheck()] }),
    },
    { exitCode: 2, code: 'RETRAINING_PIPELINE', message: /names a `pipeline`/, fix: /workflow: ml-retrain\.yml/ },
    ['--dispatch'],
  ),
  check(
    'a workflow that is a path',
    { 'report.json': report({ checks: [driftCheck()] }) },
    { exitCode: 2, code: 'WORKFLOW_NAME', message: /found "\.\.\/\.\.\/x\\n\.yml"/, fix: /ml-retrain\.yml/ },
    ['--dispatch', '--workflow', '../../x\n.yml'],
  ),
  check(
    'a dispatch without a repository',
    { 'report.json': report({ checks: [driftCheck()] }) },
    {
      exitCode: 2,
      code: 'REPOSITORY_UNKNOWN',
      message: /GITHUB_REPOSITORY/,
      fix: /set GITHUB_REPOSITORY/,
    },
    ['--dispatch'],
  ),
];

function driftCheck() {
  return {
    id: 'serving/temp/drift',
    dataset: 'serving',
    column: 'temp',
    kind: 'drift',
    verdict: 'fail',
    severity: 'fail',
    blocking: true,
    evaluated: 10,
    failed: null,
    skipped: 0,
    observed: null,
    expected: null,
    message: 'PSI of temp is 0.3.',
  };
}
