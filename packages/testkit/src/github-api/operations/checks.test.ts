import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Example, own, refusal } from './example-repository.ts';

let example: Example;
let repository: Example['repository'];
let first: Example['first'];
let octokit: Example['octokit'];

beforeEach(async () => {
  example = await Example.start();
  ({ repository, first, octokit } = example);
});

afterEach(() => example.stop());

describe('checks and statuses', () => {
  test('a check run grows by 50 annotations a request and completes', async () => {
    const annotation = {
      path: 'README.md',
      start_line: 1,
      end_line: 1,
      annotation_level: 'warning' as const,
      message: 'm',
    };
    const output = { title: 't', summary: 's', annotations: Array.from({ length: 50 }, () => annotation) };
    const { data } = await octokit.checks.create({
      ...own,
      name: 'churn',
      head_sha: first,
      status: 'in_progress',
      output,
    });
    await octokit.checks.update({ ...own, check_run_id: data.id, conclusion: 'failure', output });
    const { data: done } = await octokit.checks.get({ ...own, check_run_id: data.id });
    expect(done).toMatchObject({ status: 'completed', conclusion: 'failure', output: { annotations_count: 100 } });
    const all = await octokit.paginate(octokit.checks.listAnnotations, {
      ...own,
      check_run_id: data.id,
      per_page: 100,
    });
    expect(all).toHaveLength(100);
    const { data: list } = await octokit.checks.listForRef({ ...own, ref: 'main', check_name: 'churn' });
    expect(list.total_count).toBe(1);
  });

  test('a job is a check run, too, which nobody may change', async () => {
    const run = repository.actions.add({ workflowPath: '.github/workflows/ci.yml', event: 'push', headSha: first });
    const job = repository.actions.addJob({ runId: run.id, name: 'gate' });
    expect((await octokit.checks.listForRef({ ...own, ref: first })).data.check_runs.map(({ name }) => name)).toEqual([
      'gate',
    ]);
    const change = octokit.checks.update({ ...own, check_run_id: job.id, conclusion: 'success' });
    expect((await refusal(change)).status).toBe(403);
  });

  test('the combined status is that of the newest of each context', async () => {
    const set = (state: 'success' | 'failure', context: string) =>
      octokit.repos.createCommitStatus({ ...own, sha: first, state, context });
    await set('failure', 'a');
    await set('success', 'a');
    expect((await octokit.repos.getCombinedStatusForRef({ ...own, ref: first })).data).toMatchObject({
      state: 'success',
      total_count: 1,
    });
    await set('failure', 'b');
    expect((await octokit.repos.getCombinedStatusForRef({ ...own, ref: first })).data.state).toBe('failure');
    expect((await octokit.repos.listCommitStatusesForRef({ ...own, ref: first })).data).toHaveLength(3);
  });
});
