import { evaluateString, evaluateValue, type Scope } from './expressions.ts';
import type { Concurrency } from './results.ts';

/**
 * Reads `concurrency:`. It is recorded in the result and not enforced: each call of the runner is one run, so there is no
 * other run of the group to wait for or to cancel.
 */
export function readConcurrency(value: unknown, scope: Scope): Concurrency | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object')
    return { group: evaluateString(value, scope), cancelInProgress: false, queue: 'single' };
  const setting = value as Record<string, unknown>;
  return {
    group: evaluateString(setting.group, scope),
    cancelInProgress: evaluateValue(setting['cancel-in-progress'] ?? false, scope) === true,
    queue: evaluateString(setting.queue ?? 'single', scope) === 'max' ? 'max' : 'single',
  };
}
