import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGitHub } from '../fake-github.ts';
import { Example, own, refusal, WRITE_ALL } from './example-repository.ts';

let example: Example;
let github: Example['github'];
let tree: Example['tree'];
let repository: Example['repository'];
let first: Example['first'];
let octokit: Example['octokit'];

beforeEach(async () => {
  example = await Example.start();
  ({ github, tree, repository, first, octokit } = example);
});

afterEach(() => example.stop());

describe('workflows, runs and dispatch', () => {
  test('runs and jobs are listed and filtered', async () => {
    const { actions } = repository;
    const workflowPath = '.github/workflows/ci.yml';
    const run = actions.add({ workflowPath, event: 'push', headSha: first });
    actions.add({ workflowPath, event: 'schedule', headSha: first });
    const job = actions.addJob({ runId: run.id, name: 'test' });
    actions.updateJob(job.id, { status: 'completed', conclusion: 'success' });
    actions.update(run.id, { status: 'completed', conclusion: 'success' });
    const { data } = await octokit.actions.listWorkflowRunsForRepo({ ...own, event: 'push', status: 'success' });
    expect(data.workflow_runs.map(({ id, name, run_number }) => [id, name, run_number])).toEqual([[run.id, 'ci', 1]]);
    expect((await octokit.actions.listWorkflowRuns({ ...own, workflow_id: 'ci.yml' })).data.total_count).toBe(2);
    expect((await octokit.actions.listJobsForWorkflowRun({ ...own, run_id: run.id })).data.jobs).toMatchObject([
      { name: 'test', conclusion: 'success' },
    ]);
    expect((await octokit.actions.getJobForWorkflowRun({ ...own, job_id: job.id })).data.run_id).toBe(run.id);
    const { data: attempt } = await octokit.actions.listJobsForWorkflowRunAttempt({
      ...own,
      run_id: run.id,
      attempt_number: 1,
    });
    expect(attempt.total_count).toBe(1);
    const listed = (await octokit.actions.listRepoWorkflows({ ...own })).data.workflows;
    expect(listed).toMatchObject([{ name: 'ci', path: workflowPath }]);
    expect((await octokit.actions.getWorkflow({ ...own, workflow_id: listed[0]!.id })).data.name).toBe('ci');
    expect((await refusal(octokit.actions.cancelWorkflowRun({ ...own, run_id: run.id }))).status).toBe(409);
  });

  test('a dispatch checks the inputs the workflow declares and tells the run', async () => {
    const events: unknown[] = [];
    github.onEvent((event) =>
      events.push(event.name === 'workflow_dispatch' ? [event.inputs, event.ref, event.sha] : event.name),
    );
    const dispatch = (inputs: Record<string, string>) =>
      octokit.actions.createWorkflowDispatch({
        ...own,
        workflow_id: 'ci.yml',
        ref: 'main',
        inputs,
        return_run_details: true,
      });
    expect((await refusal(dispatch({}))).message).toContain("Required input 'reason' not provided");
    expect((await refusal(dispatch({ reason: 'x', typo: 'y' }))).message).toContain('Unexpected inputs');
    expect((await refusal(dispatch({ reason: 'x', data: 'none' }))).status).toBe(422);
    const { data, status } = await dispatch({ reason: 'drift' });
    expect(status).toBe(200);
    const runId = (data as unknown as { workflow_run_id: number }).workflow_run_id;
    expect((await octokit.actions.getWorkflowRun({ ...own, run_id: runId })).data).toMatchObject({
      event: 'workflow_dispatch',
      status: 'queued',
    });
    await octokit.repos.createDispatchEvent({ ...own, event_type: 'retrain', client_payload: { a: 1 } });
    expect(events).toEqual([[{ reason: 'drift', data: 'sample' }, 'main', first], 'repository_dispatch']);
  });

  test('GHES refuses return_run_details and serves below /api/v3', async () => {
    const ghes = await FakeGitHub.start({ flavour: 'ghes' });
    try {
      ghes.addRepository({ owner: 'acme', name: 'churn', gitDirectory: tree.gitDirectory });
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const octokit = new Octokit({ auth: ghes.issueToken(WRITE_ALL), baseUrl: ghes.apiUrl, log });
      const { data } = await octokit.repos.get(own);
      expect(data.url).toBe(`${ghes.apiUrl}/repos/acme/churn`);
      const call = { ...own, workflow_id: 'ci.yml', ref: 'main', inputs: { reason: 'x' } };
      expect(
        (await refusal(octokit.actions.createWorkflowDispatch({ ...call, return_run_details: true }))).status,
      ).toBe(400);
      expect((await octokit.actions.createWorkflowDispatch(call)).status).toBe(204);
      ghes.assertClean();
    } finally {
      await ghes.stop();
    }
  });
});
