import { describe, expect, it } from 'vitest';
import { EXIT } from './errors.ts';
import {
  type CheckVerdict,
  combineExitCodes,
  combineVerdicts,
  exitCode,
  type FailOn,
  type Severity,
  type Verdict,
} from './verdict.ts';

const check = (verdict: CheckVerdict, severity: Severity = 'fail') => ({ verdict, severity });

describe('combineVerdicts', () => {
  it.each<[string, ReturnType<typeof check>[], Verdict]>([
    ['no check', [], 'error'],
    ['nothing but not applicable', [check('not_applicable'), check('not_applicable')], 'error'],
    ['all waived', [check('waived')], 'pass'],
    ['waived and not applicable', [check('waived'), check('not_applicable')], 'pass'],
    ['all pass', [check('pass'), check('pass')], 'pass'],
    ['a warn check that fails', [check('fail', 'warn'), check('pass')], 'pass'],
    ['nothing but a warn check that fails', [check('fail', 'warn')], 'pass'],
    ['a warn check that is inconclusive', [check('inconclusive', 'warn')], 'pass'],
    ['a warn check in error', [check('error', 'warn'), check('pass')], 'error'],
    ['an info check that fails', [check('fail', 'info'), check('inconclusive')], 'inconclusive'],
    ['fail beats inconclusive', [check('inconclusive'), check('fail'), check('pass')], 'fail'],
    ['error beats fail', [check('fail'), check('error')], 'error'],
  ])('%s', (_name, checks, expected) => {
    expect(combineVerdicts(checks)).toBe(expected);
  });
});

describe('exitCode', () => {
  const codes = (verdict: Verdict, inconclusiveBlocks: boolean, policyIntroduced = false) =>
    (['policy', 'fail', 'inconclusive', 'never'] as FailOn[]).map((failOn) =>
      exitCode({ verdict, inconclusiveBlocks, policyIntroduced }, failOn),
    );

  it('follows the table of fail-on (policy, fail, inconclusive, never)', () => {
    expect(codes('pass', true)).toEqual([0, 0, 0, 0]);
    expect(codes('fail', false)).toEqual([1, 1, 1, 0]);
    expect(codes('inconclusive', false)).toEqual([0, 0, 3, 0]);
    expect(codes('inconclusive', true)).toEqual([3, 0, 3, 0]);
    expect(codes('error', true)).toEqual([4, 4, 4, 0]);
  });

  it('does not block a pull request that introduces its policy, but missing evidence stays an error', () => {
    expect(codes('fail', true, true)).toEqual([0, 0, 0, 0]);
    expect(codes('inconclusive', true, true)).toEqual([0, 0, 0, 0]);
    expect(codes('error', true, true)).toEqual([4, 4, 4, 0]);
  });
});

describe('combineExitCodes', () => {
  it('puts evidence before fail before inconclusive', () => {
    expect(combineExitCodes([EXIT.inconclusive, EXIT.fail, EXIT.evidence])).toBe(4);
    expect(combineExitCodes([EXIT.inconclusive, EXIT.fail])).toBe(1);
    expect(combineExitCodes([EXIT.pass, EXIT.inconclusive])).toBe(3);
    expect(combineExitCodes([])).toBe(0);
  });
});
