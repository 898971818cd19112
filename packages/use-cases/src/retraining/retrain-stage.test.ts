/* `retrain-check` as the CLI runs it: configuration and documents on disk, state in a git repository, a fake GitHub. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataReport, type Host, type Retraining, sealDocument } from '@model-delivery/core';
import { createBareRepository, FakeGitHub, type FakeRepository } from '@model-delivery/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { moveStage, registerStage } from '../registry/index.ts';
import { type RetrainRequest, retrainStage } from './retrain-stage.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const CONFIG = `model: churn
retraining:
  workflow: ml-retrain.yml
  when: { drift: { windows: "2 of 3" } }
  cooldown: 6h
`;
const WORKFLOW = `name: Retrain
on: { workflow_dispatch: { inputs: { reason: { required: true } } } }
`;
const REF = 'refs/model-delivery/retraining/churn';

let github: FakeGitHub;
let repository: FakeRepository;
let remote: ReturnType<typeof createBareRepository>;
beforeAll(async () => {
  github = await FakeGitHub.start();
  remote = createBareRepository();
  remote.commit({ '.github/workflows/ml-retrain.yml': WORKFLOW });
  repository = github.addRepository({ owner: 'acme', name: 'churn', gitDirectory: remote.gitDirectory });
});
afterAll(async () => {
  await github.stop();
  github.assertClean();
});

let directory: string;
let now: number;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'retrain-'));
  now = NOW;
  repository.actions.runs.clear();
  write('model-delivery.yaml', CONFIG);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, content: string) => writeFileSync(join(directory, name), content);
const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, encoding: 'utf8' });
const runs = () => [...repository.actions.runs.values()];

/** A data report that is window `n`, with or without drift. */
function leaveReport(n: number, drifting = true, name = 'report.json', change: Partial<DataReport> = {}): void {
  const check: DataReport['checks'][number] = {
    id: 'serving/temp/drift',
    dataset: 'serving',
    column: 'temp',
    kind: 'drift',
    verdict: drifting ? 'fail' : 'pass',
    severity: 'fail',
    blocking: true,
    evaluated: 100 + n,
    failed: null,
    skipped: 0,
    observed: null,
    expected: null,
    message: 'm',
  };
  const report: DataReport = {
    schema: 'data-report/1',
    model: 'churn',
    verdict: drifting ? 'fail' : 'pass',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    datasets: [],
    checks: [check],
    counts: {},
    engine: null,
    warnings: [],
    ...change,
  };
  write(name, sealDocument(report, {}).file);
}

function hostOf(env: Record<string, string> = {}, warnings: string[] = []): Host {
  return {
    cwd: directory,
    env: { PATH: process.env.PATH!, HOME: directory, ...env },
    now: () => now,
    log: {
      info: () => {},
      notice: () => {},
      warning: (line: string) => warnings.push(line),
      error: () => {},
      debug: () => {},
    },
    tool: { name: 'model-delivery', version: '0' },
  } as unknown as Host;
}

async function check(request: Partial<RetrainRequest> = {}, env: Record<string, string> = {}) {
  const token = github.issueToken({
    repository: 'acme/churn',
    permissions: { contents: 'read', actions: 'write', issues: 'write' },
    event: 'push',
  });
  const warnings: string[] = [];
  const api = { GITHUB_API_URL: github.apiUrl, GITHUB_GRAPHQL_URL: github.graphqlUrl };
  const host = hostOf({ GITHUB_TOKEN: token, GITHUB_REPOSITORY: 'acme/churn', ...api, ...env }, warnings);
  const outcome = await retrainStage(host, {
    config: 'model-delivery.yaml',
    out: 'out',
    failOn: 'policy',
    asOf: undefined,
    dataReport: 'report.json',
    evaluation: undefined,
    dispatch: false,
    workflow: undefined,
    ref: undefined,
    access: {},
    ...request,
  });
  const document = JSON.parse(readFileSync(join(directory, 'out/retraining.json'), 'utf8')) as Retraining;
  return { outcome, document, warnings };
}

