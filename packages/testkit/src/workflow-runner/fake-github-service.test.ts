import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createBareRepository,
  FakeGitHub,
  type FakeRepository,
  forkBareRepository,
  pullRequestEvent,
  type WorkingTree,
} from '../github-api/index.ts';
import { FakeGitHubService, runnerRepository } from './fake-github-service.ts';
import { runEvent } from './run-event.ts';
import type { RunOptions } from './run-workflow.ts';
import { printed } from './testing/run-text.ts';

let github: FakeGitHub;
let tree: WorkingTree;
let repository: FakeRepository;
let fork: WorkingTree | undefined;

/** A node script that calls the API with the job's token and prints status codes. */
const API_ACTION = `
const api = async (method, path, body) => {
  const response = await fetch(process.env.GITHUB_API_URL + path, { method, headers: { authorization: 'Bearer ' + process.env.INPUT_TOKEN, 'content-type': 'application/json', 'user-agent': 'x' }, body: body && JSON.stringify(body) });
  console.log(method, path.replace(/\\d{5,}/, 'N'), response.status);
};
for (const call of JSON.parse(process.env.INPUT_CALLS)) await api(...call);
`;
const ACTION = {
  'actions/api/action.yml':
    "name: a\ndescription: a\ninputs: { calls: {}, token: { default: '${{ github.token }}' } }\nruns: { using: node24, main: main.mjs }\n",
  'actions/api/main.mjs': API_ACTION,
};

beforeEach(async () => {
  github = await FakeGitHub.start();
  tree = createBareRepository();
});

afterEach(async () => {
  await github.stop();
  rmSync(tree.gitDirectory, { recursive: true });
  if (fork) rmSync(fork.gitDirectory, { recursive: true });
  fork = undefined;
  github.assertClean();
});

function add(files: Record<string, string>): void {
  tree.commit({ ...ACTION, ...files });
  repository = github.addRepository({ owner: 'acme', name: 'widgets', gitDirectory: tree.gitDirectory });
}

const run = (event: RunOptions['event'], more: Partial<RunOptions> = {}) =>
  runEvent({ repository: runnerRepository(repository), service: new FakeGitHubService(github), event, ...more });

