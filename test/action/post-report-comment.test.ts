import type { PullRecord } from '@model-delivery/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actionMetadata } from '../support/action-step.ts';
import { churnFiles } from '../support/churn-project.ts';
import { leaveEvaluation } from '../support/evaluation-document.ts';
import { type Job, type JobOptions, type Project, Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const MARKER = /^<!-- model-delivery:v1 key=churn seq=(\d+)\.(\d+) -->\n/;

const QUIET = churnFiles({ more: 'report: { html: false }' });

/** A job of a pull request whose gate has run: what is left is the report. */
async function judged(project: Project, pull: PullRecord, accuracy = 0.95, options: JobOptions = {}): Promise<Job> {
  const job = project.pullJob(pull, options);
  await leaveEvaluation(job, accuracy);
  return job;
}

async function passing() {
  const project = scene.repository(QUIET);
  const pull = project.pull({ 'README.md': '# better\n' });
  return { project, pull, job: await judged(project, pull) };
}

describe('the comment', () => {
  it('is created with its marker first, then left alone, then updated in place', async () => {
    const { project, pull, job } = await passing();
    const first = await job.step('post-report');
    expect(first.exitCode, first.log).toBe(0);
    expect(Object.keys(first.outputs).sort()).toEqual(Object.keys(actionMetadata('post-report').outputs).sort());
    expect(first.outputs).toMatchObject({ verdict: 'pass', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(first.outputs['comment-url']).toMatch(/#issuecomment-\d+$/);
    expect(first.outputs['check-url']).toMatch(/^http/);
    const [body] = project.comments(pull);
    expect(MARKER.exec(body!)?.slice(1)).toEqual([String(job.run.runNumber), '1']);

    const again = await judged(project, pull);
    const second = await again.step('post-report');
    expect(second.outputs['comment-url']).toBe(first.outputs['comment-url']);
    expect(second.log).toContain('unchanged');
    expect(project.comments(pull)).toEqual([body]);

    project.tree.commit({ 'README.md': '# worse\n' }, { branch: pull.head.ref });
    const worse = await (await judged(project, pull, 0.5)).step('post-report');
    expect(worse.exitCode).toBe(1);
    expect(worse.outputs).toMatchObject({ verdict: 'fail', 'comment-url': first.outputs['comment-url'] });
    const bodies = project.comments(pull);
    expect(bodies).toHaveLength(1);
    expect(MARKER.exec(bodies[0]!)?.slice(1)).toEqual([String(again.run.runNumber + 1), '1']);
    expect(bodies[0]).toContain('earlier verdicts');
  });

  it('of a newer run is not overwritten by an older one that ends late, nor is its check run', async () => {
    const { project, pull, job } = await passing();
    const newer = await judged(project, pull);
    await newer.step('post-report');
    const [body] = project.comments(pull);
    const checks = [...project.repository.checkRuns.values()].map((check) => ({ ...check }));
    await leaveEvaluation(job, 0.5);
    const late = await job.step('post-report');
    expect(late.exitCode).toBe(1);
    expect(late.annotations).toMatchObject([{ level: 'notice' }, { level: 'error' }]);
    expect(late.summary).toContain('accuracy');
    expect(project.comments(pull)).toEqual([body]);
    expect([...project.repository.checkRuns.values()].map((check) => ({ ...check }))).toEqual(checks);
  });

  it('a second attempt of the same run overwrites the first', async () => {
    const { project, pull, job } = await passing();
    await job.step('post-report');
    const retry = await judged(project, pull, 0.5, { run: job.run, attempt: 2 });
    await retry.step('post-report');
    expect(MARKER.exec(project.comments(pull)[0]!)?.slice(1)).toEqual([String(job.run.runNumber), '2']);
  });

  it('is not mistaken for a person’s comment with our marker, nor for one with the marker further down', async () => {
    const { project, pull, job } = await passing();
    const forged = '<!-- model-delivery:v1 key=churn seq=999.1 -->\nAPPROVED';
    project.repository.addComment(pull.number, 'mallory', forged);
    project.repository.addComment(pull.number, 'github-actions[bot]', `text\n${forged}`);
    await job.step('post-report');
    const bodies = project.comments(pull);
    expect(bodies).toHaveLength(3);
    expect(bodies[0]).toBe(forged);
    expect(bodies[2]).toMatch(MARKER);
  });

  it('is found behind a hundred others', async () => {
    const { project, pull, job } = await passing();
    for (let i = 0; i < 130; i++) project.repository.addComment(pull.number, 'ann', `comment ${i}`);
    await job.step('post-report');
    await (await judged(project, pull)).step('post-report');
    expect(project.comments(pull)).toHaveLength(131);
  });

  it('is made anew when somebody deleted it in between', async () => {
    const { project, pull, job } = await passing();
    await job.step('post-report');
    project.repository.comments.clear();
    await (await judged(project, pull)).step('post-report');
    expect(project.comments(pull)).toHaveLength(1);
  });

  it('is written once where the answer to its creation is lost', async () => {
    const { project, pull, job } = await passing();
    scene.github.faults.loseAnswer({ operation: 'issues/create-comment' });
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs['comment-url']).toContain('#issuecomment-');
    expect(project.comments(pull)).toHaveLength(1);
  });

  it('of a head that has moved on is left to the run of the newest commit', async () => {
    const { project, pull, job } = await passing();
    project.tree.commit({ 'README.md': '# moved\n' }, { branch: pull.head.ref });
    const step = await job.step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '', 'check-url': '' });
    expect(step.annotations).toMatchObject([{ level: 'notice', message: expect.stringContaining('moved on') }]);
    expect(step.summary).toContain('churn');
    expect(project.comments(pull)).toEqual([]);
    expect(project.repository.checkRuns.size).toBe(0);
  });

  it('is switched off by the configuration, and so is the check run', async () => {
    const project = scene.repository(churnFiles({ more: 'report: { comment: false, check: false, html: false }' }));
    const pull = project.pull({ 'README.md': '# better\n' });
    const step = await (await judged(project, pull)).step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs).toMatchObject({ 'comment-url': '', 'check-url': '' });
    expect(project.comments(pull)).toEqual([]);
    expect(step.summary).toContain('churn');
  });
});

