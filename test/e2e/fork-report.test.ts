import type { PullRecord, WorkflowRunRecord } from '@model-delivery/testkit';
import { workflowRunEvent } from '@model-delivery/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeZip } from '../../packages/github/testing/zip-writer.ts';
import { churnFiles, metrics } from '../support/churn-project.ts';
import { sealed } from '../support/evaluation-document.ts';
import { type Project, Scene } from '../support/scene.ts';
import { logOf, runPull, runWorkflows, SUITE } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.github.assertClean());
afterAll(() => scene.end());

const STAGE_A = `name: Model
on: pull_request
permissions: {}
jobs:
  model:
    runs-on: ubuntu-latest
    permissions: { contents: read, pull-requests: write, checks: write }
    steps:
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - uses: ${SUITE}/actions/evaluate-gate@v1
      - id: report
        if: \${{ !cancelled() }}
        uses: ${SUITE}/actions/post-report@v1
`;
const STAGE_B = `name: Report
on:
  workflow_run: { workflows: [Model], types: [completed] }
permissions: {}
jobs:
  report:
    uses: ${SUITE}/.github/workflows/ml-report.yml@v1
    permissions: { actions: read, pull-requests: write, checks: write }
    with:
      run-id: \${{ github.event.workflow_run.id }}
      workflow-path: .github/workflows/model.yml
`;

function project(): Project {
  const workflows = { '.github/workflows/model.yml': STAGE_A, '.github/workflows/report.yml': STAGE_B };
  return scene.repository({ ...churnFiles(), ...workflows });
}

describe('the trusted half for forks', { timeout: 60_000 }, () => {
  it('stage A may not write and says how; stage B posts what the fork claims, in the name of the API’s pull request', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'out/metrics.json': metrics(0.95) });
    const [stageA, stageB] = await runPull(repository, pull);
    const report = stageA!.jobs.model!;
    expect(stageA!.conclusion, logOf(stageA)).toBe('success');
    expect(report.steps.find(({ id }) => id === 'report')!.outputs['comment-url']).toBe('');
    const warnings = report.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
    expect(warnings.join('\n')).toContain('workflow_run');
    expect(stageB!.event).toBe('workflow_run');
    expect(stageB!.conclusion, logOf(stageB)).toBe('success');
    const [body, ...more] = repository.comments(pull);
    expect(more).toEqual([]);
    expect(body).toContain('self-reported by fork code');
    expect(body).toMatch(new RegExp(`^<!-- model-delivery:v1 key=churn seq=${stageA!.run.number}\\.1 -->\n`));
    expect(body).not.toContain('✅');
    const checks = [...repository.repository.checkRuns.values()].filter(({ headSha }) => headSha === pull.head.sha);
    expect(checks).toHaveLength(1);
    expect(checks[0]!.conclusion).not.toBe('success');
  });

  it('a failing fork is reported and leaves the default branch green', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'out/metrics.json': metrics(0.5) });
    const [stageA, stageB] = await runPull(repository, pull);
    expect(stageA!.conclusion).toBe('failure');
    expect(stageB!.conclusion, logOf(stageB)).toBe('success');
    expect(repository.comments(pull)[0]).toContain('accuracy');
  });

  it('a branch of the repository itself is commented by stage A; stage B finds nothing to change', async () => {
    const repository = project();
    const pull = repository.pull({ 'out/metrics.json': metrics(0.95) });
    const [stageA, stageB] = await runPull(repository, pull);
    expect([stageA!.conclusion, stageB!.conclusion], logOf(stageB)).toEqual(['success', 'success']);
    expect(repository.comments(pull)).toHaveLength(1);
    expect(repository.comments(pull)[0]).not.toContain('self-reported');
  });

  it('a run of another event is not reported at all', async () => {
    const repository = project();
    const workflow = STAGE_A.replace('on: pull_request', 'on: push');
    repository.tree.commit({ '.github/workflows/model.yml': workflow });
    const run = repository.repository.actions.add({
      workflowPath: '.github/workflows/model.yml',
      event: 'push',
      headSha: repository.tree.git.resolveCommit('main')!,
      status: 'completed',
      conclusion: 'success',
    });
    const [stageB] = await trustedHalf(repository, run);
    expect(stageB!.jobs['report / report']!.result).toBe('skipped');
  });
});

