import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type PullRecord,
  pullRequestEvent,
  registryEnvironment,
  runEvent,
  runnerRepository,
} from '@model-delivery/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, PULL_REQUESTS, type Stage, startStage } from '../../scripts/demo/stage.ts';
import { type ActJob, type ActRun, runAct } from './act-run.ts';
import { checkOutSuite } from './suite-checkout.ts';
import { act } from './tools.ts';

/**
 * A second opinion on our own workflow runner: nektos/act, written by others, runs the workflow file of the example as it is.
 * act refuses `uses: $/...` (its issue 6189), so the reusable workflows are run by our runner only.
 */
const WORKFLOW = '.github/workflows/ml.yml';
const SUITE = 'model-delivery/model-delivery@v1';
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** What ml.yml asks for; act does not read `permissions:`, so its one token gets them from here. */
const PERMISSIONS = { contents: 'read', 'pull-requests': 'write', checks: 'write' };

/** What a pull request looks like after its run, however it was run. */
interface Outcome {
  jobs: Record<string, ActJob>;
  comments: string[];
  checks: { name: string; conclusion: string | null; title: string | null }[];
  artifacts: string[];
}

let actBinary: string;
let directory: string;
let suite: string;
let toolCache: string;
let path: string;

beforeAll(() => {
  actBinary = act();
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'model-delivery-act-')));
  suite = checkOutSuite(join(directory, 'suite'));
  toolCache = join(directory, 'home/.cache/act/tool_cache'); // where act points RUNNER_TOOL_CACHE
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  symlinkSync(realpathSync(process.execPath), join(bin, 'node'));
  path = `${bin}:${SYSTEM_PATH}`;
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("nektos/act runs the example's workflow with the outcome of our runner", () => {
  it.each([
    { id: 'better-model', model: 'success', failedSteps: [] },
    { id: 'broken-data', model: 'failure', failedSteps: ['Validate the data', 'Report'] },
    { id: 'worse-model', model: 'failure', failedSteps: ['Compare with the production model', 'Report'] },
  ])('$id', async ({ id, model, failedSteps }) => {
    const ours = await onStage(`${id}-ours`, id, withOurRunner);
    const theirs = await onStage(`${id}-act`, id, withAct);
    expect(theirs).toEqual(ours);
    // Both could be wrong together: this is what the demo promises.
    expect(ours.jobs.code).toEqual({ conclusion: 'success', failedSteps: [], digests: {} });
    expect(ours.jobs.model).toMatchObject({ conclusion: model, failedSteps });
    expect(ours.jobs.model!.digests['Validate the data']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(ours.comments).toHaveLength(1);
    expect(ours.comments[0]!.length).toBeGreaterThan(500);
    expect(ours.checks).toHaveLength(1);
  });
});

type Runner = (stage: Stage, pull: PullRecord, workspace: string) => Promise<Record<string, ActJob>>;

/** Opens the pull request on a fake GitHub of its own and lets the workflow run. */
async function onStage(name: string, id: string, runner: Runner): Promise<Outcome> {
  const workspace = join(directory, name);
  mkdirSync(workspace);
  const stage = await startStage(workspace);
  try {
    const branch = 'change';
    const folder = join(PULL_REQUESTS, id, 'files');
    stage.tree.commit(filesOf(folder), { message: id, branch, from: 'main' });
    const pull = stage.repository.pulls.open({ title: id, author: 'ann', head: branch });
    const jobs = await runner(stage, pull, workspace);
    stage.github.assertClean();
    return outcomeOf(stage, pull, jobs);
  } finally {
    await stage.stop();
  }
}

const withOurRunner: Runner = async (stage, pull, workspace) => {
  const { runs } = await runEvent({
    repository: runnerRepository(stage.repository),
    event: { name: 'pull_request', payload: pullRequestEvent(stage.github, stage.repository, pull.number, 'opened') },
    repositories: { [SUITE]: suite },
    service: stage.service,
    host: { root: join(workspace, 'runner'), toolCache, env: registryEnvironment() },
  });
  expect(runs).toHaveLength(1);
  return Object.fromEntries(
    Object.entries(runs[0]!.jobs).map(([id, { conclusion, steps }]) => {
      const main = steps.filter((step) => step.stage === 'main');
      const failedSteps = main.filter((step) => step.outcome === 'failure').map(({ name }) => name);
      const digests = main.filter((step) => step.outputs.digest).map((step) => [step.name, step.outputs.digest!]);
      return [id, { conclusion, failedSteps, digests: Object.fromEntries(digests) }];
    }),
  );
};

const withAct: Runner = async (stage, pull, workspace) => {
  const repository = stage.repository.fullName;
  const run = stage.repository.actions.add({
    workflowPath: WORKFLOW,
    event: 'pull_request',
    headSha: pull.head.sha,
    headBranch: pull.head.ref,
    pullRequests: [pull.number],
    status: 'in_progress',
  });
  const eventPath = join(workspace, 'event.json');
  writeFileSync(eventPath, JSON.stringify(pullRequestEvent(stage.github, stage.repository, pull.number, 'opened')));
  const result = await runAct({
    act: actBinary,
    workTree: mergeCommit(stage, pull, join(workspace, 'work-tree')),
    workflow: WORKFLOW,
    event: 'pull_request',
    eventPath,
    actor: 'ann',
    token: stage.github.issueToken({ repository, permissions: PERMISSIONS, event: 'pull_request', runId: run.id }),
    home: join(directory, 'home'),
    path,
    env: {
      ...registryEnvironment(),
      ...stage.github.environment({ repository, runId: run.id }),
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_NUMBER: String(run.runNumber),
    },
    repositories: { [SUITE]: suite },
  });
  return finished(result);
};

/** act's exit code says little (it is 0 for a run that skipped everything): the jobs must have ended as it says. */
function finished(result: ActRun): Record<string, ActJob> {
  const conclusions = Object.values(result.jobs).map((job) => job.conclusion);
  expect(conclusions, result.log).not.toHaveLength(0);
  expect(result.exitCode, result.log).toBe(conclusions.every((each) => each === 'success') ? 0 : 1);
  return result.jobs;
}

/** The test merge of the pull request, checked out as GitHub does; act takes the commit of the run from its HEAD. */
function mergeCommit(stage: Stage, pull: PullRecord, workTree: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  git('init', '--quiet', workTree);
  git('-C', workTree, 'fetch', '--quiet', stage.tree.gitDirectory, `refs/pull/${pull.number}/merge`);
  git('-C', workTree, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
  git('-C', workTree, 'remote', 'add', 'origin', `https://github.com/${stage.repository.fullName}.git`);
  return workTree;
}

function outcomeOf(stage: Stage, pull: PullRecord, jobs: Record<string, ActJob>): Outcome {
  const { repository } = stage;
  const comments = [...repository.comments.values()].filter((comment) => comment.issueNumber === pull.number);
  const checks = [...repository.checkRuns.values()].filter((check) => check.headSha === pull.head.sha);
  return {
    jobs,
    comments: comments.map((comment) => withoutRun(comment.body, stage, pull)),
    checks: checks.map(({ name, conclusion, output }) => ({ name, conclusion, title: output.title })),
    artifacts: stage.github.artifacts
      .list(repository.fullName)
      .map(({ name }) => name)
      .sort(),
  };
}

/**
 * A comment less its first line (the sequence of the run), the addresses of this server and run, and the commit, which holds
 * the addresses of its stage's model servers.
 */
function withoutRun(body: string, stage: Stage, pull: PullRecord): string {
  return body
    .slice(body.indexOf('\n') + 1)
    .replaceAll(stage.github.serverUrl, 'SERVER')
    .replaceAll(/SERVER\/acme\/flight-delay\/actions\/runs\/\d+/g, 'RUN')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'COMMIT')
    .replaceAll(pull.head.sha.slice(0, 7), 'COMMIT');
}
