import { describe, expect, test } from 'vitest';
import { combinationName, expandMatrix } from './matrix.ts';

describe('matrix', () => {
  test('the example of the GitHub documentation for include', () => {
    const combinations = expandMatrix({
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    });
    expect(combinations).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  test('exclude removes partial matches, include alone makes the matrix', () => {
    expect(expandMatrix({ os: ['a', 'b'], n: [1, 2], exclude: [{ os: 'b' }, { n: 2, os: 'a' }] })).toEqual([
      { os: 'a', n: 1 },
    ]);
    expect(expandMatrix({ include: [{ x: 1 }, { x: 2 }] })).toEqual([{ x: 1 }, { x: 2 }]);
    expect(expandMatrix(undefined)).toEqual([{}]);
  });

  test('an empty vector is an error, as on GitHub', () => {
    expect(() => expandMatrix({ os: [] })).toThrow("Matrix vector 'os' does not contain any values");
  });

  test('names list the values', () => {
    expect(combinationName('build', { os: 'a', set: { n: 2, m: 3 } })).toBe('build (a, 2, 3)');
    expect(combinationName('build', {})).toBe('build');
  });
});
