import { documentDigest, type GuardrailStatus, type Rollout } from '@model-delivery/core';
import {
  type Block,
  code,
  digest,
  type Inline,
  left,
  line,
  mark,
  paragraph,
  quote,
  right,
  type Section,
  shortDigest,
  strong,
  table,
  text,
} from '../content.ts';
import { counted, formatNumber } from '../number-format.ts';
import { jsonText } from './json-text.ts';
import { armWords, evalueWords, evidenceWords, isOpen, weightWords } from './rollout-words.ts';
import { section, warningsSection } from './sections.ts';
import type { Finding, StageView } from './stage-view.ts';

/** What a `rollout/1` document contributes: where the canary stands, what it proved, and how it came there. */
export function rolloutView(document: Rollout): StageView {
  const inconclusiveBlocks = document.inconclusive_blocks && !isOpen(document);
  return {
    stage: 'deploy-canary',
    schema: document.schema,
    digest: documentDigest(document),
    verdict: document.verdict,
    inconclusiveBlocks,
    policyIntroduced: false,
    deciding: document.error === undefined ? decidingSentence(document) : [quote(document.error.message)],
    tally: `${document.state}, ${weightWords(document.weight)} of the traffic`,
    next: nextSteps(document),
    sections: sections(document),
    findings: findings(document, inconclusiveBlocks),
    error: document.error ?? null,
    trend: null,
  };
}

const version = (of: string | null): Inline => (of === null ? text('none') : shortDigest(of));

function decidingSentence(document: Rollout): Inline[] {
  const who = line`${version(document.candidate)} on ${code(document.endpoint)}`;
  const why = document.reason === '' ? [] : line`: ${quote(document.reason)}`;
  switch (document.state) {
    case 'Completed':
      return line`${who} has all traffic${document.promoted ? ' and is champion' : ''}${why}`;
    case 'RolledBack':
      return line`${who} was rolled back, ${version(document.champion)} serves${why}`;
    case 'Idle':
      return line`no rollout is under way on ${code(document.endpoint)}${why}`;
    default:
      return line`${who} has ${weightWords(document.weight)} of the traffic, ${document.state}${why}`;
  }
}

function nextSteps(document: Rollout): Inline[][] {
  if (document.error?.hint !== undefined) return [[quote(document.error.hint)]];
  if (document.state === 'Foreign')
    return [line`Somebody else changed the split: look at the target, then ${code('canary reconcile')}.`];
  if (document.state === 'Broken')
    return [line`Look at the target: the split could not be confirmed. Then ${code('canary reconcile')}.`];
  if (document.state !== 'RolledBack') return [];
  if (document.verdict === 'fail')
    return [line`Look at what the candidate did in serving before it is rolled out again.`];
  return [line`Give the canary more time or traffic (${code('canary plan')} says how much), or accept a wider margin.`];
}

function sections(document: Rollout): Section[] {
  const { guardrails, decisions, smoke, windows } = document;
  const noted = windows.known + windows.unknown === 0 ? [] : [paragraph(windowsLine(document))];
  const tested = smoke === null ? [] : [paragraph(smokeLine(smoke))];
  return [
    section('rollout', 'Rollout', 94, [
      table('Arms', [left('Arm'), left('Version'), right('Traffic')], armRows(document)),
      ...guardrailTable(guardrails),
      ...noted,
      ...tested,
    ]),
    section('rollout-timeline', 'What happened', 68, timeline(document), decisions.length > 6),
    section('rollout-evidence', 'Evidence of the guardrails', 34, evidenceTable(guardrails), true),
    section('rollout-plan', 'What this canary can detect', 66, planTable(document.plan), !isOpen(document)),
    warningsSection('rollout', document.warnings),
  ];
}

function armRows(document: Rollout): Inline[][][] {
  const whole = (of: string | null) => (of === null ? [text('none')] : [digest(of)]);
  return [
    [line`stable (champion)`, whole(document.champion), [text(weightWords(100 - document.weight))]],
    [line`candidate`, whole(document.candidate), [text(weightWords(document.weight))]],
  ];
}

