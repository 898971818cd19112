import { EXIT, type ExitCode } from './errors.ts';

/** What a document concludes. */
export const VERDICTS = ['pass', 'fail', 'inconclusive', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What one check concludes. */
export const CHECK_VERDICTS = [...VERDICTS, 'not_applicable', 'waived'] as const;
export type CheckVerdict = (typeof CHECK_VERDICTS)[number];

export const SEVERITIES = ['fail', 'warn', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const FAIL_ON = ['policy', 'fail', 'inconclusive', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** The part of a check that decides how it counts. */
export interface JudgedCheck {
  verdict: CheckVerdict;
  severity: Severity;
}

/** Whether a check takes part in the document's verdict: severity `fail`, or an error of any severity. */
export function isBlocking(check: JudgedCheck): boolean {
  return check.severity === 'fail' || check.verdict === 'error';
}

/**
 * The verdict of a document from its checks: error > fail > inconclusive > pass over the blocking ones that are neither
 * waived nor not applicable. No evaluated check at all is `error`; all waived is `pass`.
 */
export function combineVerdicts(checks: readonly JudgedCheck[]): Verdict {
  if (checks.every((check) => check.verdict === 'not_applicable')) return 'error';
  const counting = checks.filter((check) => isBlocking(check)).map((check) => check.verdict);
  for (const word of ['error', 'fail', 'inconclusive'] as const) if (counting.includes(word)) return word;
  return 'pass';
}

/** The verdict of several documents together: the worst of them; none is `error`. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'error';
  for (const word of ['error', 'fail', 'inconclusive'] as const) if (verdicts.includes(word)) return word;
  return 'pass';
}

/** What an exit code is decided from. */
export interface ExitFacts {
  verdict: Verdict;
  /** Whether the policy lets an inconclusive check of this document block. */
  inconclusiveBlocks: boolean;
  /** The pull request introduces the policy it is judged by: nothing blocks but missing evidence and real errors. */
  policyIntroduced?: boolean;
}

/** The exit code of a stage that wrote its document. 2, 5 and 70 come from exceptions and are never softened. */
export function exitCode(facts: ExitFacts, failOn: FailOn): ExitCode {
  const code = strictExitCode(facts, failOn);
  if (failOn === 'never') return EXIT.pass;
  if (facts.policyIntroduced && (code === EXIT.fail || code === EXIT.inconclusive)) return EXIT.pass;
  return code;
}

function strictExitCode(facts: ExitFacts, failOn: FailOn): ExitCode {
  switch (facts.verdict) {
    case 'pass':
      return EXIT.pass;
    case 'error':
      return EXIT.evidence;
    case 'fail':
      return EXIT.fail;
    case 'inconclusive':
      if (failOn === 'inconclusive') return EXIT.inconclusive;
      return failOn === 'policy' && facts.inconclusiveBlocks ? EXIT.inconclusive : EXIT.pass;
  }
}

/** The exit code of several results together: 2, 5 and 70 first, then 4 before 1 before 3. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  const order = [EXIT.bug, EXIT.external, EXIT.config, EXIT.evidence, EXIT.fail, EXIT.inconclusive];
  return order.find((code) => codes.includes(code)) ?? EXIT.pass;
}
