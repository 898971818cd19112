import { documentDigest, type Evaluation, type EvaluationCheck } from '@model-delivery/core';
import {
  type Block,
  code,
  type Inline,
  line,
  list,
  paragraph,
  quote,
  type Section,
  shortDigest,
  strong,
  text,
} from '../content.ts';
import { counted, formatNumber } from '../number-format.ts';
import { markOf, needsAttention, tally, worstFirst } from '../verdict-words.ts';
import { confusionBlocks } from './confusion.ts';
import { isComparison, outcomeSentence, subject } from './evaluation-check.ts';
import { boundPlot, slicePlots } from './evaluation-plots.ts';
import { checkTable, metricsTable, statisticsTable } from './evaluation-tables.ts';
import { locationText } from './location.ts';
import { policySections } from './policy-section.ts';
import { notEvaluatedSection, section, warningsSection } from './sections.ts';
import type { Finding, StageContext, StageView } from './stage-view.ts';

/** Passing overall checks shown unfolded when nothing needs attention. */
const PASSING_IN_VIEW = 8;

/** What an `evaluation/1` document contributes to the report. */
export function evaluationView(document: Evaluation, context: StageContext): StageView {
  const checks = worstFirst(document.checks, importance);
  return {
    stage: 'evaluate-gate',
    schema: document.schema,
    digest: documentDigest(document),
    verdict: document.verdict,
    inconclusiveBlocks: document.inconclusive_blocks,
    policyIntroduced: document.policy_change?.introduced ?? false,
    deciding: decidingSentence(document, checks),
    tally: tally(document.checks),
    next: nextSteps(document, checks, context),
    sections: sections(document, checks, context),
    findings: findings(document),
    error: document.error ?? null,
    trend: trend(document),
  };
}

/**
 * Overall checks come before slices and keep the order of the configuration: distances of different metrics do not compare.
 * Slices of one check do, the worst first.
 */
function importance(check: EvaluationCheck): number {
  return check.slice === null ? Number.MAX_VALUE : -(check.contrast.value ?? 0);
}

function decidingSentence(document: Evaluation, checks: readonly EvaluationCheck[]): Inline[] {
  if (document.error !== undefined) return [quote(document.error.message)];
  const decisive = checks.filter((check) => check.blocking && check.verdict === document.verdict);
  const lead = document.verdict === 'pass' ? leadingPass(document) : leading(decisive);
  if (lead === undefined) return passWithoutChecks(document);
  const others = document.verdict === 'pass' ? 0 : decisive.length - 1;
  const more = others === 0 ? [] : line` (and ${counted(others, 'more check')})`;
  return line`${outcomeSentence(lead)}${more}`;
}

/** The check a reader of a passed evaluation wants first: the overall comparison with the champion, else the first bound. */
function leadingPass(document: Evaluation): EvaluationCheck | undefined {
  const passed = document.checks.filter((check) => check.verdict === 'pass');
  return leading(passed);
}

function leading(checks: readonly EvaluationCheck[]): EvaluationCheck | undefined {
  const overall = checks.filter((check) => check.slice === null);
  return overall.find(isComparison) ?? overall[0] ?? checks[0];
}

function passWithoutChecks(document: Evaluation): Inline[] {
  if (document.first_model) return [text('first model of this name: there is no champion to compare with')];
  return [text(tally(document.checks))];
}

function nextSteps(document: Evaluation, checks: readonly EvaluationCheck[], context: StageContext): Inline[][] {
  if (document.error?.hint !== undefined) return [[quote(document.error.hint)]];
  const open = checks.filter((check) => check.blocking && ['error', 'fail', 'inconclusive'].includes(check.verdict));
  const steps = open.slice(0, 3).map((check) => nextStep(check, document, context));
  if (
    document.verdict === 'fail' &&
    document.purpose === 'pull_request' &&
    document.policy_change?.introduced !== true
  ) {
    steps.push(
      line`A changed bound counts from the merge on: a pull request is judged by the policy of its base commit.`,
    );
  }
  if (document.verdict === 'pass' && document.promote_to !== null) {
    steps.push(line`Passing asks for promotion to ${code(document.promote_to)}.`);
  }
  return steps;
}

