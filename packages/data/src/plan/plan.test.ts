import { describe, expect, test } from 'vitest';
import { IdRegister, isPositional, tableCheckId } from './check-id.ts';
import { matchingColumns } from './column-pattern.ts';
import { decimalFraction } from './decimal-fraction.ts';
import { isInstant } from './instant-text.ts';

describe('ids', () => {
  test('a repeated id is numbered from 2, around ids that already look numbered', () => {
    const ids = new IdRegister();
    expect(['a', 'a', 'a', 'b', 'b/2', 'b'].map((id) => ids.take(id))).toEqual([
      'a',
      'a/2',
      'a/3',
      'b',
      'b/2',
      'b/2/2',
    ]);
  });

  test('slashes inside a part are escaped', () => {
    expect(tableCheckId('a/b', 'quantile', 'x/y', '0.99')).toBe('a%2Fb/quantile/x%2Fy/0.99');
  });

  test('only rules without a name are positional', () => {
    expect(
      ['train/rule/0', 'train/rule/12/2', 'train/rule/order', 'train/x/rule', 'rule/0/range'].map(isPositional),
    ).toEqual([true, true, false, false, false]);
  });
});

describe('column patterns', () => {
  test('`*` is any run of characters, `?` one, everything else itself', () => {
    const columns = ['f_1', 'f_22', 'F_1', 'f.1', 'x', 'f_\n'];
    expect(matchingColumns('f_*', columns)).toEqual(['f_1', 'f_22', 'f_\n']);
    expect(matchingColumns('f?1', columns)).toEqual(['f_1', 'f.1']);
    expect(matchingColumns('f.1', columns)).toEqual(['f.1']);
    expect(matchingColumns('[a-z]*', columns)).toEqual([]);
    expect(matchingColumns('*', columns)).toEqual(columns);
  });
});

test('quantiles are fractions of whole numbers', () => {
  expect([0, 1, 0.5, 0.99, 0.999, 1e-7].map(decimalFraction)).toEqual([
    { numerator: 0, denominator: 1 },
    { numerator: 1, denominator: 1 },
    { numerator: 1, denominator: 2 },
    { numerator: 99, denominator: 100 },
    { numerator: 999, denominator: 1000 },
    { numerator: 1, denominator: 10_000_000 },
  ]);
});

test('dates that exist', () => {
  const texts = [
    '2026-02-28',
    '2024-02-29',
    '2026-01-31T23:59:59.5Z',
    '2026-01-31 10:00+02:00',
    '2026-02-29',
    '2026-13-01',
    '31.01.2026',
    '2026-01-31T25:00',
  ];
  expect(texts.map(isInstant)).toEqual([true, true, true, true, false, false, false, false]);
});
