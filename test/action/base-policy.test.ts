import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS, churnConfig, churnData, churnFiles, metrics } from '../support/churn-project.ts';
import { type Job, Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start({ uploads: false });
});
afterAll(() => scene.end());

const CONFIG = 'model-delivery.yaml';
const LOOSE = ['{ metric: accuracy, min: 0.1 }'];
const BAD = { 'out/metrics.json': metrics(0.5) };
const evaluation = (job: Job) =>
  JSON.parse(readFileSync(join(job.workspace, '.model-delivery/evaluation.json'), 'utf8'));

describe('the policy of a pull request is that of its base commit', () => {
  it('a loosened threshold does not help, and the summary shows it', async () => {
    const project = scene.repository(churnFiles());
    const job = project.pullJob(project.pull({ [CONFIG]: churnConfig({ checks: LOOSE }), ...BAD }));
    const step = await job.step('evaluate-gate');
    expect(step.exitCode, step.log).toBe(1);
    expect(evaluation(job).purpose).toBe('pull_request');
    expect(evaluation(job).policy_change).toMatchObject({ introduced: false });
    expect(step.summary).toContain('loosens');
    expect(step.summary).toContain('0.8');
  });

  it('what feeds the gate, such as the candidate file, is the head’s', async () => {
    const project = scene.repository(churnFiles());
    const config = churnConfig().replace('out/metrics.json', 'out/other.json');
    const job = project.pullJob(project.pull({ [CONFIG]: config, 'out/other.json': metrics(0.95), ...BAD }));
    const step = await job.step('evaluate-gate');
    expect(step.exitCode, step.log).toBe(0);
  });

  it('a tightened threshold waits for its merge', async () => {
    const project = scene.repository(churnFiles());
    const job = project.pullJob(
      project.pull({ [CONFIG]: churnConfig({ checks: ['{ metric: accuracy, min: 0.99 }'] }) }),
    );
    expect((await job.step('evaluate-gate')).exitCode).toBe(0);
  });

  it('a renamed configuration is read under its previous name', async () => {
    const project = scene.repository(churnFiles());
    const moved = churnConfig({ checks: [...LOOSE, CHECKS[1]!] });
    const job = project.pullJob(project.pull({ [CONFIG]: null, 'gates.yaml': moved, ...BAD }));
    const step = await job.step('evaluate-gate', { config: 'gates.yaml' });
    expect(step.exitCode, step.log).toBe(1);
  });

  it('pointing `config` at a new file does not switch the gate off', async () => {
    const project = scene.repository(churnFiles());
    const pull = project.pull({ 'lenient.yaml': churnConfig({ checks: LOOSE }), ...BAD });
    const step = await project.pullJob(pull).step('evaluate-gate', { config: 'lenient.yaml' });
    expect(step.exitCode, step.log).toBe(1);
  });

  it('a configuration of another model is another matter: introduced by this pull request, nothing blocks', async () => {
    const project = scene.repository(churnFiles());
    const pull = project.pull({
      'other.yaml': churnConfig({ model: 'other', checks: ['{ metric: accuracy, min: 0.99 }'] }),
    });
    const job = project.pullJob(pull);
    const step = await job.step('evaluate-gate', { config: 'other.yaml' });
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs.verdict).toBe('fail');
    expect(step.summary).toContain('Policy introduced by this pull request');
  });

  it('the pull request that introduces the file is judged by its own; missing evidence still blocks', async () => {
    const { [CONFIG]: config, ...rest } = churnFiles({ ages: [1, 2, 300], accuracy: 0.1 });
    const project = scene.repository(rest);
    const job = project.pullJob(project.pull({ [CONFIG]: config! }));
    for (const stage of ['validate-data', 'evaluate-gate']) {
      const step = await job.step(stage);
      expect(step.exitCode, step.log).toBe(0);
      expect(step.outputs.verdict).toBe('fail');
      expect(step.summary).toContain('Policy introduced by this pull request');
    }
    const missing = await job.step('evaluate-gate', { candidate: 'nowhere.json' });
    expect(missing.exitCode).toBe(4);
  });

  it('a base file that does not parse is an error', async () => {
    const project = scene.repository({ ...churnFiles(), [CONFIG]: 'evaluation: [\n' });
    const job = project.pullJob(project.pull({ [CONFIG]: churnConfig() }));
    for (const stage of ['validate-data', 'evaluate-gate']) {
      const step = await job.step(stage);
      expect(step.exitCode, step.log).toBe(2);
      expect(step.annotations.at(-1)?.message).toMatch(/model-delivery\.yaml at [0-9a-f]{7}/);
    }
  });

  it('a merge group is judged by the commit it is merged onto', async () => {
    const project = scene.repository(churnFiles());
    const base = project.tree.git.resolveCommit('main')!;
    const pull = project.pull({ [CONFIG]: churnConfig({ checks: LOOSE }), ...BAD });
    const head = pull.mergeCommitSha!;
    const head_ref = `refs/heads/gh-readonly-queue/main/pr-${pull.number}-${base}`;
    const payload = { action: 'checks_requested', merge_group: { base_sha: base, head_sha: head, head_ref } };
    const job = project.eventJob('merge_group', payload, { sha: head });
    const step = await job.step('evaluate-gate');
    expect(step.exitCode, step.log).toBe(1);
    expect(evaluation(job).purpose).toBe('pull_request');
  });

  it('on a push the configuration is simply the commit’s', async () => {
    const project = scene.repository({ ...churnFiles({ checks: LOOSE }), ...BAD });
    expect((await project.pushJob().step('evaluate-gate')).exitCode).toBe(0);
  });
});

