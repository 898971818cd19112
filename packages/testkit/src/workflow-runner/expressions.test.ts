import { describe, expect, test } from 'vitest';
import { evaluateCondition, evaluateString, evaluateValue, type Scope, splitSegments } from './expressions.ts';

const scope = (status: 'success' | 'failure' | 'cancelled', contexts: Record<string, unknown> = {}): Scope => ({
  contexts,
  functions: {
    success: () => status === 'success',
    failure: () => status === 'failure',
    cancelled: () => status === 'cancelled',
    always: () => true,
  },
});

describe('expressions', () => {
  test('a scalar that is one expression keeps its type, mixed text becomes a string', () => {
    const contexts = { matrix: { n: 2, list: ['a', 'b'], on: true } };
    expect(evaluateValue('${{ matrix.list }}', scope('success', contexts))).toEqual(['a', 'b']);
    expect(evaluateValue('n=${{ matrix.n }} on=${{ matrix.on }}', scope('success', contexts))).toBe('n=2 on=true');
    expect(evaluateString('${{ matrix.absent }}', scope('success', contexts))).toBe('');
  });

  test('functions of the official evaluator are available', () => {
    const contexts = { github: { event: { labels: [{ name: 'x' }, { name: 'y' }] } } };
    expect(evaluateValue("${{ join(github.event.labels.*.name, '-') }}", scope('success', contexts))).toBe('x-y');
    expect(evaluateValue("${{ fromJSON('[1,2]')[1] }}", scope('success'))).toBe(2);
    expect(evaluateValue("${{ contains('abc', 'B') }}", scope('success'))).toBe(true);
    expect(evaluateValue("${{ format('{0}{{}}', 'a') }}", scope('success'))).toBe('a{}');
  });

  test('braces and quotes inside strings do not end an expression', () => {
    expect(splitSegments("a${{ '}}''' }}b")).toEqual([{ literal: 'a' }, { expression: "'}}'''" }, { literal: 'b' }]);
    expect(() => splitSegments('${{ a')).toThrow(/not closed/);
  });

  test.each([
    [undefined, 'success', true],
    [undefined, 'failure', false],
    ["github.ref == 'x'", 'success', true],
    ["github.ref == 'x'", 'failure', false],
    ["always() && github.ref == 'x'", 'failure', true],
    ['failure()', 'failure', true],
    ['failure()', 'cancelled', false],
    ['!cancelled()', 'failure', true],
    ['!cancelled()', 'cancelled', false],
    ["'success()' == 'x'", 'success', false],
    ['${{ false }}', 'success', false],
    ['false', 'success', false],
    // mixed text is a non-empty string on GitHub and therefore true
    ['${{ false }} && true', 'success', true],
  ] as const)('if: %s on %s is %s', (condition, status, expected) => {
    expect(evaluateCondition(condition, scope(status, { github: { ref: 'x' } }))).toBe(expected);
  });

  test('an unknown function is an error, not false', () => {
    expect(() => evaluateCondition('sucess()', scope('success'))).toThrow(/sucess/);
  });
});
