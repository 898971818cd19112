import { type CheckVerdict, canonicalJson, type Host, type Severity } from '@model-delivery/core';
import type { StageOutcome } from '@model-delivery/use-cases';
import type { CommandResult } from './command.ts';
import { errorText } from './error-text.ts';

const ORDER: CheckVerdict[] = ['error', 'fail', 'inconclusive', 'waived', 'not_applicable', 'pass'];

/** What a command that ran a stage hands back; an error also goes to stderr, where errors belong. */
export function stageResult(host: Host, outcome: StageOutcome): CommandResult {
  if (outcome.error) host.log.error(errorText(outcome.error));
  return { exitCode: outcome.exitCode, text: stageText(outcome), json: canonicalJson(outcome.document) };
}

/** A stage's result for a person: the sentence, what did not pass (worst first), and where the document is. */
function stageText(outcome: StageOutcome): string {
  const checks = (outcome.document?.checks ?? []) as {
    id: string;
    verdict: CheckVerdict;
    severity: Severity;
    message: string;
  }[];
  const shown = checks
    .filter((check) => check.verdict !== 'pass' && check.verdict !== 'not_applicable')
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
    .map((check) => `  ${wordOf(check)}  ${check.id}: ${check.message}`);
  const where = outcome.path === null ? [] : [`document: ${outcome.path} ${outcome.digest ?? ''}`.trim()];
  const sentence = outcome.error ? [] : [outcome.summary];
  return [...sentence, ...shown, ...where].join('\n');
}

function wordOf(check: { verdict: CheckVerdict; severity: Severity }): string {
  const warning = check.severity !== 'fail' && check.verdict !== 'error' && check.verdict !== 'waived';
  return (warning ? `${check.verdict} (${check.severity})` : check.verdict).padEnd(12);
}
