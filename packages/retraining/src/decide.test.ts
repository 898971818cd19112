import type { DataReport, Evaluation, RetrainingConfig } from '@model-delivery/core';
import { describe, expect, test } from 'vitest';
import { championOf, dataReport, evaluation, sha } from '../testing/documents.ts';
import { decideRetraining, idempotencyKey } from './decide.ts';
import type { RetrainingEvidence } from './judge-signals.ts';
import type { Champion } from './signals/signal.ts';
import { withIntent, withOutcome, withWindows } from './state/changes.ts';
import { emptyState, type RetrainingState, readState, stateFile } from './state/retraining-state.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Case {
  when: NonNullable<RetrainingConfig['when']>;
  policy?: Partial<RetrainingConfig>;
  report?: DataReport;
  digest?: string;
  evaluation?: Evaluation;
  champion?: Champion | null;
  at?: number;
}

const evidence = (input: Case): RetrainingEvidence => ({
  model: 'churn',
  policy: { when: input.when, ...input.policy },
  dataReport: input.report ? { document: input.report, digest: input.digest ?? sha('report') } : null,
  evaluation: input.evaluation ? { document: input.evaluation, digest: input.digest ?? sha('evaluation') } : null,
  champion: input.champion ?? null,
  momentMs: input.at ?? NOW,
});
const decide = (input: Case, state: RetrainingState = emptyState('churn'), knowsChampions = true) =>
  decideRetraining(evidence(input), state, { knowsChampions });

/** What a check with --dispatch leaves behind: windows, and the dispatch it triggered, if any. */
function consumed(input: Case, state: RetrainingState = emptyState('churn')) {
  const decision = decide(input, state);
  const seen = withWindows(state, decision.windows);
  if (!decision.triggered) return { decision, state: seen };
  const intent = withIntent(seen, {
    key: decision.key!,
    time: new Date(input.at ?? NOW).toISOString(),
    by: 'run 1 attempt 1',
    workflow: 'ml-retrain.yml',
    ref: 'main',
    reason: decision.reason,
    champion: input.champion?.version ?? null,
    rows: { train: input.report?.datasets[0]?.rows ?? 0 },
  });
  return { decision, state: withOutcome(intent, decision.key!, { status: 'dispatched', run_id: 7, run_url: null }) };
}

const drifting = (windows = '1 of 1', failing = 1): Case => ({
  when: { drift: { windows } },
  report: dataReport(failing),
});
const window = (n: number, failing = 1, windows = '2 of 3'): Case => ({
  ...drifting(windows, failing),
  digest: sha(`window ${n}`),
});

describe('drift', () => {
  test('one failing drift check is a window over the line, whatever its severity', () => {
    const { triggered, reason, signals } = decide(drifting());
    expect(triggered).toBe(true);
    expect(reason).toContain('drift: 1 of 2 drift checks failed: serving/temp (psi 0.3 above 0.1).');
    expect(signals).toMatchObject([
      { kind: 'drift', value: 1, threshold: 0, windows: { over: 1, seen: 1, k: 1, m: 1 }, over: true, crossed: true },
    ]);
  });

  test('none failing: no, with the reason', () => {
    const decision = decide(drifting('1 of 1', 0));
    expect(decision).toMatchObject({ triggered: false, key: null, hold: null });
    expect(decision.reason).toContain('None of 2 drift checks failed');
  });

  test('waived and not evaluated checks do not count; nothing evaluated is an error', () => {
    const report = dataReport(1);
    const waived = { ...report, checks: report.checks.map((check) => ({ ...check, verdict: 'waived' as const })) };
    expect(decide({ ...drifting(), report: waived }).triggered).toBe(false);
    const broken = { ...report, checks: report.checks.map((check) => ({ ...check, verdict: 'error' as const })) };
    expect(() => decide({ ...drifting(), report: broken })).toThrow(/2 drift checks, none of which could be evaluated/);
    expect(() => decide({ ...drifting(), report: { ...report, checks: [] } })).toThrow(/no drift check/);
  });
});

