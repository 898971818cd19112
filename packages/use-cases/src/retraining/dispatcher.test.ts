/*
 * The dispatch between two systems that may each die at any moment: the ref that remembers, and the API that starts runs.
 * Whatever happens, one piece of evidence starts one run.
 */
import { hostname } from 'node:os';
import { ConfigError, type DataReport, ExternalError, type Host, sha256Hex } from '@model-delivery/core';
import type { RetrainingEvidence } from '@model-delivery/retraining';
import { inMemoryRefLog, type MemoryRefLog, SimulatedCrash } from '@model-delivery/testkit/ref-log';
import { beforeEach, describe, expect, test } from 'vitest';
import type { WorkflowRunner } from './dispatch-port.ts';
import { type DispatchResult, INTENT_LEASE_MS, judgeAndDispatch } from './dispatcher.ts';
import { openStateLog } from './state-log.ts';

const START = Date.parse('2026-11-21T10:00:00.000Z');
const sha = (word: string): `sha256:${string}` => `sha256:${sha256Hex(word)}`;

interface Run {
  id: number;
  title: string;
  createdAt: number;
}

/** A server that starts runs and keeps issues; it can lose answers, die and refuse. */
class FakeRunner implements WorkflowRunner {
  readonly runs: Run[] = [];
  readonly issues: { number: number; body: string; closedAt: string | null; writes: number }[] = [];
  titled = true;
  tellsIds = true;
  misfortune: 'lose' | 'die_before' | 'die_after' | 'refuse' | undefined;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  async defaultRef() {
    return 'main';
  }
  async check() {}
  async dispatch(_workflow: string, _ref: string, inputs: Record<string, string>) {
    const { misfortune } = this;
    this.misfortune = undefined;
    if (misfortune === 'die_before') throw new SimulatedCrash('before dispatch');
    if (misfortune === 'refuse') throw new ConfigError({ code: 'WORKFLOW_MISSING', message: 'no such workflow' });
    const id = this.runs.length + 1;
    this.runs.push({ id, title: this.titled ? inputs.reason! : 'retrain', createdAt: this.#clock() });
    if (misfortune === 'die_after') throw new SimulatedCrash('after dispatch');
    if (misfortune === 'lose')
      throw new ExternalError({ code: 'LOST', system: 'fake', message: 'lost', retryable: true });
    return this.tellsIds ? { id, url: `https://github.example/runs/${id}` } : { id: null, url: null };
  }
  mayHaveStarted(error: unknown) {
    return error instanceof ExternalError && error.retryable;
  }
  async find({ since, word }: { since: string; word: string }) {
    const later = this.runs.filter((run) => run.createdAt >= Date.parse(since));
    const named = later.find((run) => run.title.includes(word));
    const run = named ?? (later.length === 1 ? later[0] : undefined);
    return run === undefined ? null : { run: { id: run.id, url: null }, certain: named !== undefined };
  }
  async writeIssue({ body }: { body: string }) {
    const open = this.issues.find((issue) => issue.closedAt === null);
    if (open === undefined) {
      this.issues.push({ number: this.issues.length + 1, body, closedAt: null, writes: 1 });
    } else if (open.body !== body) Object.assign(open, { body, writes: open.writes + 1 });
    const { number } = this.issues.at(-1)!;
    return { number, url: `https://github.example/issues/${number}` };
  }
  async issueClosedAt(number: number) {
    return this.issues[number - 1]!.closedAt;
  }
}

function report(window: string, failing: boolean): DataReport {
  const check: DataReport['checks'][number] = {
    id: 'serving/temp/drift',
    dataset: 'serving',
    column: `temp ${window}`,
    kind: 'drift',
    verdict: failing ? 'fail' : 'pass',
    severity: 'fail',
    blocking: true,
    evaluated: 10,
    failed: null,
    skipped: 0,
    observed: null,
    expected: null,
    message: 'm',
  };
  return {
    schema: 'data-report/1',
    model: 'churn',
    verdict: 'pass',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    datasets: [],
    checks: [check],
    counts: {},
    engine: null,
    warnings: [],
  };
}

let now: number;
let refLog: MemoryRefLog;
let runner: FakeRunner;
beforeEach(() => {
  now = START;
  refLog = inMemoryRefLog();
  runner = new FakeRunner(() => now);
});

interface Check {
  window?: string;
  failing?: boolean;
  run?: { id: number; attempt: number };
  policy?: RetrainingEvidence['policy'];
  champion?: RetrainingEvidence['champion'];
}

/** One `retrain-check --dispatch` in a run of a workflow. */
function check({ window = 'w1', failing = true, run = { id: 1, attempt: 1 }, policy, champion = null }: Check = {}) {
  const host: Host = {
    cwd: '/',
    env: { GITHUB_RUN_ID: String(run.id), GITHUB_RUN_ATTEMPT: String(run.attempt), GITHUB_RUN_NUMBER: '1' },
    now: () => now,
    log: {
      info: () => {},
      notice: () => {},
      warning: () => {},
      error: () => {},
      debug: () => {},
    } as unknown as Host['log'],
    tool: { name: 'model-delivery', version: '0' },
  };
  const evidence: RetrainingEvidence = {
    model: 'churn',
    policy: policy ?? { when: { drift: { windows: '1 of 1' } } },
    dataReport: { document: report(window, failing), digest: sha(window) },
    evaluation: null,
    champion,
    momentMs: now,
  };
  return judgeAndDispatch({
    host,
    evidence,
    knowsChampions: true,
    log: openStateLog(refLog, 'churn'),
    runner,
    workflow: 'ml-retrain.yml',
    ref: undefined,
    sleep: async () => {},
  });
}

const state = async () => (await openStateLog(refLog, 'churn').load()).state;
const outcome = (promise: Promise<DispatchResult>) =>
  promise.then(
    (result) => result,
    (error: unknown) => error as Error,
  );

test('one run for one window, its reason with the key first, remembered in the ref', async () => {
  const { decision, dispatched } = await check();
  expect(decision.triggered).toBe(true);
  expect(dispatched).toEqual({
    workflow: 'ml-retrain.yml',
    ref: 'main',
    run_id: 1,
    run_url: 'https://github.example/runs/1',
  });
  expect(runner.runs[0]!.title).toMatch(
    /^retrain-[0-9a-f]{16}: Retraining is asked for by drift: 1 of 1 drift check failed/,
  );
  expect(await state()).toMatchObject({
    windows: [{ digest: sha('w1'), over: true, answered_by: decision.key }],
    dispatches: [{ key: decision.key, status: 'dispatched', run_id: 1, by: 'run 1 attempt 1' }],
  });
  const again = await check({ run: { id: 1, attempt: 2 } });
  expect(again).toMatchObject({ decision: { triggered: false }, dispatched: null });
  expect(again.decision.reason).toContain('answered already by run 1');
  expect(runner.runs).toHaveLength(1);
});

test('a quiet window is remembered and starts nothing; judging it again writes nothing', async () => {
  await check({ failing: false });
  const commit = await refLog.head('refs/model-delivery/retraining/churn');
  await check({ failing: false });
  expect(await refLog.head('refs/model-delivery/retraining/churn')).toBe(commit);
  expect(runner.runs).toEqual([]);
});

describe('a crash between intent and outcome', () => {
  test.each(['die_before', 'die_after'] as const)(
    '%s: the next attempt of the run ends with exactly one run',
    async (how) => {
      runner.misfortune = how;
      expect(await outcome(check())).toBeInstanceOf(SimulatedCrash);
      expect((await state()).dispatches).toMatchObject([{ status: 'intended' }]);
      const { decision, dispatched } = await check({ run: { id: 1, attempt: 2 } });
      expect(decision.triggered).toBe(true);
      expect(dispatched).toMatchObject({ run_id: 1 });
      expect(runner.runs).toHaveLength(1);
      expect((await state()).dispatches.at(-1)).toMatchObject({ status: 'dispatched', run_id: 1 });
      if (how === 'die_after') expect(decision.reason).toContain('which ended before it could note so');
    },
  );

  test('another run waits for the lease of the intent, then settles it', async () => {
    runner.misfortune = 'die_before';
    await outcome(check());
    const waiting = await check({ window: 'w2', run: { id: 2, attempt: 1 } });
    expect(waiting).toMatchObject({ decision: { triggered: false, hold: 'in_flight' }, dispatched: null });
    expect(runner.runs).toHaveLength(0);
    now += INTENT_LEASE_MS;
    expect((await check({ window: 'w2', run: { id: 2, attempt: 1 } })).dispatched).toMatchObject({ run_id: 1 });
    expect(runner.runs).toHaveLength(1);
  });

  test('a lost answer: the run is looked for, not started again', async () => {
    runner.misfortune = 'lose';
    expect((await check()).dispatched).toMatchObject({ run_id: 1 });
    expect(runner.runs).toHaveLength(1);
  });

  test('an untitled run that is the only one since then is taken for it, and said', async () => {
    runner.titled = false;
    runner.misfortune = 'die_after';
    await outcome(check());
    const { dispatched, warnings } = await check({ run: { id: 1, attempt: 2 } });
    expect(dispatched).toMatchObject({ run_id: 1 });
    expect(warnings.join()).toContain('run-name');
  });

  test('a refusal gives windows and budget back', async () => {
    runner.misfortune = 'refuse';
    expect(await outcome(check())).toBeInstanceOf(ConfigError);
    expect(await state()).toMatchObject({ windows: [{ answered_by: null }], dispatches: [{ status: 'failed' }] });
    expect((await check()).dispatched).toMatchObject({ run_id: 1 });
  });

  test('a server that tells no id: the run is found by its title', async () => {
    runner.tellsIds = false;
    expect((await check()).dispatched).toMatchObject({ run_id: 1 });
  });

  test('a crash at each operation of the ref, then a new attempt: always exactly one run', async () => {
    for (let fatal = 1; fatal < 20; fatal++) {
      refLog = inMemoryRefLog();
      runner = new FakeRunner(() => now);
      let count = 0;
      refLog.fault = () => (++count === fatal ? 'crash' : undefined);
      const first = await outcome(check());
      refLog.fault = undefined;
      await check({ run: { id: 1, attempt: 2 } });
      await check({ run: { id: 1, attempt: 3 } });
      expect(runner.runs, `crash at operation ${fatal}`).toHaveLength(1);
      if (!(first instanceof Error)) {
        expect(fatal).toBeGreaterThan(4);
        return;
      }
    }
    throw new Error('the first check never got through');
  });

  test('an append whose answer is lost, then a new attempt: always exactly one run', async () => {
    for (const lost of [1, 2]) {
      refLog = inMemoryRefLog();
      runner = new FakeRunner(() => now);
      let appends = 0;
      refLog.fault = (operation) => (operation === 'append' && ++appends === lost ? 'lose' : undefined);
      expect(await outcome(check())).toBeInstanceOf(ExternalError);
      await check({ run: { id: 1, attempt: 2 } });
      expect(runner.runs).toHaveLength(1);
    }
  });
});

test('eight checks of one window at once start one run', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, (_, i) => check({ run: { id: i + 1, attempt: 1 } })));
  expect(results.filter((result) => result.dispatched !== null)).toHaveLength(1);
  expect(runner.runs).toHaveLength(1);
  expect((await state()).windows).toHaveLength(1);
});

