import { describe, expect, test } from 'vitest';
import { evaluationConfigSchema } from '../config/evaluation.ts';
import { loosenedEvaluation } from './evaluation-loosened.ts';

type Input = Parameters<typeof evaluationConfigSchema.parse>[0];
const BASE = {
  champion: { alias: 'champion' },
  checks: [
    { metric: 'roc_auc', min: 0.9 },
    { metric: 'f1', vs: 'champion', min_ratio: 0.98 },
    { metric: 'log_loss', vs: 'champion', max_regression: 0.005 },
    { metric: 'latency_p99', max: 100 },
  ],
  slices: {
    by: ['origin', ['sex', 'age']],
    min_n: 30,
    checks: [{ metric: 'recall', vs: 'champion', max_regression: 0.03 }],
  },
};
const keys = (head: Input, base: Input = BASE) =>
  loosenedEvaluation(evaluationConfigSchema.parse(base), evaluationConfigSchema.parse(head)).map(({ key }) => key);
const withCheck = (index: number, change: object) => ({
  ...BASE,
  checks: BASE.checks.map((check, at) => (at === index ? { ...check, ...change } : check)),
});

describe('what a head loosens', () => {
  test('nothing, or only stricter', () => {
    expect(keys(BASE)).toEqual([]);
    expect(keys(withCheck(0, { min: 0.95 }))).toEqual([]);
    expect(keys(withCheck(3, { max: 50 }))).toEqual([]);
    expect(keys({ ...BASE, checks: [...BASE.checks, { metric: 'roc_auc', min: 0.1 }] })).toEqual([]);
    expect(keys({ ...BASE, first_model: 'block' })).toEqual([]);
  });

  test.each([
    ['a lower floor', withCheck(0, { min: 0.8 }), 'evaluation.checks.roc_auc/min'],
    ['a lower ratio', withCheck(1, { min_ratio: 0.9 }), 'evaluation.checks.f1/min_ratio'],
    ['a larger loss', withCheck(2, { max_regression: 0.05 }), 'evaluation.checks.log_loss/max_regression'],
    ['a higher ceiling', withCheck(3, { max: 200 }), 'evaluation.checks.latency_p99/max'],
    ['a warning', withCheck(0, { severity: 'warn' }), 'evaluation.checks.roc_auc/min.severity'],
    ['less evidence', withCheck(0, { evidence: 'point' }), 'evaluation.checks.roc_auc/min.evidence'],
    ['a check removed', { ...BASE, checks: BASE.checks.slice(1) }, 'evaluation.checks.roc_auc/min'],
    ['no slices', { ...BASE, slices: undefined }, 'evaluation.slices'],
    ['a slice removed', { ...BASE, slices: { ...BASE.slices, by: ['origin'] } }, 'evaluation.slices.by (sex&age)'],
    ['larger slices only', { ...BASE, slices: { ...BASE.slices, min_n: 1000 } }, 'evaluation.slices.min_n'],
    [
      'a slice check',
      { ...BASE, slices: { ...BASE.slices, checks: [{ metric: 'recall', vs: 'champion', max_regression: 0.5 }] } },
      'evaluation.slices.checks.recall/max_regression',
    ],
    ['the first model', { ...BASE, first_model: 'allow' }, 'evaluation.first_model'],
    ['evidence by purpose', { ...BASE, evidence: { promotion: 'guard' } }, 'evaluation.evidence.promotion'],
    ['doubt', { ...BASE, on_inconclusive: { promotion: 'warn' } }, 'evaluation.on_inconclusive.promotion'],
    ['alpha', { ...BASE, statistics: { alpha: 0.2 } }, 'evaluation.statistics.alpha'],
    ['fewer replicates', { ...BASE, statistics: { bootstrap: 200 } }, 'evaluation.statistics.bootstrap'],
    ['the seed', { ...BASE, statistics: { seed: 3 } }, 'evaluation.statistics.seed'],
    ['the champion', { ...BASE, champion: { directory: 'weak' } }, 'evaluation.champion'],
  ])('%s', (_name, head, key) => {
    expect(keys(head as Input)).toEqual([key]);
  });

  test('values as documents carry them', () => {
    const [entry] = loosenedEvaluation(
      evaluationConfigSchema.parse(BASE),
      evaluationConfigSchema.parse({ ...BASE, champion: undefined }),
    );
    expect(entry).toEqual({ key: 'evaluation.champion', base: { alias: 'champion' }, head: null });
  });
});
