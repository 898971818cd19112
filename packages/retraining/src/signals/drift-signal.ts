import { type DataCheck, type DataReport, EvidenceError } from '@model-delivery/core';
import type { WindowedSignal } from './signal.ts';

/** Names of columns that a message lists. */
const LISTED = 5;

/**
 * Drift: a report is over the line when at least one of its drift checks fails, whatever the severity (a warning does not stop
 * data, but is what retraining is for); a waived check is not counted. `value` = number of failing drift checks, `threshold` 0.
 * @throws EvidenceError when the report has no drift check that was evaluated: silence is not stability.
 */
export function driftSignal(report: DataReport, digest: string): WindowedSignal {
  const checks = report.checks.filter((check) => check.kind === 'drift');
  const judged = checks.filter((check) => check.verdict !== 'error' && check.verdict !== 'not_applicable');
  if (judged.length === 0) throw noDriftChecks(checks);
  const failing = judged.filter((check) => check.verdict === 'fail').sort((a, b) => psi(b) - psi(a));
  return {
    signal: {
      kind: 'drift',
      subject: failing[0] === undefined ? null : place(failing[0]),
      value: failing.length,
      threshold: 0,
      windows: null,
      over: failing.length > 0,
      crossed: false,
      judged: true,
      message: message(failing, judged.length, checks.length),
    },
    window: { kind: 'drift', digest, over: failing.length > 0, value: failing.length, champion: null },
  };
}

function message(failing: readonly DataCheck[], judged: number, all: number): string {
  const unread = all === judged ? '' : ` (${all - judged} more could not be evaluated)`;
  if (failing.length === 0) return `None of ${counted(judged)} failed${unread}.`;
  const named = failing.slice(0, LISTED).map((check) => `${place(check)}${amount(check)}`);
  const more = failing.length > LISTED ? ` and ${failing.length - LISTED} more` : '';
  return `${failing.length} of ${counted(judged)} failed${unread}: ${named.join(', ')}${more}.`;
}

const counted = (checks: number) => `${checks} drift check${checks === 1 ? '' : 's'}`;
const psi = (check: DataCheck) => check.statistic?.value ?? 0;
const place = (check: DataCheck) => `${check.dataset}/${check.column ?? '?'}`.slice(0, 512);

function amount(check: DataCheck): string {
  const value = check.statistic?.value;
  return value == null
    ? ''
    : ` (${check.statistic!.name} ${Number(value.toPrecision(3))} above ${check.statistic!.threshold})`;
}

function noDriftChecks(checks: readonly DataCheck[]): EvidenceError {
  const found =
    checks.length === 0 ? 'no drift check' : `${checks.length} drift checks, none of which could be evaluated`;
  return new EvidenceError({
    code: 'RETRAINING_NO_DRIFT_CHECKS',
    message: `\`retraining.when.drift\` looks for failing drift checks, and the data report holds ${found}.`,
    hint: 'Give columns a bound (`drift: {psi: 0.1}`), the data set a `profile` or `reference`, and validate the serving data before this step.',
  });
}