describe('k of m windows', () => {
  test('2 of 3: the second window over the line triggers', () => {
    const first = consumed(window(1));
    expect(first.decision).toMatchObject({
      triggered: false,
      signals: [{ windows: { over: 1, seen: 1, k: 2, m: 3 } }],
    });
    const second = consumed(window(2, 0), first.state);
    expect(second.decision.triggered).toBe(false);
    const third = consumed(window(3), second.state);
    expect(third.decision).toMatchObject({ triggered: true, signals: [{ windows: { over: 2, seen: 3 } }] });
    expect(third.decision.key).toBe(idempotencyKey('churn', [sha('window 1'), sha('window 3')]));
  });

  test('the same report is one window however often it is judged', () => {
    let state = emptyState('churn');
    for (let i = 0; i < 5; i++) {
      const next = consumed(window(1), state);
      expect(next.decision.triggered).toBe(false);
      state = next.state;
    }
    expect(state.windows).toHaveLength(1);
  });

  test('a window that fell out of the last m no longer counts', () => {
    let { state } = consumed(window(1));
    for (const n of [2, 3]) state = consumed(window(n, 0), state).state;
    expect(consumed(window(4), state).decision.triggered).toBe(false);
  });

  test('windows that a dispatch answered are used up; a failed dispatch gives them back', () => {
    let { state } = consumed(window(1));
    const second = consumed(window(2), state);
    expect(second.decision.triggered).toBe(true);
    state = second.state;
    const again = decide(window(2), state);
    expect(again.triggered).toBe(false);
    expect(again.reason).toContain('answered already by run 7');
    const third = consumed(window(3), state);
    expect(third.decision).toMatchObject({ triggered: false, signals: [{ windows: { over: 1, seen: 1 } }] });
    expect(consumed(window(4), third.state).decision.triggered).toBe(true);
    const pending = {
      ...state,
      dispatches: state.dispatches.map((each) => ({ ...each, status: 'intended' as const })),
    };
    expect(decide(window(9, 1, '1 of 1'), pending)).toMatchObject({ triggered: false, hold: 'in_flight' });
    const failed = withOutcome(pending, second.decision.key!, { status: 'failed' });
    expect(decide(window(2), failed)).toMatchObject({ triggered: true, key: second.decision.key });
  });
});

describe('metric', () => {
  const champion = championOf({ evaluation: evaluation({ roc_auc: 0.95, rmse: 2 }) });
  const metric = (name: string, now: number, max_drop = 0.02): Case => ({
    when: { metric: { name, max_drop } },
    champion,
    evaluation: evaluation({ [name]: now }, champion.version),
  });

  test.each([
    ['roc_auc', 0.93, 0.02, false],
    ['roc_auc', 0.9299, 0.0201, true],
    ['roc_auc', 0.99, -0.04, false],
    ['rmse', 2.1, 0.1, true],
    ['rmse', 1.9, -0.1, false],
  ])('%s at %d: worse by %d, over: %s', (name, now, value, over) => {
    expect(decide(metric(name, now))).toMatchObject({ triggered: over, signals: [{ value, over, subject: name }] });
  });

  test('the champion may be what a candidate was compared with', () => {
    const compared = evaluation({ roc_auc: 0.97 }, sha('candidate'));
    compared.champion = { state: 'ready', version: champion.version, source: null, reason: null };
    compared.metrics.champion = { roc_auc: 0.8 };
    expect(decide({ ...metric('roc_auc', 1), evaluation: compared })).toMatchObject({
      triggered: true,
      signals: [{ value: 0.15 }],
    });
  });

  test('nothing to compare with is said and is no pass', () => {
    const none = decide({ ...metric('roc_auc', 0.5), champion: null });
    expect(none).toMatchObject({ triggered: false, signals: [{ judged: false, value: null }] });
    expect(none.reason).toContain('there is no champion');
    const other = decide({ ...metric('roc_auc', 0.5), evaluation: evaluation({ roc_auc: 0.5 }, sha('other')) });
    expect(other.reason).toContain('not the champion');
    expect(() => decide({ ...metric('roc_auc', 0.5), evaluation: evaluation({ f1: 0.5 }, champion.version) })).toThrow(
      /has no such number \(it has: f1\)/,
    );
    expect(() => decide(metric('my_metric', 1))).toThrow(/registered evaluation has no such number/);
  });

  test('a metric nobody knows needs its direction', () => {
    const own = championOf({ evaluation: evaluation({ gini: 0.5 }) });
    const input: Case = {
      when: { metric: { name: 'gini', max_drop: 0.1 } },
      champion: own,
      evaluation: evaluation({ gini: 0.3 }, own.version),
    };
    expect(() => decide(input)).toThrow(/not known whether more/);
    const told = { when: { metric: { name: 'gini', max_drop: 0.1, higher_is_better: true } } };
    expect(decide({ ...input, ...told }).triggered).toBe(true);
  });

  test('windows against another champion do not count', () => {
    const rule = { when: { metric: { name: 'roc_auc', max_drop: 0.02, windows: '2 of 3' } } };
    const { state } = consumed({ ...metric('roc_auc', 0.8), ...rule });
    const next = championOf({ version: sha('next'), evaluation: evaluation({ roc_auc: 0.95 }) });
    const input = {
      ...rule,
      champion: next,
      evaluation: evaluation({ roc_auc: 0.8 }, next.version),
      digest: sha('later'),
    };
    expect(decide(input, state)).toMatchObject({ triggered: false, signals: [{ windows: { over: 1, seen: 1 } }] });
  });
});