function nextStep(check: EvaluationCheck, document: Evaluation, context: StageContext): Inline[] {
  const at = locationText(document.meta?.locations?.[check.id], context);
  const rule = at.length === 0 ? [] : line` (set at ${at})`;
  if (check.verdict === 'error') return line`Repair ${code(check.id)}${rule}: ${quote(check.message)}`;
  if (check.verdict === 'fail') return line`Improve ${subject(check)}, or discuss its bound${rule}.`;
  if (check.rows_needed === null) return line`Add test rows for ${subject(check)}${rule}.`;
  const now = check.n === null ? '' : `, now ${formatNumber(check.n)}`;
  return line`Test ${subject(check)} on about ${counted(check.rows_needed, 'row')}${now}${rule}.`;
}

function sections(document: Evaluation, checks: readonly EvaluationCheck[], context: StageContext): Section[] {
  const locations = document.meta?.locations;
  const attention = checks.filter(needsAttention);
  const passed = checks.filter((check) => markOf(check) === 'pass');
  const overall = [...passed.filter(isComparison), ...passed.filter((check) => !isComparison(check))].filter(
    (check) => check.slice === null,
  );
  const inView = attention.length > 0 ? attention : overall.slice(0, PASSING_IN_VIEW);
  const rest = passed.filter((check) => !inView.includes(check));
  const asTable = (name: string, rows: readonly EvaluationCheck[]): Block[] =>
    rows.length === 0 ? [] : [checkTable(name, rows, locations, context)];
  return [
    section('evaluation', 'Evaluation', 90, [
      ...asTable('Evaluation checks, worst first', inView),
      ...championBlocks(document),
    ]),
    section('evaluation-findings', 'Evaluation: what each finding means', 72, findingBlocks(attention), true),
    ...policySections('evaluation', document.policy_change),
    section('evaluation-bounds', 'Evaluation: distance to each bound', 22, boundPlot(checks), true),
    section('evaluation-slices', 'Slices', 24, slicePlots(document.checks), true),
    section(
      'evaluation-passing',
      `${counted(rest.length, 'passing check')} of the evaluation`,
      32,
      asTable('Passing checks', rest),
      true,
    ),
    notEvaluatedSection('evaluation', document.checks),
    section(
      'evaluation-confusion',
      'Confusion matrix',
      44,
      document.confusion === null ? [] : confusionBlocks(document.confusion),
      true,
    ),
    section(
      'evaluation-metrics',
      'All metrics',
      28,
      [metricsTable(document.metrics.candidate, document.metrics.champion)],
      true,
    ),
    section('evaluation-statistics', 'Statistics', 26, checks.length === 0 ? [] : [statisticsTable(checks)], true),
    warningsSection('evaluation', document.warnings),
  ];
}

function findingBlocks(attention: readonly EvaluationCheck[]): Block[] {
  if (attention.length === 0) return [];
  return [list(attention.slice(0, 50).map((check) => line`${code(check.id)} ${quote(check.message)}`))];
}

/** What was compared with what, or why nothing could be. */
function championBlocks(document: Evaluation): Block[] {
  const { state, version, source, reason } = document.champion;
  const why = reason === null ? [] : line` ${quote(reason)}`;
  const compared = document.checks.some(isComparison);
  if (state === 'none') {
    if (!compared && !document.first_model) return [];
    return [paragraph(line`${strong(text('No champion yet:'))} comparisons were not evaluated.${why}`)];
  }
  const which = line`${version === null ? [] : line` ${shortDigest(version)}`}${source === null ? [] : line` from ${code(source)}`}`;
  if (state !== 'ready') return [paragraph(line`${strong(text(`The champion is ${state}`))}${which}.${why}`)];
  const candidate = document.model.version === null ? [] : line` ${shortDigest(document.model.version)}`;
  return which.length === 0 ? [] : [paragraph(line`Candidate${candidate} against champion${which}.`)];
}

function findings(document: Evaluation): Finding[] {
  return document.checks.map((check) => ({
    id: check.id,
    group: check.slice ?? 'overall',
    verdict: check.verdict,
    severity: check.severity,
    blocking: check.blocking,
    inconclusiveBlocks: document.inconclusive_blocks,
    message: check.message,
    location: document.meta?.locations?.[check.id] ?? null,
  }));
}

function trend(document: Evaluation): StageView['trend'] {
  const lead = document.checks.find((check) => check.slice === null && check.candidate !== null);
  return lead === undefined ? null : { metric: lead.metric, value: lead.candidate! };
}
