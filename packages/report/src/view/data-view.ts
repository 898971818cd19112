import { type DataCheck, type DataReport, documentDigest } from '@model-delivery/core';
import { type Block, code, type Inline, joined, line, list, quote, type Section, text } from '../content.ts';
import { counted, formatNumber } from '../number-format.ts';
import { markOf, needsAttention, tally, worstFirst } from '../verdict-words.ts';
import { dataOutcome, place } from './data-check.ts';
import { dataCheckTable, datasetTable, driftPlot, exampleBlocks, waivedTable } from './data-tables.ts';
import { locationText } from './location.ts';
import { policySections } from './policy-section.ts';
import { notEvaluatedSection, section, warningsSection } from './sections.ts';
import type { Finding, StageContext, StageView } from './stage-view.ts';

/** What a `data-report/1` document contributes to the report. */
export function dataView(document: DataReport, context: StageContext): StageView {
  const checks = worstFirst(document.checks, (check) => (check.failed ?? 0) / Math.max(1, check.evaluated ?? 1));
  return {
    stage: 'validate-data',
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
    trend: null,
  };
}

function decidingSentence(document: DataReport, checks: readonly DataCheck[]): Inline[] {
  if (document.error !== undefined) return [quote(document.error.message)];
  if (document.verdict === 'pass') return passSentence(document);
  const decisive = checks.filter((check) => check.blocking && check.verdict === document.verdict);
  if (decisive.length === 0) return [text(tally(document.checks))];
  const more = decisive.length === 1 ? [] : line` (and ${counted(decisive.length - 1, 'more check')})`;
  return line`${dataOutcome(decisive[0]!)}${more}`;
}

function passSentence(document: DataReport): Inline[] {
  const passed = document.checks.filter((check) => check.verdict === 'pass').length;
  const read = document.datasets
    .slice(0, 3)
    .map((dataset) =>
      dataset.rows === null ? [code(dataset.name)] : line`${code(dataset.name)} (${counted(dataset.rows, 'row')})`,
    );
  const more = document.datasets.length > 3 ? ` and ${counted(document.datasets.length - 3, 'more data set')}` : '';
  return line`${counted(passed, 'data check')} passed on ${joined(read, ', ')}${more}`;
}

function nextSteps(document: DataReport, checks: readonly DataCheck[], context: StageContext): Inline[][] {
  if (document.error?.hint !== undefined) return [[quote(document.error.hint)]];
  const open = checks.filter((check) => check.blocking && ['error', 'fail', 'inconclusive'].includes(check.verdict));
  return open.slice(0, 3).map((check) => nextStep(check, document, context));
}

function nextStep(check: DataCheck, document: DataReport, context: StageContext): Inline[] {
  const at = locationText(document.meta?.locations?.[check.id], context);
  const rule = at.length === 0 ? [text('its rule')] : line`its rule at ${at}`;
  const source = document.datasets.find((dataset) => dataset.name === check.dataset)?.source;
  const where = line`${place(check)}${source === undefined ? [] : line` (file ${code(source)})`}`;
  if (check.verdict === 'error') return line`Repair ${where}: ${quote(check.message)}`;
  if (check.verdict === 'inconclusive') return line`Bring more rows of ${where}: these do not settle ${rule}.`;
  if (check.kind === 'drift') {
    return line`Find out why ${where} moved; if it is the new normal, renew the profile it is compared with, or change ${rule}.`;
  }
  const positional = /(^|\/)rule\/\d+(\/\d+)?$/.test(check.id);
  const waive = positional ? 'name the rule and waive it' : 'waive it';
  return line`Correct ${where}, or change ${rule}, or ${waive} until a date under ${code('data.waivers')}.`;
}

function sections(document: DataReport, checks: readonly DataCheck[], context: StageContext): Section[] {
  const locations = document.meta?.locations;
  const attention = checks.filter(needsAttention);
  const passed = checks.filter((check) => markOf(check) === 'pass');
  const waived = checks.filter((check) => check.verdict === 'waived');
  const asTable = (name: string, rows: readonly DataCheck[]): Block[] =>
    rows.length === 0 ? [] : [dataCheckTable(name, rows, locations, context)];
  const total = formatNumber(waived.length);
  return [
    section('data', 'Data', 92, asTable('Data checks, worst first', attention)),
    section('data-examples', 'Failing rows', 74, exampleBlocks(attention), true),
    section('data-findings', 'Data: what each finding means', 70, findingBlocks(attention), true),
    section(
      'data-waived',
      `Waived (${total}): found, and accepted until a date`,
      62,
      waived.length === 0 ? [] : [waivedTable(waived)],
    ),
    ...policySections('data', document.policy_change),
    notEvaluatedSection('data', document.checks),
    section(
      'data-sets',
      'Data sets',
      52,
      document.datasets.length === 0 ? [] : [datasetTable(document.datasets)],
      true,
    ),
    section('data-drift', 'Drift', 23, driftPlot(document.checks), true),
    section(
      'data-passing',
      `${counted(passed.length, 'passing data check')}`,
      30,
      asTable('Passing data checks', passed),
      true,
    ),
    warningsSection('data', document.warnings),
  ];
}

function findingBlocks(attention: readonly DataCheck[]): Block[] {
  if (attention.length === 0) return [];
  return [list(attention.slice(0, 50).map((check) => line`${code(check.id)} ${quote(check.message)}`))];
}

function findings(document: DataReport): Finding[] {
  return document.checks.map((check) => ({
    id: check.id,
    group: check.dataset,
    verdict: check.verdict,
    severity: check.severity,
    blocking: check.blocking,
    inconclusiveBlocks: document.inconclusive_blocks,
    message: check.message,
    location: document.meta?.locations?.[check.id] ?? null,
  }));
}
