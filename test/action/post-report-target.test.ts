import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { churnFiles } from '../support/churn-project.ts';
import { leaveEvaluation } from '../support/evaluation-document.ts';
import { Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const QUIET = churnFiles({ more: 'report: { html: false }' });

describe('where a report goes', () => {
  it('after a merge to the newest merged pull request of the commit', async () => {
    const project = scene.repository(QUIET);
    const pull = project.pull({ 'README.md': '# better\n' });
    project.repository.pulls.merge(pull.number, { by: 'ann' });
    const job = project.pushJob();
    await leaveEvaluation(job, 0.95);
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(project.comments(pull)).toHaveLength(1);
    expect([...project.repository.checkRuns.values()].map(({ headSha }) => headSha)).toEqual([
      project.tree.git.resolveCommit('main'),
    ]);
  });

  it('of a push without a pull request to the summary and the check run', async () => {
    const project = scene.repository(QUIET);
    const job = project.pushJob();
    await leaveEvaluation(job, 0.95);
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs['comment-url']).toBe('');
    expect(step.outputs['check-url']).toMatch(/^http/);
    expect(step.summary).toContain('churn');
  });

  it('of a schedule to the summary and the check run', async () => {
    const project = scene.repository(QUIET);
    const job = project.eventJob('schedule', { schedule: '0 3 * * *' });
    await leaveEvaluation(job, 0.5);
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(1);
    expect(step.outputs['comment-url']).toBe('');
    expect(project.repository.comments.size).toBe(0);
  });

  it('not to a pull request that was merged at another commit while the job ran', async () => {
    const project = scene.repository(QUIET);
    const pull = project.pull({ 'README.md': '# better\n' });
    const job = project.pullJob(pull);
    await leaveEvaluation(job, 0.95);
    project.tree.commit({ 'README.md': '# moved\n' }, { branch: pull.head.ref });
    project.repository.pulls.get(pull.number);
    project.repository.pulls.merge(pull.number, { by: 'ann' });
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(project.comments(pull)).toEqual([]);
  });
});

describe('another run, by `run-id`', () => {
  it('must be a run of pull_request and of the named workflow', async () => {
    const project = scene.repository(QUIET);
    const push = project.pushJob();
    const job = project.eventJob('workflow_run', {});
    const wrongEvent = await job.step('post-report', { 'run-id': String(push.run.id) });
    expect(wrongEvent.exitCode).toBe(4);
    expect(wrongEvent.log).toContain('only runs of pull_request');
    const pullRun = project.pullJob(project.pull({ 'README.md': '# x\n' }));
    const inputs = { 'run-id': String(pullRun.run.id), 'workflow-path': '.github/workflows/other.yml' };
    const wrongPath = await job.step('post-report', inputs);
    expect(wrongPath.exitCode).toBe(4);
    expect(wrongPath.log).toContain('.github/workflows/other.yml');
    const unknown = await job.step('post-report', { 'run-id': '1' });
    expect(unknown.exitCode).toBe(5);
    expect((await job.step('post-report', { 'run-id': 'latest' })).exitCode).toBe(2);
  });

  it('needs actions: read, and says so', async () => {
    const project = scene.repository(QUIET, { private: true });
    const pull = project.pullJob(project.pull({ 'README.md': '# x\n' }));
    const job = project.eventJob('workflow_run', {}, { permissions: { 'pull-requests': 'write' } });
    const step = await job.step('post-report', { 'run-id': String(pull.run.id) });
    expect(step.exitCode, step.log).toBe(5);
    expect(step.annotations.at(-1)?.message).toContain('actions: read');
  });
});

describe('other servers', () => {
  it('a GitHub Enterprise Server is reached under its own addresses', async () => {
    const ghes = await Scene.start({ flavour: 'ghes' });
    try {
      const project = ghes.repository(churnFiles());
      const pull = project.pull({ 'README.md': '# better\n' });
      const job = project.pullJob(pull);
      const gate = await job.step('evaluate-gate');
      expect(gate.exitCode, gate.log).toBe(0);
      // The artifact service of the toolkit refuses these servers: a warning, not a failure.
      expect(gate.annotations.every(({ level }) => level !== 'error')).toBe(true);
      const step = await job.step('post-report');
      expect(step.exitCode, step.log).toBe(0);
      expect(project.comments(pull)).toHaveLength(1);
      expect(step.outputs['comment-url']).toContain(new URL(ghes.github.serverUrl).host);
    } finally {
      await ghes.end();
    }
  });
});
