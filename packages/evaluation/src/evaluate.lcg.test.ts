import { describe, expect, test } from 'vitest';
import { checkOf, evaluateFiles } from '../testing/evaluate-files.ts';
import { lcgPredictions } from '../testing/lcg-1000.ts';

const YAML = `
evaluation:
  candidate: { predictions: b.csv }
  champion: { predictions: a.csv }
  checks:
    - { metric: roc_auc, min: 0.75 }
    - { metric: roc_auc, vs: champion, max_regression: 0.01 }
    - { metric: accuracy, vs: champion, max_regression: 0.02 }
    - { metric: f1, vs: champion, min_ratio: 0.98 }
    - { metric: log_loss, vs: champion, max_regression: 0.005 }
    - { metric: average_precision, min: 0.6 }
  slices: { by: [group], min_n: 30, checks: [ { metric: recall, vs: champion, max_regression: 0.03 } ] }
`;

describe('LCG-1000 from CSV, end to end through DuckDB', () => {
  test('metrics are those of scikit-learn', async () => {
    const { content } = await evaluateFiles({
      yaml: YAML,
      files: { 'a.csv': lcgPredictions('a'), 'b.csv': lcgPredictions('b') },
      real: true,
    });
    const { candidate, champion } = content.metrics;
    const close = (actual: number | null | undefined, expected: number) =>
      expect(Math.abs(actual! - expected)).toBeLessThan(1e-12);
    close(champion.roc_auc, 0.9037049115245009);
    close(champion.average_precision, 0.8412981109855926);
    close(champion.log_loss, 0.41679404742695925);
    close(champion.brier, 0.1331209);
    close(champion.f1, 0.690856313497823);
    close(champion.mcc, 0.5404212826637051);
    close(candidate.roc_auc, 0.7812405474894132);
    close(candidate.average_precision, 0.6897241089763747);
    close(candidate.log_loss, 0.5394467042352228);
    close(candidate.f1, 0.5526315789473685);
    close(candidate.mcc, 0.3115508375423825);
    expect(content.confusion).toEqual({
      labels: ['0', '1'],
      candidate: [
        [450, 246],
        [94, 210],
      ],
      champion: [
        [549, 147],
        [66, 238],
      ],
    });
    expect(content.champion.state).toBe('ready');
    expect(content.verdict).toBe('fail');
    const auc = checkOf(content, 'roc_auc/max_regression');
    expect(auc.method).toBe('delong');
    const variance = 8.82000581619428e-5 + 2.33803310778969e-4 - 2 * 3.50986287402391e-6;
    expect(auc.delta).toBeCloseTo(0.7812405474894132 - 0.9037049115245009, 12);
    expect(auc.interval![0]).toBeCloseTo(auc.delta! - 1.6448536269514722 * Math.sqrt(variance), 12);
    expect(auc.verdict).toBe('fail');
    const accuracy = checkOf(content, 'accuracy/max_regression');
    expect(accuracy.method).toBe('tango');
    expect(accuracy.interval![0]).toBeCloseTo(-0.15945628322596972, 12);
    expect(accuracy.interval![1]).toBeCloseTo(-0.09437480276893724, 12);
    expect(content.checks.map((check) => check.id)).toContain('recall/max_regression/group=c');
  });
});
