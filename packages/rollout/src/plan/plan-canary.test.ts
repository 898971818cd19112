import type { RolloutConfig } from '@model-delivery/core';
import { createRandom, drawPoisson } from '@model-delivery/stats';
import { describe, expect, it } from 'vitest';
import { createJudge } from '../judge/judge.ts';
import { judgePolicy } from '../judge/judge-policy.ts';
import { type CanaryShape, planCanary } from './plan-canary.ts';

const ERRORS = { id: 'errors', kind: 'count', events: 'e', total: 'n', non_inferiority: 1.5 } as const;
const policyOf = (guardrail: object) => judgePolicy({ guardrails: [guardrail] } as unknown as RolloutConfig);
const HOUR: CanaryShape = { weight: 5, windowMs: 60_000, horizonMs: 3_600_000, minRequests: 0, minTimeMs: 0 };
const traffic = (requestsPerSecond: number, rate: number) => ({ requestsPerSecond, stable: { errors: { rate } } });
const plan = (guardrail: object, rps: number, rate: number, shape = HOUR) =>
  planCanary(policyOf(guardrail), shape, traffic(rps, rate));

describe('planCanary', () => {
  it('says what a busy service can find out', () => {
    const found = plan({ ...ERRORS, max_rate: 0.01 }, 100, 0.005);
    expect(found).toMatchObject({ candidate_requests: 18_000, promotable: true, warnings: [] });
    const [errors] = found.guardrails;
    expect(errors!.detectable_ratio).toBeGreaterThan(1.5);
    expect(errors!.detectable_ratio).toBeLessThan(2.1);
    expect(errors!.message).toContain('within 60 min');
  });

  it('more traffic detects less and proves sooner', () => {
    const by = [10, 100, 1000].map((rps) => plan({ ...ERRORS, max_rate: 0.01 }, rps, 0.003).guardrails[0]!);
    expect(by[0]!.detectable_ratio).toBeGreaterThan(by[1]!.detectable_ratio!);
    expect(by[1]!.detectable_ratio).toBeGreaterThan(by[2]!.detectable_ratio!);
    expect(by[0]!.seconds_to_proof).toBeGreaterThan(by[1]!.seconds_to_proof!);
  });

  it('a service without errors is promoted by max_rate only', () => {
    expect(plan(ERRORS, 10, 0)).toMatchObject({
      promotable: false,
      warnings: [expect.stringContaining('never be promoted')],
    });
    const found = plan({ ...ERRORS, max_rate: 0.01 }, 10, 0);
    expect(found).toMatchObject({ promotable: true, guardrails: [{ promotable: 'absolute', seconds_to_proof: 900 }] });
    expect(found.warnings).toEqual([
      'errors: `max_rate` 1 % is more than 3x the stable rate of 0 %; a candidate that much worse could be promoted.',
    ]);
  });

  it('asks for more than it gets', () => {
    const found = plan({ ...ERRORS, max_rate: 0.01 }, 0.5, 0, { ...HOUR, minRequests: 2000 });
    expect(found).toMatchObject({
      promotable: false,
      warnings: [expect.any(String), expect.stringContaining('gives 90')],
    });
  });

  it('without traffic only the policy speaks', () => {
    const found = planCanary(policyOf({ ...ERRORS, max_rate: 0.01 }), HOUR, null);
    expect(found).toMatchObject({ requests_per_second: null, promotable: null, warnings: [] });
  });

  it('a mean needs its spread', () => {
    const value = { id: 'errors', kind: 'mean', value: 's', total: 'n', harm_if: 'down', non_inferiority: 0.95 };
    const stable = { errors: { mean: 0.6, sd: 0.49 } };
    const found = planCanary(policyOf(value), HOUR, { requestsPerSecond: 100, stable });
    expect(found.guardrails[0]).toMatchObject({ promotable: 'ratio' });
    expect(found.guardrails[0]!.detectable_ratio).toBeLessThan(1.1);
    const below = planCanary(policyOf(value), HOUR, {
      requestsPerSecond: 100,
      stable: { errors: { mean: -1, sd: 1 } },
    });
    expect(below).toMatchObject({ promotable: false, warnings: [expect.stringContaining('above 0')] });
  });

  it('zero requests promise nothing', () => {
    expect(plan({ ...ERRORS, max_rate: 0.01 }, 0, 0.01)).toMatchObject({
      promotable: false,
      guardrails: [{ detectable_ratio: null, promotable: null }],
    });
  });
});

/** The judge on drawn windows: shares of canaries that roll back, that are met, and the median window in which they are met. */
function simulated(guardrail: object, rps: number, [rate, ratio]: [number, number], trials: number) {
  const random = createRandom(7);
  const [n, ns] = [rps * 3, rps * 57];
  let rolledBack = 0;
  const met: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const judge = createJudge(policyOf(guardrail));
    for (let t = 1; t <= 60; t++) {
      const x = Math.min(n, drawPoisson(random, n * rate * ratio));
      const errors = { candidate: { n, x }, stable: { n: ns, x: drawPoisson(random, ns * rate) } };
      const judgement = judge.add({ t, guardrails: { errors } });
      if (judgement.rollback) rolledBack++;
      if (judgement.met) met.push(t);
      if (judgement.rollback || judgement.met) break;
    }
  }
  return {
    rolledBack: rolledBack / trials,
    met: met.length / trials,
    median: met.toSorted((a, b) => a - b)[Math.floor(trials / 2)],
  };
}

describe('the forecast against the judge', () => {
  it('the detectable ratio is detected in about 80 %, a smaller one is not', () => {
    const { detectable_ratio } = plan(ERRORS, 100, 0.005).guardrails[0]!;
    const at = simulated(ERRORS, 100, [0.005, detectable_ratio!], 200).rolledBack;
    expect(at).toBeGreaterThan(0.7);
    expect(at).toBeLessThan(0.97);
    const below = simulated(ERRORS, 100, [0.005, 1 + (detectable_ratio! - 1) / 2], 200).rolledBack;
    expect(below).toBeLessThan(0.5);
  });

  it('the time to proof is about the median', () => {
    for (const [guardrail, rps, rate] of [
      [{ ...ERRORS, max_rate: 0.01 }, 10, 0.001],
      [{ ...ERRORS, max_rate: 0.01 }, 100, 0.01],
      [ERRORS, 100, 0.02],
    ] as const) {
      const { seconds_to_proof } = plan(guardrail, rps, rate).guardrails[0]!;
      const { median } = simulated(guardrail, rps, [rate, 1], 150);
      expect(seconds_to_proof! / 60 / median!).toBeGreaterThan(0.7);
      expect(seconds_to_proof! / 60 / median!).toBeLessThan(1.4);
    }
  });
});
