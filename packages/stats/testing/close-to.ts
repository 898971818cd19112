import { expect } from 'vitest';

/**
 * Every number of `actual` lies within `relative` * max(|expected|, floor) of its counterpart; the failure names the worst one.
 * `floor` 0 compares relatively also near 0.
 */
export function expectClose(
  actual: number | null | undefined | readonly (number | null | undefined)[],
  expected: number | readonly number[],
  { relative = 1e-12, floor = 1 }: { relative?: number; floor?: number } = {},
): void {
  const found = Array.isArray(actual) ? actual : [actual];
  const wanted = Array.isArray(expected) ? expected : [expected];
  expect(found.length).toBe(wanted.length);
  wanted.forEach((want: number, i: number) => {
    const got = found[i];
    const allowed = relative * Math.max(Math.abs(want), floor);
    // Negated so that NaN, null and undefined fail too.
    if (!(typeof got === 'number' && Math.abs(got - want) <= allowed)) {
      expect.fail(`number ${i}: got ${got}, expected ${want} within ${allowed}`);
    }
  });
}