function guardrailTable(guardrails: readonly GuardrailStatus[]): Block[] {
  if (guardrails.length === 0) return [];
  const rows = guardrails.map((each) => {
    const { mark: of, words } = evidenceWords(each);
    const marked = of === 'warn' || of === 'not_applicable' || of === 'inconclusive' ? [mark(of, false)] : [mark(of)];
    return [
      marked,
      [code(each.id)],
      [text(armWords(each.kind, each.stable))].filter(isFilled),
      [text(armWords(each.kind, each.candidate))].filter(isFilled),
      [text(words)],
      [quote(each.message)],
    ];
  });
  const columns = [
    left(''),
    left('Guardrail'),
    right('Stable'),
    right('Candidate'),
    left('Evidence'),
    left('In detail'),
  ];
  return [table('Guardrails', columns, rows)];
}

const isFilled = (leaf: Inline): boolean => leaf.kind !== 'text' || leaf.value !== '';

function windowsLine({ windows }: Rollout): Inline[] {
  const unknown =
    windows.unknown === 0 ? '' : `, ${formatNumber(windows.unknown)} more were unknown and advanced nothing`;
  return line`Judged on ${counted(windows.known, 'window')}${unknown}.`;
}

function smokeLine(smoke: NonNullable<Rollout['smoke']>): Inline[] {
  const said = smoke.message === '' ? [] : line` ${quote(smoke.message)}`;
  return line`${strong(text('Smoke test:'))} ${formatNumber(smoke.passed)} of ${counted(smoke.fixtures, 'golden request')} passed.${said}`;
}

/** Newest first: where space is short the oldest transitions are left out. */
function timeline({ decisions }: Rollout): Block[] {
  if (decisions.length === 0) return [];
  const rows = decisions
    .toReversed()
    .map((each) => [
      [quote(each.time.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2}).*$/, '$1 $2'))],
      each.from === each.to ? [text(each.to)] : [text(`${each.from} → ${each.to}`)],
      each.step === null ? [] : [text(String(each.step + 1))],
      [text(weightWords(each.weight))],
      [quote(each.reason)],
    ]);
  return [
    table(
      'States, newest first',
      [left('Time (UTC)'), left('State'), right('Step'), right('Traffic'), left('Why')],
      rows,
    ),
  ];
}

/** The e-values: how many times likelier the counts are under "worse" (or "not worse") than under its opposite. */
function evidenceTable(guardrails: readonly GuardrailStatus[]): Block[] {
  const rows = guardrails.map(({ id, ln_e: ln }) => [
    [code(id)],
    ...[ln.harm_exact, ln.harm_robust, ln.non_inferiority_exact, ln.non_inferiority_robust, ln.absolute].map((each) =>
      each === null ? [] : [text(evalueWords(each))],
    ),
  ]);
  const columns = ['Harm, exact', 'Harm, robust', 'Not worse, exact', 'Not worse, robust', 'Below max_rate'].map(right);
  return rows.length === 0 ? [] : [table('e-values', [left('Guardrail'), ...columns], rows)];
}

function planTable(plan: unknown): Block[] {
  if (typeof plan !== 'object' || plan === null) return [];
  const rows = Object.entries(plan).map(([name, value]) => [
    [quote(name.replaceAll('_', ' '))],
    [quote(jsonText(value) || 'none')],
  ]);
  return rows.length === 0 ? [] : [table('Plan', [left('What'), left('Value')], rows)];
}

/** Guardrails as checks. Only proven harm fails one; what is still open is inconclusive and blocks only where the rollout does. */
function findings(document: Rollout, inconclusiveBlocks: boolean): Finding[] {
  const shared = { severity: 'fail' as const, blocking: true, inconclusiveBlocks, location: null };
  const guardrails = document.guardrails.map((each): Finding => {
    const { mark: of, words } = evidenceWords(each);
    const verdict = of === 'warn' || of === 'waived' ? 'inconclusive' : of;
    return {
      ...shared,
      id: `guardrail/${each.id}`,
      group: 'guardrails',
      verdict,
      message: `${words}: ${each.message}`,
    };
  });
  const { smoke } = document;
  if (smoke === null) return guardrails;
  const passed = smoke.fixtures > 0 && smoke.passed === smoke.fixtures;
  const message = `${smoke.passed} of ${smoke.fixtures} golden requests passed. ${smoke.message}`.trim();
  return [{ ...shared, id: 'smoke', group: 'smoke', verdict: passed ? 'pass' : 'fail', message }, ...guardrails];
}