describe('without --dispatch', () => {
  test('judges this report, writes its document and nothing else; the same inputs give the same digest', async () => {
    git('init', '-q');
    leaveReport(1);
    write('model-delivery.yaml', CONFIG.replace('2 of 3', '1 of 3'));
    const first = await check();
    expect(first.outcome).toMatchObject({ exitCode: 0, verdict: 'pass' });
    expect(first.document).toMatchObject({
      triggered: true,
      dispatched: null,
      signals: [{ kind: 'drift', value: 1, threshold: 0, windows: { over: 1, seen: 1, k: 1, m: 3 } }],
      budget: { used: 0 },
      cooldown_until: null,
    });
    expect(first.document.reason).toContain('drift: 1 of 1 drift check failed: serving/temp');
    now += 1000;
    expect((await check()).outcome.digest).toBe(first.outcome.digest);
    expect(git('for-each-ref')).toBe('');
    expect(runs()).toEqual([]);
  });

  test('outside of a git repository only this report counts, and that is said', async () => {
    leaveReport(1);
    const { outcome, document } = await check({}, { GIT_CEILING_DIRECTORIES: tmpdir() });
    expect(outcome.exitCode).toBe(0);
    expect(document).toMatchObject({ triggered: false, warnings: [expect.stringContaining('in no git repository')] });
  });

  test('not triggered is exit 0 with the reason', async () => {
    git('init', '-q');
    leaveReport(1, false);
    const { outcome, document } = await check();
    expect(outcome.exitCode).toBe(0);
    expect(document).toMatchObject({
      triggered: false,
      reason: expect.stringContaining('None of 1 drift check failed'),
    });
  });
});

describe('with --dispatch', () => {
  test('2 of 3 windows start one run; it holds until the cooldown is over', async () => {
    git('init', '-q');
    leaveReport(1);
    expect((await check({ dispatch: true })).document).toMatchObject({ triggered: false, dispatched: null });
    expect(git('rev-parse', '--verify', REF)).toMatch(/^[0-9a-f]{40}/);
    leaveReport(2);
    expect((await check()).document).toMatchObject({ triggered: true, dispatched: null });
    const { document, outcome } = await check({ dispatch: true });
    expect(outcome.exitCode).toBe(0);
    expect(document).toMatchObject({
      triggered: true,
      dispatched: { workflow: 'ml-retrain.yml', ref: 'main', run_id: runs()[0]!.id },
    });
    for (const n of [3, 4]) {
      leaveReport(n);
      const held = await check({ dispatch: true });
      expect(held.document.triggered).toBe(false);
      expect(held.document.cooldown_until).toBe('2026-11-21T16:00:00.000Z');
    }
    expect(runs()).toHaveLength(1);
    now += 6 * 3_600_000;
    expect((await check({ dispatch: true })).document).toMatchObject({ triggered: true, cooldown_until: null });
    expect(runs()).toHaveLength(2);
  });

  test('a workflow that cannot be dispatched is exit 2, and uses nothing up', async () => {
    git('init', '-q');
    leaveReport(1);
    write('model-delivery.yaml', CONFIG.replace('2 of 3', '1 of 1'));
    const { outcome, document } = await check({ dispatch: true, workflow: 'none.yml' });
    expect(outcome).toMatchObject({ exitCode: 2, error: { code: 'WORKFLOW_MISSING' } });
    expect(document).toMatchObject({ schema: 'retraining/1', verdict: 'error' });
    expect((await check({ dispatch: true })).document.dispatched).not.toBeNull();
  });
});

