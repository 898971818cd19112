import type { RolloutConfig } from '@model-delivery/core';
import { canonicalJson, guardrailStatusSchema } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import type { CanaryWindow } from './canary-window.ts';
import { createJudge } from './judge.ts';
import { judgePolicy } from './judge-policy.ts';

const policyOf = (rollout: Partial<RolloutConfig>) => judgePolicy(rollout as RolloutConfig);
const ERRORS = { id: 'errors', kind: 'count', events: 'e', total: 'n', non_inferiority: 1.5, max_rate: 0.01 } as const;
const SLOW = { id: 'slow', kind: 'histogram', metric: 'd', slo: 0.25, non_inferiority: 1.25 } as const;
const APPROVED = {
  id: 'approved',
  kind: 'mean',
  value: 's',
  total: 'n',
  harm_if: 'both',
  non_inferiority: 0.95,
} as const;

type Four = [n: number, x: number, ns: number, xs: number];
const counts = ([n, x, ns, xs]: Four) => ({ candidate: { n, x }, stable: { n: ns, x: xs } });
const errors = (t: number, four: Four): CanaryWindow => ({ t, guardrails: { errors: counts(four) } });

describe('order of demands', () => {
  it('exact harm holds at once and lets go when it fades; robust harm stays', () => {
    const judge = createJudge(policyOf({ guardrails: [ERRORS] }));
    expect(judge.latest).toMatchObject({ t: null, known: false, rollback: null, hold: null, met: false });
    const burst = judge.add(errors(0, [300, 40, 5700, 28]));
    expect(burst).toMatchObject({ known: true, rollback: null, hold: { guardrail: 'errors' } });
    for (let t = 1; t < 200 && judge.latest.hold; t++) judge.add(errors(t, [300, 0, 5700, 28]));
    expect(judge.latest).toMatchObject({ hold: null, rollback: null });
  });

  it('rolls back for robust harm for ever, and for a breaker at once', () => {
    const judge = createJudge(policyOf({ guardrails: [ERRORS] }));
    let t = 0;
    while (!judge.latest.rollback && t < 30) judge.add(errors(t++, [300, 6, 5700, 28]));
    expect(judge.latest.rollback).toMatchObject({ cause: 'robust', guardrail: 'errors' });
    for (let i = 0; i < 300; i++) judge.add(errors(t++, [300, 0, 5700, 28]));
    expect(judge.latest.rollback?.cause).toBe('robust');
    const breakers = [{ id: 'meltdown', max_share: 0.5, min_requests: 20 }];
    const quick = createJudge(policyOf({ guardrails: [ERRORS], breakers }));
    expect(quick.add(errors(0, [19, 19, 0, 0])).rollback).toBeNull();
    expect(quick.add(errors(1, [1, 1, 0, 0])).rollback).toMatchObject({ cause: 'breaker' });
    expect(quick.statuses()[0]).toMatchObject({ harm: 'breaker' });
    expect(quick.add(errors(2, [40, 20, 0, 0])).rollback).toBeNull(); // the latest 40 requests: exactly half
  });

  it('a breaker counts the shortest run of latest windows', () => {
    const breakers = [{ id: 'b', guardrail: 'errors', max_share: 0.5, min_requests: 20 }];
    const judge = createJudge(policyOf({ guardrails: [ERRORS], breakers }));
    judge.add(errors(0, [1000, 0, 0, 0]));
    judge.add(errors(1, [15, 15, 0, 0]));
    expect(judge.latest.rollback).toBeNull(); // 15 of 1,015
    expect(judge.add(errors(2, [5, 0, 0, 0])).rollback?.reason).toContain('75 % of its last 20 requests');
  });
});

describe('several guardrails', () => {
  it('split alpha for harm and must all be met', () => {
    const judge = createJudge(policyOf({ guardrails: [ERRORS, SLOW] }));
    const clean = (t: number) => ({
      t,
      guardrails: { errors: counts([400, 0, 7600, 0]), slow: counts([400, 8, 7600, 152]) },
    });
    judge.add(clean(0));
    expect(judge.add(clean(1))).toMatchObject({ met: false, unmet: ['slow'] });
    for (let t = 2; t < 60; t++) judge.add(clean(t));
    expect(judge.latest).toMatchObject({ met: true, unmet: [] });
    expect(judge.statuses().map(({ met }) => met)).toEqual(['absolute', 'ratio']);
  });

  it('an unknown guardrail blocks, and the others keep learning', () => {
    const judge = createJudge(policyOf({ guardrails: [ERRORS, SLOW] }));
    const half: CanaryWindow = {
      t: 0,
      guardrails: { errors: counts([9000, 900, 9000, 0]), slow: { unknown: 'no series' } },
    };
    expect(judge.add(half)).toMatchObject({
      ...{ known: false, unknown: [{ guardrail: 'slow', reason: 'no series' }], met: false },
      hold: { guardrail: 'errors' },
    });
    judge.add({ t: 1, guardrails: {} });
    expect(judge.windows).toEqual({ known: 0, unknown: 2, consecutiveUnknown: 2 });
    expect(judge.requestsInStep).toBe(0);
    judge.add({ t: 2, guardrails: { errors: counts([7, 0, 9, 0]), slow: counts([7, 0, 9, 0]) } });
    expect([judge.windows.consecutiveUnknown, judge.requestsInStep]).toEqual([0, 7]);
    judge.beginStep();
    expect(judge.requestsInStep).toBe(0);
  });
});

