import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataReport, sealDocument } from '@model-delivery/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { commandLine } from '../support/command-line.ts';
import { type Job, type Project, Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const REF = 'refs/model-delivery/retraining/churn';
const PERMISSIONS = { contents: 'write', actions: 'write', issues: 'write' } as const;
const WORKFLOW = `name: Retrain
run-name: Retrain \${{ inputs.reason }}
on: { workflow_dispatch: { inputs: { reason: { required: true } } } }
`;
const config = (windows: string, more = '') => `model: churn
retraining: { workflow: ml-retrain.yml, when: { drift: { windows: "${windows}" } }${more} }
`;

function repository(windows: string, more?: string): Project {
  return scene.repository({
    'model-delivery.yaml': config(windows, more),
    '.github/workflows/ml-retrain.yml': WORKFLOW,
  });
}

/** The report of window `n`, in which one of one drift checks failed. */
function report(n: number): string {
  const check: DataReport['checks'][number] = {
    id: 'serving/temp/drift',
    dataset: 'serving',
    column: 'temp',
    kind: 'drift',
    verdict: 'fail',
    severity: 'fail',
    blocking: true,
    evaluated: n,
    failed: null,
    skipped: 0,
    observed: 0.3,
    expected: { psi: 0.1 },
    message: 'PSI of temp is 0.3.',
  };
  const content: DataReport = {
    schema: 'data-report/1',
    model: 'churn',
    verdict: 'fail',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    datasets: [],
    checks: [check],
    counts: { fail: 1 },
    engine: null,
    warnings: [],
  };
  return sealDocument(content, {}).file;
}

function jobWith(project: Project, window: number, permissions: Record<string, string> = PERMISSIONS): Job {
  const job = project.eventJob(
    'schedule',
    { schedule: '0 6 * * *' },
    { permissions: permissions as typeof PERMISSIONS },
  );
  job.write('.model-delivery/data-report.json', report(window));
  return job;
}
const document = (job: Job) => JSON.parse(readFileSync(join(job.workspace, '.model-delivery/retraining.json'), 'utf8'));
const dispatched = (project: Project) =>
  [...project.repository.actions.runs.values()].filter((run) => run.event === 'workflow_dispatch');

describe('trigger-retraining', () => {
  it('counts windows in a ref through the API, and dispatches once', async () => {
    const project = repository('2 of 3');
    const first = await jobWith(project, 1).step('trigger-retraining');
    expect(first.exitCode, first.log).toBe(0);
    expect(first.outputs).toMatchObject({
      triggered: 'false',
      'run-id': '',
      reason: expect.stringContaining('2 of 3 asked'),
    });
    expect(project.tree.git.resolveCommit(REF)).toMatch(/^[0-9a-f]{40}$/);

    const job = jobWith(project, 2);
    const second = await job.step('trigger-retraining');
    expect(second.exitCode, second.log).toBe(0);
    const [run, ...more] = dispatched(project);
    expect(more).toEqual([]);
    expect(Object.keys(second.outputs).sort()).toEqual(
      Object.keys(actionMetadata('trigger-retraining').outputs).sort(),
    );
    expect(second.outputs).toMatchObject({
      verdict: 'pass',
      triggered: 'true',
      'run-id': String(run!.id),
      document: '.model-delivery/retraining.json',
      reason: expect.stringContaining('serving/temp'),
    });
    expect(document(job)).toMatchObject({
      triggered: true,
      dispatched: { run_id: run!.id },
      meta: { digest: second.outputs.digest },
    });
    expect(second.summary).toContain('Retraining');
    expect(scene.github.artifacts.list(project.repository.fullName, job.run.id).map(({ name }) => name)).toEqual([
      'model-delivery-churn-trigger-retraining',
    ]);

    const again = await job.step('trigger-retraining');
    expect(again.outputs).toMatchObject({ triggered: 'false', reason: expect.stringContaining('answered already') });
    expect(dispatched(project)).toHaveLength(1);
  });

  it('only judges with dispatch: false, like the command line, and needs no more than to read', async () => {
    const project = repository('1 of 1');
    const job = jobWith(project, 1, { contents: 'read' });
    const step = await job.step('trigger-retraining', { dispatch: 'false' });
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs).toMatchObject({ triggered: 'true', 'run-id': '' });
    expect(project.tree.git.resolveCommit(REF)).toBeUndefined();
    const args = ['retrain-check', '--json', '--data-report', '.model-delivery/data-report.json', '--out', 'cli'];
    const cli = await commandLine(args, job.workspace);
    expect(cli.exitCode, cli.stderr).toBe(0);
    expect(JSON.parse(cli.stdout)).toMatchObject({ triggered: true, reason: step.outputs.reason });
  });

  it('takes workflow and ref from the inputs; a workflow that cannot be dispatched is exit 2', async () => {
    const project = repository('1 of 1');
    const job = jobWith(project, 1);
    const wrong = await job.step('trigger-retraining', { workflow: 'nightly.yml' });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.log).toContain('WORKFLOW_MISSING');
    expect(wrong.outputs).toMatchObject({ verdict: 'error', triggered: 'false' });
    project.tree.commit({ 'README.md': 'x' }, { branch: 'next', from: 'main' });
    const step = await job.step('trigger-retraining', { ref: 'next' });
    expect(step.outputs.triggered, step.log).toBe('true');
    expect(dispatched(project)).toMatchObject([{ headBranch: 'next' }]);
  });

  it('without permission to dispatch: exit 5, the block to add, and nothing used up', async () => {
    const project = repository('1 of 1');
    const step = await jobWith(project, 1, { contents: 'write', actions: 'read' }).step('trigger-retraining');
    expect(step.exitCode).toBe(5);
    expect(step.log).toContain('actions: write');
    const next = await jobWith(project, 1).step('trigger-retraining');
    expect(next.outputs.triggered, next.log).toBe('true');
    expect(dispatched(project)).toHaveLength(1);
  });

  it('stops after a run that brought no better model, and opens one issue', async () => {
    const project = repository('1 of 1', ', breaker: { runs: 1 }');
    project.tree.commit({ 'model-delivery.yaml': `registry: {}\n${config('1 of 1', ', breaker: { runs: 1 }')}` });
    expect((await jobWith(project, 1).step('trigger-retraining')).outputs.triggered).toBe('true');
    for (const window of [2, 3]) {
      const step = await jobWith(project, window).step('trigger-retraining');
      expect(step.exitCode, step.log).toBe(0);
      expect(step.outputs).toMatchObject({
        triggered: 'false',
        reason: expect.stringContaining('brought no better model'),
      });
    }
    expect(dispatched(project)).toHaveLength(1);
    expect([...project.repository.issues.values()]).toMatchObject([
      { state: 'open', title: 'Retraining of churn is stopped: 1 run brought no better model' },
    ]);
  });
});