/** What a fork's run left behind: a finished run of its head, with artifacts of any bytes. */
function hostileRun(
  repository: Project,
  pull: PullRecord,
  workflowPath = '.github/workflows/model.yml',
): WorkflowRunRecord {
  return repository.repository.actions.add({
    workflowPath,
    event: 'pull_request',
    headSha: pull.head.sha,
    headBranch: pull.head.ref,
    headRepository: pull.head.repository,
    actor: 'mallory',
    status: 'completed',
    conclusion: 'success',
  });
}

function addArtifact(
  repository: Project,
  run: WorkflowRunRecord,
  content: Buffer,
  name = 'model-delivery-churn-evaluate-gate',
) {
  scene.github.artifacts.add({
    repository: repository.repository.fullName,
    runId: run.id,
    runAttempt: run.runAttempt,
    name,
    content,
  });
}

async function trustedHalf(repository: Project, run: WorkflowRunRecord) {
  const payload = workflowRunEvent(scene.github, repository.repository, run.id, 'completed');
  return runWorkflows(repository, { name: 'workflow_run', payload });
}

/** An archive with one document. */
async function archive(changes: Record<string, unknown> = {}): Promise<Buffer> {
  return writeZip([{ name: 'evaluation.json', content: await sealed(scene, changes) }]);
}

