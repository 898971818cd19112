import { describe, expect, it } from 'vitest';
import { dataSchema } from '../config/data.ts';
import { loosenedData } from './data-loosened.ts';

const base = {
  datasets: { train: { source: 'a.csv', profile: 'p.json' } },
  columns: {
    a: { type: 'integer', missing: 0, range: [0, 10], drift: { psi: 0.1 } },
    b: { values: ['x', 'y'], tolerance: { max_share: 0.1 } },
  },
  checks: [
    { row_count: { min: 10 } },
    { rule: 'a < b' },
    { mean: { column: 'a', min: 1, max: 2 } },
    { columns: { require: ['a', 'b'], allow_extra: false } },
  ],
  on_inconclusive: 'block',
  defaults: { drift: { psi: 0.1 } },
} as const;

const keys = (change: Record<string, unknown>) =>
  loosenedData(dataSchema.parse(base), dataSchema.parse({ ...base, ...change })).map(({ key }) => key);
const columns = (a: object) => ({ columns: { ...base.columns, a: { ...base.columns.a, ...a } } });

describe('loosenedData', () => {
  it('lists nothing for the same policy', () => {
    expect(keys({})).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a wider range', columns({ range: [-1, 10] }), ['data.columns.a.range']],
    ['an opened range', columns({ range: [0, null] }), ['data.columns.a.range']],
    ['a larger missing bound', columns({ missing: { max_count: 3 } }), ['data.columns.a.missing']],
    ['a larger drift threshold', columns({ drift: { psi: 0.2 } }), ['data.columns.a.drift']],
    ['a lower severity', columns({ severity: 'warn' }), ['data.columns.a.severity']],
    ['a condition', columns({ where: 'a > 3' }), ['data.columns.a.where']],
    ['a removed column', { columns: { b: base.columns.b } }, ['data.columns.a']],
    [
      'more values',
      { columns: { ...base.columns, b: { values: ['x', 'y', 'z'], tolerance: { max_share: 0.1 } } } },
      ['data.columns.b.values'],
    ],
    ['a removed rule', { checks: base.checks.filter((check) => !('rule' in check)) }, ['data.checks.1 (rule/a < b)']],
    [
      'a waiver',
      { waivers: [{ check: 'train/a/range', reason: 'r', until: '2027-01-01', by: '@a' }] },
      ['data.waivers (train/a/range)'],
    ],
    ['inconclusive as a warning', { on_inconclusive: 'warn' }, ['data.on_inconclusive']],
    ['no default drift', { defaults: {} }, ['data.defaults.drift']],
    [
      'another profile',
      { datasets: { train: { source: 'a.csv', profile: 'q.json' } } },
      ['data.datasets.train.profile'],
    ],
    ['a removed dataset', { datasets: {} }, ['data.datasets.train']],
  ])('lists %s', (_name, change, expected) => {
    expect(keys(change)).toEqual(expected);
  });

  it('lists nothing for a stricter policy', () => {
    expect(keys(columns({ range: [1, 9], drift: { psi: 0.05 }, missing: 0 }))).toEqual([]);
  });
});