describe('volume and age', () => {
  const champion = championOf({ dataReport: dataReport(0, 1000), since: '2026-10-21T10:00:00.000Z' });
  const rows = (count: number): Case => ({
    when: { volume: { new_rows: 500 } },
    report: dataReport(0, count),
    champion,
  });

  test('rows since the champion, then since the newest dispatch', () => {
    expect(decide(rows(1499)).triggered).toBe(false);
    const { decision, state } = consumed(rows(1500));
    expect(decision).toMatchObject({ triggered: true, signals: [{ value: 500, threshold: 500, subject: 'train' }] });
    expect(decide(rows(1999), state)).toMatchObject({ triggered: false, signals: [{ value: 499 }] });
    expect(decide({ ...rows(2000), digest: sha('later') }, state).triggered).toBe(true);
  });

  test('a data set that nobody knows is an error that names the nearest', () => {
    expect(() => decide({ ...rows(1), when: { volume: { new_rows: 1, dataset: 'trian' } } })).toThrow(
      /no such data set; nearest: train/,
    );
  });

  test('age asks once per period', () => {
    const age = (at: number): Case => ({ when: { age: '30d' }, champion, at });
    expect(decide(age(NOW - 2 * DAY))).toMatchObject({ triggered: false, signals: [{ value: 29, threshold: 30 }] });
    const { decision, state } = consumed(age(NOW));
    expect(decision).toMatchObject({ triggered: true, signals: [{ value: 31 }] });
    expect(decide(age(NOW + 20 * DAY), state).triggered).toBe(false);
    expect(decide(age(NOW + 30 * DAY), state).triggered).toBe(true);
  });
});

describe('what holds a run back', () => {
  const input = (n: number, policy: Partial<RetrainingConfig>, at = NOW, champion: Champion | null = null): Case => ({
    ...window(n, 1, '1 of 1'),
    policy,
    at,
    champion,
  });

  test('cooldown', () => {
    const policy = { cooldown: '6h' };
    const { state } = consumed(input(1, policy));
    const held = decide(input(2, policy, NOW + 6 * HOUR - 1), state);
    expect(held).toMatchObject({ triggered: false, hold: 'cooldown', cooldownUntil: '2026-11-21T16:00:00.000Z' });
    expect(held.reason).toContain('the cooldown lasts until 2026-11-21T16:00:00.000Z');
    expect(decide(input(2, policy, NOW + 6 * HOUR), state)).toMatchObject({ triggered: true, cooldownUntil: null });
  });

  test('budget', () => {
    const policy = { budget: { runs: 2, per: '7d' }, breaker: { runs: 99 } };
    let { state } = consumed(input(1, policy));
    state = consumed(input(2, policy, NOW + DAY), state).state;
    const held = decide(input(3, policy, NOW + 2 * DAY), state);
    expect(held).toMatchObject({ triggered: false, hold: 'budget', budget: { used: 2, runs: 2, per: '7d' } });
    expect(decide(input(3, policy, NOW + 7 * DAY), state)).toMatchObject({ triggered: true, budget: { used: 1 } });
  });

  test('breaker: three runs without a new champion; a promotion or a closed issue starts anew', () => {
    const champion = championOf({ since: '2026-11-01T00:00:00.000Z' });
    let state = emptyState('churn');
    for (const n of [1, 2, 3]) {
      const next = consumed(input(n, {}, NOW + n * DAY, champion), state);
      expect(next.decision.triggered).toBe(true);
      state = next.state;
    }
    const fourth = (over: Champion, from = state) => decide(input(4, {}, NOW + 4 * DAY, over), from);
    expect(fourth(champion)).toMatchObject({
      triggered: false,
      hold: 'breaker',
      breaker: { useless: 3, runs: 3, open: true },
    });
    expect(fourth(championOf({ since: new Date(NOW + 2.5 * DAY).toISOString() }))).toMatchObject({
      triggered: true,
      breaker: { useless: 1, open: false },
    });
    const closed = { number: 5, url: 'u', closed_at: new Date(NOW + 3.5 * DAY).toISOString() };
    expect(fourth(champion, { ...state, issue: closed })).toMatchObject({ triggered: true, breaker: { useless: 0 } });
    expect(decide(input(4, {}, NOW + 4 * DAY), state, false)).toMatchObject({
      triggered: true,
      breaker: { runs: null },
    });
  });
});

describe('the state', () => {
  test('survives its file, and refuses anything else', () => {
    const { state } = consumed(window(1, 1, '1 of 1'));
    const bytes = new TextEncoder().encode(stateFile(state));
    expect(readState(bytes, 'churn', 'memory')).toEqual(state);
    expect(() => readState(bytes, 'other', 'memory')).toThrow(/the state of churn/);
    expect(() => readState(new TextEncoder().encode('{'), 'churn', 'memory')).toThrow(/no JSON/);
    const forged = new TextEncoder().encode(stateFile(state).replace('"dispatched"', '"done"'));
    expect(() => readState(forged, 'churn', 'memory')).toThrow(/dispatches\.0\.status/);
  });
});