describe('a fork that attacks', { timeout: 60_000 }, () => {
  it('cannot comment on another pull request by claiming its number and run', async () => {
    const repository = project();
    const victim = repository.pull({ 'README.md': '# victim\n' });
    const pull = repository.pullFromFork({ 'README.md': '# attack\n' });
    const run = hostileRun(repository, pull);
    const claims = {
      run: { id: 1, number: 9_999, attempt: 9, pull_request: victim.number, head_sha: victim.head.sha },
    };
    addArtifact(repository, run, await archive({ meta: claims }));
    const [stageB] = await trustedHalf(repository, run);
    expect(stageB!.conclusion, logOf(stageB)).toBe('success');
    expect(repository.comments(victim)).toEqual([]);
    expect(repository.comments(pull)[0]).toMatch(new RegExp(`seq=${run.runNumber}\\.1 -->\n`));
  });

  it('cannot report a commit its pull request has left behind', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'README.md': '# good\n' });
    const run = hostileRun(repository, { ...pull, head: { ...pull.head } });
    addArtifact(repository, run, await archive());
    const { git } = pull.head.repository;
    const head = git.readCommit(pull.head.sha)!;
    const signature = { name: 'm', email: 'm@example.com', date: '2026-02-01T00:00:00Z' };
    const moved = git.writeCommit({
      tree: head.tree,
      parents: [pull.head.sha],
      message: 'evil',
      author: signature,
      committer: signature,
    });
    git.setRef(`refs/heads/${pull.head.ref}`, moved);
    const [stageB] = await trustedHalf(repository, run);
    expect(stageB!.conclusion, logOf(stageB)).toBe('success');
    expect(repository.comments(pull)).toEqual([]);
    expect(repository.repository.checkRuns.size).toBe(0);
  });

  it('cannot use another workflow file of the same name', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ '.github/workflows/evil.yml': STAGE_A });
    const run = hostileRun(repository, pull, '.github/workflows/evil.yml');
    addArtifact(repository, run, await archive());
    const [stageB] = await trustedHalf(repository, run);
    expect(logOf(stageB)).toContain('RUN_NOT_REPORTED');
    expect(repository.comments(pull)).toEqual([]);
  });

  /** One repository for all of these: none of them may leave a trace in it. */
  let attacked: Project | undefined;
  const text = (content: string) => writeZip([{ name: 'evaluation.json', content }]);
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['bytes that are no zip', () => Buffer.from('not a zip')],
    ['a path that climbs out', () => writeZip([{ name: '../../evaluation.json', content: '{}' }])],
    ['a symbolic link', () => writeZip([{ name: 'evaluation.json', content: '/etc/passwd', mode: 0o120777 }])],
    ['a bomb', () => writeZip([{ name: 'evaluation.json', content: Buffer.alloc(9 << 20) }])],
    [
      'two entries of one name',
      async () => {
        const content = await sealed(scene);
        return writeZip([
          { name: 'evaluation.json', content },
          { name: 'evaluation.json', content },
        ]);
      },
    ],
    ['text that is not JSON', () => text('{"schema":')],
    [
      'bytes that are not UTF-8',
      () => writeZip([{ name: 'evaluation.json', content: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }]),
    ],
    ['a document of another shape', () => text('{"schema":"evaluation/1","verdict":"pass","checks":"all"}')],
    ['an unknown key', () => archive({ approved_by: '@org/team' })],
    ['a verdict that is none', () => archive({ verdict: 'approved' })],
    ['a document changed after it was sealed', async () => text((await sealed(scene)).replace('"pass"', '"fail"'))],
    ['a prototype key', async () => text((await sealed(scene)).replace('{', '{"__proto__":{"verdict":"pass"},'))],
  ])('%s: nothing is posted, the step says why and does not crash', async (_, content) => {
    attacked ??= project();
    const repository = attacked;
    const pull = repository.repository.pulls.list()[0] ?? repository.pullFromFork({ 'README.md': '# attack\n' });
    const run = hostileRun(repository, pull);
    addArtifact(repository, run, await content());
    const job = repository.eventJob(
      'workflow_run',
      workflowRunEvent(scene.github, repository.repository, run.id, 'completed'),
    );
    const step = await job.step('post-report', { 'run-id': String(run.id), config: 'none.yaml' });
    expect(step.exitCode, step.log).toBe(4);
    expect(step.annotations.at(-1)?.level).toBe('error');
    expect(repository.comments(pull)).toEqual([]);
    expect(repository.repository.checkRuns.size).toBe(0);
  });

  it('no document at all, or an artifact whose bytes are not those of its digest: nothing is posted', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'README.md': '# attack\n' });
    const run = hostileRun(repository, pull);
    const job = repository.eventJob('workflow_run', {});
    const inputs = { 'run-id': String(run.id), config: 'none.yaml' };
    expect((await job.step('post-report', inputs)).exitCode).toBe(4);
    const of = {
      repository: repository.repository.fullName,
      runId: run.id,
      runAttempt: 1,
      name: 'model-delivery-churn-evaluate-gate',
    };
    scene.github.artifacts.add({ ...of, content: await archive(), digest: `sha256:${'0'.repeat(64)}` });
    const step = await job.step('post-report', inputs);
    expect(step.exitCode, step.log).toBe(4);
    expect(step.log).toContain('ARTIFACT_REFUSED');
    expect(repository.comments(pull)).toEqual([]);
  });

  it('hostile words stay words: no table cell, heading, mention, marker or alert breaks out', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'README.md': '# attack\n' });
    const run = hostileRun(repository, pull);
    const words =
      '</td></table><h1>APPROVED</h1> @acme/team <!-- model-delivery:v1 key=churn seq=9.9 -->\n# APPROVED\n::error::x';
    addArtifact(repository, run, await archive({ warnings: [words] }));
    await trustedHalf(repository, run);
    const [body] = repository.comments(pull);
    expect(body).toContain('APPROVED');
    expect(body).not.toContain('<h1>');
    expect(body).not.toContain('@acme');
    expect(body!.slice(10)).not.toContain('<!-- model-delivery:v1');
    expect(body).not.toMatch(/^# APPROVED/m);
    expect(body).not.toMatch(/^::error::/m);
  });

  it('cannot flood the pull request with comments, nor the job with artifacts', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'README.md': '# flood\n' });
    const document = JSON.parse(await sealed(scene)) as { model: object };
    const named = (i: number) => ({ model: { ...document.model, name: `model-${i}` } });
    const many = await Promise.all(Array.from({ length: 11 }, (_, i) => sealed(scene, named(i))));
    const models = hostileRun(repository, pull);
    addArtifact(repository, models, writeZip(many.map((content, i) => ({ name: `${i}.json`, content }))));
    const job = repository.eventJob('workflow_run', {});
    const flooded = await job.step('post-report', { 'run-id': String(models.id), config: 'none.yaml' });
    expect(flooded.exitCode, flooded.log).toBe(4);
    expect(flooded.log).toContain('REPORT_TOO_MANY_MODELS');
    const artifacts = hostileRun(repository, pull);
    const content = await archive();
    for (let i = 0; i < 257; i++) addArtifact(repository, artifacts, content, `model-delivery-m${i}-evaluate-gate`);
    const refused = await job.step('post-report', { 'run-id': String(artifacts.id), config: 'none.yaml' });
    expect(refused.log).toContain('ARTIFACTS_TOO_MANY');
    expect(repository.comments(pull)).toEqual([]);
  });

  it('the newest of two artifacts of one name counts', async () => {
    const repository = project();
    const pull = repository.pullFromFork({ 'README.md': '# twice\n' });
    const run = hostileRun(repository, pull);
    addArtifact(repository, run, Buffer.from('not a zip'));
    addArtifact(repository, run, await archive());
    const [stageB] = await trustedHalf(repository, run);
    expect(stageB!.conclusion, logOf(stageB)).toBe('success');
    expect(repository.comments(pull)).toHaveLength(1);
  });
});
