import type { Tolerance } from '../config/words.ts';
import { SEVERITIES, type Severity } from '../verdict.ts';

/** A key that the head of a pull request makes more lenient. */
export interface Loosened {
  key: string;
  base: unknown;
  head: unknown;
}

/** A value as a document carries it: absent is null. */
export function lookup(value: unknown): never {
  return (value === undefined ? null : JSON.parse(JSON.stringify(value))) as never;
}

/** Whether a severity blocks less than another: fail, then warn, then info. */
export function severityLower(was: Severity, is: Severity): boolean {
  return SEVERITIES.indexOf(is) > SEVERITIES.indexOf(was);
}

/** Whether a tolerance accepts more than another; none accepts nothing, and a count against a share cannot be told. */
export function toleranceLarger(was: Tolerance | undefined, is: Tolerance | undefined): boolean {
  if (is === undefined) return false;
  const zero = is.max_count === 0 || is.max_share === 0;
  if (was === undefined) return !zero;
  if (was.max_count !== undefined && is.max_count !== undefined) return is.max_count > was.max_count;
  if (was.max_share !== undefined && is.max_share !== undefined) return is.max_share > was.max_share;
  return !zero;
}

type End = number | string | null;

/** Whether an interval accepts values that another does not; an open end (null) accepts everything on its side. */
export function widerInterval(was: readonly [End, End], is: readonly [End, End]): boolean {
  const lower = was[0] !== null && (is[0] === null || is[0] < was[0]);
  const upper = was[1] !== null && (is[1] === null || is[1] > was[1]);
  return lower || upper;
}