describe('directions', () => {
  it('both: harm either way, at half of alpha', () => {
    const both = policyOf({ guardrails: [{ ...ERRORS, max_rate: undefined, harm_if: 'both' }] });
    const more = createJudge(both);
    const fewer = createJudge(both);
    for (let t = 0; t < 30; t++) {
      more.add(errors(t, [300, 12, 5700, 114]));
      fewer.add(errors(t, [300, 1, 5700, 228]));
    }
    expect([more.latest.rollback?.cause, fewer.latest.rollback?.cause]).toEqual(['robust', 'robust']);
    const equal = createJudge(both);
    for (let t = 0; t < 60; t++) equal.add(errors(t, [300, 6, 5700, 114]));
    expect(equal.latest).toMatchObject({ rollback: null, hold: null, met: true });
  });

  it('a mean never holds', () => {
    const judge = createJudge(policyOf({ guardrails: [APPROVED] }));
    const arm = (n: number, mean: number) => ({ n, sum: n * mean, sum_sq: n });
    const at = (t: number, mean: number): CanaryWindow => ({
      t,
      guardrails: { approved: { candidate: arm(100, mean), stable: arm(900, 0.6) } },
    });
    for (let t = 0; t < 4; t++) expect(judge.add(at(t, 0.3))).toMatchObject({ hold: null, rollback: null });
    for (let t = 4; t < 12; t++) judge.add(at(t, 0.3));
    expect(judge.latest).toMatchObject({ hold: null, rollback: { cause: 'robust' } });
    expect(judge.statuses()[0]).toMatchObject({ ln_e: { harm_exact: null, absolute: null }, kind: 'mean' });
  });
});

describe('numbers that cannot be', () => {
  it.each<[string, unknown]>([
    ['NaN', { candidate: { n: 1, x: Number.NaN }, stable: { n: 1, x: 0 } }],
    ['infinite', { candidate: { n: Number.POSITIVE_INFINITY, x: 0 }, stable: { n: 1, x: 0 } }],
    ['negative', { candidate: { n: 1, x: 0 }, stable: { n: -1, x: 0 } }],
    ['more events than requests', { candidate: { n: 1, x: 2 }, stable: { n: 1, x: 0 } }],
    ['an arm is null', { candidate: null, stable: { n: 1, x: 0 } }],
    ['nothing', null],
  ])('%s: unknown', (_, window) => {
    const judge = createJudge(policyOf({ guardrails: [ERRORS] }));
    expect(judge.add({ t: 0, guardrails: { errors: window as never } }).known).toBe(false);
    expect(judge.statuses()[0]!.candidate).toEqual({ n: 0, events: 0, rate: null });
  });
});

describe('continuing', () => {
  const policy = policyOf({
    guardrails: [ERRORS, { ...SLOW, harm_if: 'both' }, APPROVED],
    breakers: [{ id: 'b', max_share: 0.9, min_requests: 500 }],
  });
  const window = (t: number): CanaryWindow => ({
    t,
    guardrails: {
      errors: counts([100 + t, t % 3, 1900, (7 * t) % 11]),
      slow: t % 5 === 4 ? { unknown: 'gap' } : counts([100 + t, (3 * t) % 5, 1900, 40]),
      approved: { candidate: { n: 50, sum: 31.7 + 0.1 * t, sum_sq: 40 }, stable: { n: 700, sum: 420.3, sum_sq: 500 } },
    },
  });

  it('from the journal after every window is bit by bit the same judge', () => {
    const whole = createJudge(policy);
    let parts = createJudge(policy);
    for (let t = 0; t < 40; t++) {
      parts = createJudge(policy, JSON.parse(canonicalJson(parts.toJSON())));
      expect(parts.add(window(t))).toEqual(whole.add(window(t)));
      if (t === 20) for (const judge of [whole, parts]) judge.beginStep();
      expect(parts.toJSON()).toEqual(whole.toJSON());
      expect(parts.statuses()).toEqual(whole.statuses());
    }
    expect(whole.windows).toEqual({ known: 32, unknown: 8, consecutiveUnknown: 1 });
  });

  it('statuses are what the document takes', () => {
    const judge = createJudge(policy);
    for (let t = 0; t < 9; t++) judge.add(window(t));
    for (const status of judge.statuses()) expect(() => guardrailStatusSchema.parse(status)).not.toThrow();
  });

  it('refuses a damaged state and one of another policy', () => {
    const state = createJudge(policy).toJSON();
    expect(() => createJudge(policyOf({ guardrails: [ERRORS] }), state)).toThrow('other guardrails');
    const cut = { ...state, guardrails: { ...state.guardrails, errors: 'AAAA' } };
    expect(() => createJudge(policy, cut)).toThrow('guardrail errors');
    expect(() => createJudge(policy, { ...state, guardrails: {} })).toThrow('cannot be continued');
    expect(() => createJudge(policy, {} as never)).toThrow('judge-state/1');
  });
});
