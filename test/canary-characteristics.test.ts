import { describe, expect, it } from 'vitest';
import { detection } from '../scripts/operating-characteristics/canary-detection.ts';
import { equalModels, worst } from '../scripts/operating-characteristics/canary-harm.ts';
import { atMargin } from '../scripts/operating-characteristics/canary-margin.ts';
import { meanCanary } from '../scripts/operating-characteristics/canary-mean.ts';
import { steadyCanary } from '../scripts/operating-characteristics/canary-promotion.ts';
import { PATTERNS, STATIONARY } from '../scripts/operating-characteristics/canary-traffic.ts';

const run = (trials: number, seed = 1) => ({ trials, seed, progress: () => {} });

describe('canary', () => {
  it('rarely rolls back equal models, and rarely promotes a model at the margin by the ratio', () => {
    const harm = PATTERNS.map((pattern) => equalModels(run(40), pattern, 0.005));
    expect(worst(harm.map(({ judge }) => judge.rollback)).share).toBeLessThan(0.16);
    expect(worst(harm.map(({ z }) => z.rollback)).share).toBeGreaterThan(0.8);
    const margin = PATTERNS.map((pattern) => atMargin(run(40), pattern, 0.01));
    expect(worst(margin.map(({ ratio }) => ratio.promote)).share).toBeLessThan(0.16);
    expect(worst(margin.map(({ exact }) => exact.promote)).share).toBeGreaterThan(0.1);
  });

  it('promotes equal models and finds worse ones', () => {
    expect(steadyCanary(run(40), { rps: 10, rate: 0, ratio: 1 })).toMatchObject({
      promote: { share: 1 },
      promoteMinute: 15,
    });
    expect(steadyCanary(run(40), { rps: 100, rate: 0.01, ratio: 1 }).promote.share).toBeGreaterThan(0.9);
    const twice = detection(run(80), STATIONARY, { rps: 100, ratio: 2 });
    expect(twice['this judge, max_rate 1 %']!.rollback.share).toBeGreaterThan(0.9);
    expect(twice['Flagger: success >= 99 %, threshold 10']!.rollback.share).toBeGreaterThan(0.9);
  });

  it('goes slow, not wrong, where arms are shocked', () => {
    expect(meanCanary(run(60), 1, 0.2).harm.rollback.share).toBeLessThan(0.12);
    expect(meanCanary(run(60), 0.7, 0.2).judge.rollback.share).toBeGreaterThan(0.9);
  });

  it('is the same for the same seed', () => {
    const rates = (seed: number) => steadyCanary(run(20, seed), { rps: 10, rate: 0.01, ratio: 1 });
    expect(rates(3)).toEqual(rates(3));
  });
});