describe('what is refused', () => {
  test.each([
    ['no block', 'model: churn\n', {}, 2, 'CONFIG_BLOCK_MISSING'],
    ['no signal', 'model: churn\nretraining: { workflow: a.yml }\n', {}, 2, 'RETRAINING_NO_SIGNAL'],
    ['3 of 2', CONFIG.replace('2 of 3', '3 of 2'), {}, 2, 'CONFIG_INVALID'],
    [
      'no workflow',
      CONFIG.replace('  workflow: ml-retrain.yml\n', ''),
      { dispatch: true },
      2,
      'RETRAINING_NO_WORKFLOW',
    ],
    [
      'a pipeline',
      CONFIG.replace('workflow: ml-retrain.yml', 'pipeline: { airflow: "http://a", dag: d }'),
      { dispatch: true },
      2,
      'RETRAINING_PIPELINE',
    ],
    ['no report', CONFIG, { dataReport: 'none.json' }, 4, 'RETRAINING_DOCUMENT_MISSING'],
    ['another model', CONFIG.replace('churn', 'other'), {}, 4, 'RETRAINING_DOCUMENT_REFUSED'],
    ['no JSON', CONFIG, { dataReport: 'model-delivery.yaml' }, 4, 'RETRAINING_DOCUMENT_REFUSED'],
    ['a changed document', CONFIG, { dataReport: 'forged.json' }, 4, 'RETRAINING_DOCUMENT_REFUSED'],
    ['a report without drift checks', CONFIG, { dataReport: 'empty.json' }, 4, 'RETRAINING_NO_DRIFT_CHECKS'],
    [
      'a missing evaluation where it is all there is',
      CONFIG.replace('drift: { windows: "2 of 3" }', 'metric: { name: f1, max_drop: 0.1 }'),
      { dataReport: undefined },
      4,
      'RETRAINING_DOCUMENT_MISSING',
    ],
  ] as const)('%s', async (_name, config, request, exitCode, code) => {
    git('init', '-q');
    leaveReport(1);
    leaveReport(1, true, 'empty.json', { checks: [] });
    write('forged.json', readFileSync(join(directory, 'report.json'), 'utf8').replace('"fail"', '"pass"'));
    write('model-delivery.yaml', config);
    const { outcome, document } = await check(request);
    expect(outcome.error?.message).toMatch(/.+/);
    expect(outcome).toMatchObject({ exitCode, error: { code } });
    expect(outcome.error?.hint).toMatch(/.+/);
    expect(document).toMatchObject({ schema: 'retraining/1', verdict: 'error', error: { code } });
  });

  test('a state that cannot be read is no unused budget', async () => {
    git('init', '-q');
    leaveReport(1);
    const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
      cwd: directory,
      input: '{}',
      encoding: 'utf8',
    }).trim();
    const tree = execFileSync('git', ['mktree'], {
      cwd: directory,
      input: `100644 blob ${blob}\tstate.json\n`,
      encoding: 'utf8',
    }).trim();
    const commit = git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit-tree', tree, '-m', 'm').trim();
    git('update-ref', REF, commit);
    expect((await check()).outcome).toMatchObject({ exitCode: 4, error: { code: 'RETRAINING_STATE_MALFORMED' } });
  });
});

test('signals that need a champion say that there is none; that is inconclusive and blocks nothing', async () => {
  git('init', '-q');
  leaveReport(1);
  write('model-delivery.yaml', 'model: churn\nretraining: { when: { age: 30d, volume: { new_rows: 10 } } }\n');
  const { outcome, document } = await check();
  expect(outcome).toMatchObject({ exitCode: 0, verdict: 'inconclusive' });
  expect(document).toMatchObject({ triggered: false, champion: null });
  expect(document.reason).toMatch(/volume: Not judged: there is no champion.*age: Not judged: there is no champion/);
});

describe('with a registry', () => {
  const config = (signals: string) =>
    `model: churn\nregistry: { store: { oci_layout: registry/ } }\nretraining: { when: { ${signals} } }\n`;

  /** Takes a model in and makes it champion, at the time that is now. */
  async function crown(): Promise<string> {
    const base = { config: 'model-delivery.yaml', out: 'out', failOn: 'policy' as const };
    write('model.txt', 'w');
    const registered = await registerStage(hostOf(), {
      ...base,
      asOf: undefined,
      model: 'model.txt',
      evaluation: undefined,
      dataReport: undefined,
      params: {},
      status: undefined,
      approval: false,
      adopt: true,
      reason: 'serves already',
    });
    expect(registered.error).toBeUndefined();
    const move = { action: 'promote' as const, version: registered.version!, alias: 'champion', reason: 'crowned' };
    expect((await moveStage(hostOf(), { ...base, move })).exitCode).toBe(0);
    return registered.version!;
  }

  test('age counts from the promotion in the ledger; what an adopted champion cannot answer is said', async () => {
    git('init', '-q');
    leaveReport(1);
    write('model-delivery.yaml', config('age: 30d, volume: { new_rows: 1 }'));
    const version = await crown();
    expect((await check()).document).toMatchObject({ triggered: false, champion: version, verdict: 'pass' });
    const { document } = await check({ asOf: '2026-12-21' });
    expect(document).toMatchObject({ triggered: true, as_of: '2026-12-21', champion: version });
    expect(document.reason).toContain('age: The champion serves since 2026-11-21, 30 days; allowed 30d.');
    expect(document.signals).toMatchObject([
      { kind: 'volume', judged: false, message: 'Not judged: no data report was registered with the champion.' },
      { kind: 'age', crossed: true, value: 30, threshold: 30 },
    ]);
  });

  test('a ledger that cannot be reached is no absent champion', async () => {
    git('init', '-q');
    git('remote', 'add', 'origin', join(directory, 'gone.git'));
    write(
      'model-delivery.yaml',
      `${config('age: 30d').replace('registry/ }', 'registry/ }, ledger: { git: refs/heads/model-ledger, remote: origin }')}`,
    );
    const { outcome } = await check({ dataReport: undefined });
    expect(outcome).toMatchObject({ exitCode: 5, verdict: 'error' });
  });
});