describe('a token that may not write', () => {
  it('of a fork: summary, a warning that names the recipe, and still the verdict’s result', async () => {
    const project = scene.repository(QUIET);
    const pull = project.pullFromFork({ 'README.md': '# worse\n' });
    const step = await (await judged(project, pull, 0.5)).step('post-report');
    expect(step.exitCode, step.log).toBe(1);
    expect(step.outputs).toMatchObject({ verdict: 'fail', 'comment-url': '', 'check-url': '' });
    const warnings = step.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
    expect(warnings.join('\n')).toContain('workflow_run');
    expect(warnings.join('\n')).toContain('pull-requests: write');
    expect(step.summary).toContain('accuracy');
    expect(project.comments(pull)).toEqual([]);
  });

  it.each([
    ['checks', { contents: 'read', 'pull-requests': 'write' }, 'comment-url', 'check-url'],
    ['pull-requests', { contents: 'read', checks: 'write' }, 'check-url', 'comment-url'],
  ])('without %s: the other half is written', async (scope, permissions, present, absent) => {
    const project = scene.repository(QUIET);
    const pull = project.pull({ 'README.md': '# better\n' });
    const step = await (await judged(project, pull, 0.95, { permissions })).step('post-report');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs[present]).toMatch(/^http/);
    expect(step.outputs[absent]).toBe('');
    const warnings = step.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
    expect(warnings.join('\n')).toContain(`${scope}: write`);
  });
});

describe('the API on a bad day', () => {
  it('reads and updates are repeated; what stays broken exits 5 with the summary written', async () => {
    const { project, pull, job } = await passing();
    scene.github.faults.badGateway({ operation: 'issues/list-comments' });
    expect((await job.step('post-report')).exitCode).toBe(0);
    scene.github.faults.primaryRateLimit({ operation: 'issues/list-comments', resetInSeconds: 3000 });
    const broken = await (await judged(project, pull)).step('post-report');
    expect(broken.exitCode, broken.log).toBe(5);
    expect(broken.outputs.verdict).toBe('error');
    expect(broken.summary).toContain('churn');
  });
});
