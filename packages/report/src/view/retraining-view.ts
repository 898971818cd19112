import { documentDigest, type Retraining } from '@model-delivery/core';
import {
  type Block,
  code,
  digest,
  type Inline,
  left,
  line,
  link,
  list,
  mark,
  quote,
  right,
  type Section,
  table,
  text,
} from '../content.ts';
import { formatNumber } from '../number-format.ts';
import { section, warningsSection } from './sections.ts';
import type { Finding, StageContext, StageView } from './stage-view.ts';

type Signal = Retraining['signals'][number];

/** What a `retraining/1` document contributes: whether to train again, why or why not, and what was started. */
export function retrainingView(document: Retraining, context: StageContext): StageView {
  const crossed = document.signals.filter((signal) => signal.crossed).length;
  return {
    stage: 'trigger-retraining',
    schema: document.schema,
    digest: documentDigest(document),
    verdict: document.verdict,
    inconclusiveBlocks: false,
    policyIntroduced: false,
    deciding: [quote(document.error?.message ?? document.reason)],
    tally: `${document.triggered ? 'retrain' : 'do not retrain'}, ${crossed} of ${document.signals.length} signals crossed`,
    next: nextSteps(document),
    sections: sections(document, context),
    findings: findings(document),
    error: document.error ?? null,
    trend: null,
  };
}

function nextSteps(document: Retraining): Inline[][] {
  if (document.error?.hint !== undefined) return [[quote(document.error.hint)]];
  if (document.breaker.open) {
    const issue = document.breaker.issue === null ? 'the issue' : `issue ${document.breaker.issue}`;
    return [
      line`Look at why the runs brought no better model; a new champion, or closing ${issue}, lets retraining go on.`,
    ];
  }
  if (document.triggered && document.dispatched === null) {
    return [line`Nothing was started: ${code('--dispatch')} starts the workflow.`];
  }
  return [];
}

function sections(document: Retraining, context: StageContext): Section[] {
  const { signals } = document;
  return [
    section('retraining', 'Retraining', 84, [
      ...(signals.length === 0 ? [] : [signalTable(signals)]),
      table('The decision', [left('Fact'), left('Value')], facts(document, context)),
    ]),
    section('retraining-signals', 'Retraining: what each signal says', 48, messages(signals), true),
    warningsSection('retraining', document.warnings),
  ];
}

function signalTable(signals: readonly Signal[]) {
  const rows = signals.map((signal) => [
    line`${signalMark(signal)} ${signal.judged ? (signal.crossed ? 'crossed' : 'not crossed') : 'not judged'}`,
    [text(signal.kind)],
    signal.subject === null ? [] : [code(signal.subject)],
    signal.value === null ? [] : [text(formatNumber(signal.value))],
    signal.threshold === null ? [] : [text(formatNumber(signal.threshold))],
    signal.windows === null ? [] : [text(windowWords(signal.windows))],
  ]);
  const columns = [left(''), left('Signal'), left('About'), right('Value'), right('Limit'), left('Windows')];
  return table('Signals', columns, rows);
}

const signalMark = (signal: Signal): Inline =>
  mark(signal.judged ? (signal.crossed ? 'warn' : 'pass') : 'not_applicable', false);

const windowWords = ({ over, seen, k, m }: NonNullable<Signal['windows']>): string =>
  `${over} of the last ${seen} over, ${k} of ${m} asked`;

function facts(document: Retraining, context: StageContext): Inline[][][] {
  const { budget, breaker, dispatched, cooldown_until: until, idempotency_key: key, champion } = document;
  return [
    [line`Decision`, [text(document.triggered ? 'retrain' : 'do not retrain')]],
    [line`Judged as of`, [text(document.as_of)]],
    [line`Started`, dispatched === null ? [text('nothing')] : startedText(dispatched, context)],
    ...(champion === null ? [] : [[line`Champion`, [digest(champion)]]]),
    ...(until === null ? [] : [[line`Cooldown until`, [quote(until)]]]),
    ...(budget.runs === null
      ? []
      : [[line`Budget`, line`${budget.used} of ${budget.runs} runs used per ${quote(budget.per ?? '')}`]]),
    ...(breaker.runs === null
      ? []
      : [
          [
            line`Runs without a new champion`,
            line`${breaker.useless} of at most ${breaker.runs}${breaker.issue === null ? '' : `, see issue ${breaker.issue}`}`,
          ],
        ]),
    ...(key === null ? [] : [[line`Idempotency key`, [digest(key)]]]),
  ];
}

function startedText(dispatched: NonNullable<Retraining['dispatched']>, context: StageContext): Inline[] {
  const name = dispatched.run_id === null ? 'a run' : `run ${dispatched.run_id}`;
  const run = link(context.trusted ? (dispatched.run_url ?? undefined) : undefined, text(name));
  return line`${run} of ${code(dispatched.workflow)} on ${code(dispatched.ref)}`;
}

function messages(signals: readonly Signal[]): Block[] {
  return signals.length === 0
    ? []
    : [list(signals.map((signal) => line`${text(signal.kind)}: ${quote(signal.message)}`))];
}

/** Signals as checks: a crossed one is a warning, one that could not be judged is not evaluated. */
function findings(document: Retraining): Finding[] {
  return document.signals.map((signal) => ({
    id: signal.kind,
    group: 'signals',
    verdict: signal.judged ? (signal.crossed ? 'fail' : 'pass') : 'not_applicable',
    severity: 'warn',
    blocking: false,
    inconclusiveBlocks: false,
    message: signal.message,
    location: null,
  }));
}