describe('waivers', () => {
  const waiver = '[ { check: train/age/range, reason: "see #12", until: 2999-01-01, by: "@ann" } ]';

  it('come from the base commit', async () => {
    const project = scene.repository(churnFiles());
    const files = { [CONFIG]: churnConfig({ waivers: waiver }), 'data/train.csv': churnData([1, 2, 300]) };
    const own = await project.pullJob(project.pull(files)).step('validate-data');
    expect(own.exitCode, own.log).toBe(1);
    const waived = scene.repository(churnFiles({ waivers: waiver }));
    const allowed = await waived
      .pullJob(waived.pull({ 'data/train.csv': churnData([1, 2, 300]) }))
      .step('validate-data');
    expect(allowed.exitCode, allowed.log).toBe(0);
    expect(allowed.summary).toContain('waive');
  });

  it('a loosened data check is the head’s, and shown', async () => {
    const project = scene.repository(churnFiles());
    const config = churnConfig().replace('[0, 120]', '[0, 500]');
    const step = await project
      .pullJob(project.pull({ [CONFIG]: config, 'data/train.csv': churnData([1, 2, 300]) }))
      .step('validate-data');
    expect(step.exitCode, step.log).toBe(0);
    expect(step.summary).toContain('loosens');
  });
});

describe('the API says no', () => {
  const permissions = { 'pull-requests': 'read' };

  it.each(['validate-data', 'evaluate-gate'])('%s without contents: exit 5 and the block to add', async (stage) => {
    const project = scene.repository(churnFiles(), { private: true });
    const step = await project.pullJob(project.pull(BAD), { permissions }).step(stage);
    expect(step.exitCode, step.log).toBe(5);
    expect(step.annotations.at(-1)?.message).toContain('permissions:\n    contents: read');
    expect(step.outputs.verdict).toBe('error');
    expect(step.log).not.toContain('ghs_fake');
  });

  it('a rate limit whose end is near is waited for, a far one ends with exit 5', async () => {
    const project = scene.repository(churnFiles());
    const job = project.pullJob(project.pull(BAD));
    scene.github.faults.secondaryRateLimit({ retryAfterSeconds: 1 });
    const waited = await job.step('evaluate-gate');
    expect(waited.exitCode, waited.log).toBe(1);
    expect(waited.log).toContain('trying again');
    scene.github.faults.primaryRateLimit({ resetInSeconds: 3000 });
    const step = await job.step('evaluate-gate');
    expect(step.exitCode, step.log).toBe(5);
    expect(step.annotations.at(-1)?.message).toContain('limit');
  });

  it('a token of a fork may read the base: its pull request is judged alike', async () => {
    const project = scene.repository(churnFiles());
    const pull = project.pullFromFork({ [CONFIG]: churnConfig({ checks: LOOSE }), ...BAD });
    const step = await project.pullJob(pull).step('evaluate-gate');
    expect(step.exitCode, step.log).toBe(1);
  });
});