test('a process of this machine that is gone owns nothing', async () => {
  const { ownerIsGone } = await import('./dispatch-words.ts');
  const host = { env: {} } as Host;
  expect(ownerIsGone(host, `process 4194304 of ${hostname()}`)).toBe(true);
  expect(ownerIsGone(host, `process 1 of ${hostname()}`)).toBe(false);
  expect(ownerIsGone(host, 'process 4194304 of elsewhere')).toBe(false);
  expect(ownerIsGone(host, 'run 5 attempt 1')).toBe(false);
});

test('the reason handed to a workflow holds nothing that a shell or an expression reads as code', async () => {
  const window = '`rm -rf /`; $(id) ${{ secrets.X }} "\'\n| & > <';
  await check({ window });
  expect(runner.runs[0]!.title).toMatch(/^[A-Za-z0-9 .,:/%_+=@-]+$/);
});

describe('the breaker', () => {
  const champion = { version: sha('c'), since: '2026-11-01T00:00:00.000Z', evaluation: null, dataReport: null };
  const at = (n: number, more: Check = {}) => {
    now = START + n * 3_600_000;
    return check({ window: `w${n}`, run: { id: n, attempt: 1 }, champion, ...more });
  };

  test('one issue after three runs, updated and not repeated; a new champion or its closing lets runs go on', async () => {
    for (const n of [1, 2, 3]) await at(n);
    for (const n of [4, 5, 6]) {
      expect(await at(n)).toMatchObject({
        decision: { triggered: false, hold: 'breaker' },
        dispatched: null,
        issue: 1,
      });
    }
    expect(runner.runs).toHaveLength(3);
    expect(runner.issues).toMatchObject([{ number: 1, writes: 1 }]);
    expect(runner.issues[0]!.body).toMatch(
      /^<!-- model-delivery:retraining:v1 key=churn -->\nRetraining of `churn` is stopped: 3 runs brought no/,
    );
    expect(
      (await at(7, { champion: { ...champion, since: new Date(START + 6.5 * 3_600_000).toISOString() } })).dispatched,
    ).not.toBeNull();
    // Back under the old champion: the issue is still open, until somebody closes it.
    expect((await at(8)).dispatched).toBeNull();
    runner.issues[0]!.closedAt = new Date(START + 8.5 * 3_600_000).toISOString();
    expect((await at(9)).dispatched).not.toBeNull();
    for (const n of [10, 11]) await at(n);
    expect(await at(12)).toMatchObject({ dispatched: null, issue: 2 });
    expect(runner.issues).toHaveLength(2);
  });
});
