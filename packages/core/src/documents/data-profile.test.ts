import { describe, expect, it } from 'vitest';
import { dataProfileSchema, LENGTH_EDGES } from './data-profile.ts';

const numeric = {
  count: 4,
  nan: 0,
  positive_infinity: 0,
  negative_infinity: 0,
  min: '0.1',
  max: '1e+21',
  sum: '0.1000000000000000055511151231257827',
  edges: ['0.1', '2', '1e+21'],
  deciles: ['2'],
  counts: [1, 2, 1, 0],
};
const categories = { count: 3, distinct: 2, values: [['a', 2]], other: 1, complete: false };
const profile = (column: object) => ({
  schema: 'data-profile/1',
  dataset: null,
  rows: 4,
  inputs: [{ source: 'a.csv', rows: 4, bytes: 9, sha256: '0'.repeat(64) }],
  columns: [{ name: 'x', type: 'number', role: null, missing: 0, uncast: 0, ...column }],
  engine: null,
  warnings: [],
});
const accepts = (column: object) => dataProfileSchema.safeParse(profile(column)).success;

describe('data-profile/1', () => {
  it('holds numbers, categories and lengths', () => {
    expect(accepts({ numeric })).toBe(true);
    expect(accepts({ categories })).toBe(true);
    expect(accepts({ lengths: { min: 0, max: 3, counts: [...LENGTH_EDGES, 0].map(() => 0) } })).toBe(true);
  });

  it.each([
    ['edges out of order', { numeric: { ...numeric, edges: ['2', '0.1', '1e+21'] } }],
    ['a repeated edge', { numeric: { ...numeric, edges: ['2', '2', '3'] } }],
    ['a decile that is no edge', { numeric: { ...numeric, deciles: ['3'] } }],
    ['counts that do not belong to the edges', { numeric: { ...numeric, counts: [1, 3] } }],
    ['counts that do not add up', { numeric: { ...numeric, counts: [1, 2, 2, 0] } }],
    ['an edge that is no number', { numeric: { ...numeric, edges: ['0.1', '2', 'NaN'] } }],
    ['categories that do not add up', { categories: { ...categories, other: 2 } }],
    ['a key nobody knows', { histogram: [] }],
  ])('refuses %s', (_what, column) => {
    expect(accepts(column)).toBe(false);
  });
});