describe('the runner on the fake GitHub', () => {
  test('artifacts: the real client uploads, another job and another run download, the API lists it', async () => {
    add({
      '.github/workflows/ci.yml': `
name: CI
on: push
jobs:
  make:
    runs-on: ubuntu-latest
    outputs: { id: '\${{ steps.up.outputs.artifact-id }}' }
    steps:
      - run: mkdir -p out/sub .hidden && echo one > out/a.txt && echo two > out/sub/b.txt && echo no > out/sub/b.log && echo h > .hidden/h.txt && echo h > out/.h
      - id: up
        uses: actions/upload-artifact@v4
        with: { name: report, path: "out/**\\n!**/*.log" , if-no-files-found: error }
      - uses: actions/upload-artifact@v4
        with: { name: hidden, path: .hidden }
      - uses: actions/upload-artifact@v4
        with: { name: shown, path: .hidden/h.txt }
      - uses: actions/upload-artifact@v4
        continue-on-error: true
        with: { name: none, path: missing/, if-no-files-found: error }
  use:
    needs: make
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4
        with: { name: report, path: got }
      - run: cd got && find . -type f | sort && cat a.txt
      - uses: actions/download-artifact@v4
        with: { path: all }
      - run: ls all
`,
      '.github/workflows/report.yml': `
name: Report
on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { actions: read }
jobs:
  read:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4
        with: { name: report, run-id: "\${{ github.event.workflow_run.id }}", github-token: "\${{ github.token }}" }
      - run: cat sub/b.txt
`,
    });
    const { runs } = await run({ name: 'push', payload: {} });
    const [ci, report] = runs;
    const warnings = ci!.jobs.make!.annotations.map(({ level, message }) => `${level} ${message}`).join('\n');
    expect(warnings).toMatch(/warning No files were found with the provided path: \.hidden\./);
    expect(warnings).toMatch(/error No files were found with the provided path: missing\//);
    const lines = printed(ci!.jobs.use!.log);
    expect(lines.filter((line) => !line.includes('rtifact'))).toEqual([
      './a.txt',
      './sub/b.txt',
      'one',
      'report',
      'shown',
    ]);
    expect(runs.map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual(['CI success', 'Report success']);
    expect(printed(report!.jobs.read!.log)).toContain('two');
  });

  test('token scopes follow permissions; runs and jobs stand in the API; the token ends with its job', async () => {
    const calls = [
      ['GET', '/repos/acme/widgets/actions/runs/RUN'],
      ['POST', '/repos/acme/widgets/issues', { title: 't' }],
    ];
    const step = `{ uses: $/actions/api, with: { calls: '${JSON.stringify(calls).replace('RUN', '${{ github.run_id }}')}' } }`;
    add({
      '.github/workflows/ci.yml': `
on: push
permissions: { actions: read }
jobs:
  reader: { runs-on: ubuntu-latest, steps: [${step}] }
  writer: { runs-on: ubuntu-latest, permissions: { actions: read, issues: write }, steps: [${step}] }
`,
    });
    const { runs } = await run({ name: 'push', payload: {} });
    const [result] = runs;
    expect(printed(result!.jobs.reader!.log)).toEqual([
      'GET /repos/acme/widgets/actions/runs/N 200',
      'POST /repos/acme/widgets/issues 403',
    ]);
    expect(printed(result!.jobs.writer!.log)[1]).toBe('POST /repos/acme/widgets/issues 201');
    const record = repository.actions.runs.get(result!.run.id);
    expect(record).toMatchObject({ status: 'completed', conclusion: 'success', event: 'push', runNumber: 1 });
    expect(
      [...repository.actions.jobs.values()].map(({ name, conclusion, steps }) => [name, conclusion, steps.length]),
    ).toEqual([
      ['reader', 'success', 1],
      ['writer', 'success', 1],
    ]);
  });

  test('a fork’s pull request: writing is refused, then workflow_run of the base writes; re-run is attempt 2', async () => {
    const comment = `[["POST","/repos/acme/widgets/issues/1/comments",{"body":"hi"}]]`;
    const step = `{ uses: $/actions/api, with: { calls: '${comment}' } }`;
    add({
      '.github/workflows/ci.yml': `
name: CI
on: pull_request
permissions: { contents: read, issues: write, pull-requests: write }
jobs: { j: { runs-on: ubuntu-latest, steps: [{ uses: actions/checkout@v7 }, { run: 'ls; git log -1 --format=%s' }, ${step}] } }
`,
      '.github/workflows/report.yml': `
name: Report
on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { issues: write, pull-requests: write }
jobs: { j: { runs-on: ubuntu-latest, steps: [${step}, { run: 'echo "\${{ github.event.workflow_run.head_repository.full_name }} \${{ toJSON(github.event.workflow_run.pull_requests) }}"' }] } }
`,
    });
    fork = forkBareRepository(tree);
    const head = fork.commit({ 'new.txt': 'x' }, { branch: 'feature', from: 'main' });
    const forked = github.addRepository({
      owner: 'eve',
      name: 'widgets',
      gitDirectory: fork.gitDirectory,
      forkOf: repository,
    });
    const pull = repository.pulls.open({ head: 'feature', from: forked, author: 'eve' });
    const event = { name: 'pull_request', payload: pullRequestEvent(github, repository, pull.number, 'opened') };
    const { runs } = await run(event);
    expect(runs.map(({ name, headSha }) => [name, headSha])).toEqual([
      ['CI', head],
      ['Report', tree.git.resolveCommit('main')],
    ]);
    const lines = printed(runs[0]!.jobs.j!.log);
    expect(lines).toContain('new.txt');
    expect(lines.at(-1)).toBe('POST /repos/acme/widgets/issues/1/comments 403');
    expect(runs[0]!.sha).toBe(pull.mergeCommitSha);
    expect(printed(runs[1]!.jobs.j!.log)).toEqual(['POST /repos/acme/widgets/issues/1/comments 201', 'eve/widgets []']);
    const again = await run(event, { existingRunId: runs[0]!.run.id });
    expect(again.runs[0]!.run).toEqual({ ...runs[0]!.run, attempt: 2 });
  });

  test('a job that dispatches another workflow: it runs afterwards, as the run the API promised', async () => {
    const calls = [
      [
        'POST',
        '/repos/acme/widgets/actions/workflows/train.yml/dispatches',
        { ref: 'main', inputs: { reason: 'drift' } },
      ],
    ];
    add({
      '.github/workflows/monitor.yml': `
name: Monitor
on: schedule
permissions: { actions: write }
jobs: { j: { runs-on: ubuntu-latest, steps: [{ uses: $/actions/api, with: { calls: '${JSON.stringify(calls)}' } }] } }
`.replace('on: schedule', 'on: { schedule: [{ cron: "0 3 * * *" }] }'),
      '.github/workflows/train.yml': `
name: Train
on: { workflow_dispatch: { inputs: { reason: { required: true } } } }
jobs: { j: { runs-on: ubuntu-latest, steps: [{ run: 'echo "because of \${{ inputs.reason }} by \${{ github.actor }}"' }] } }
`,
    });
    const { runs } = await run({ name: 'schedule', payload: { schedule: '0 3 * * *' } });
    expect(runs.map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual(['Monitor success', 'Train success']);
    expect(printed(runs[1]!.jobs.j!.log)).toEqual(['because of drift by github-actions[bot]']);
    expect([...repository.actions.runs.keys()]).toEqual([runs[0]!.run.id, runs[1]!.run.id]);
  });
});
