import { markOf } from '../verdict-words.ts';
import { plainText } from '../view/plain-text.ts';
import type { ReportView } from '../view/report-view.ts';
import type { Finding, StageView } from '../view/stage-view.ts';
import { visibleText } from '../visible-text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an attribute or element of XML 1.0; characters that XML cannot hold are shown as their code point. */
function xml(value: string, max = 4096): string {
  return visibleText(value, max).replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/**
 * JUnit XML of one or several models, one suite a stage and one case a check. A failed check is a `failure`, an error an
 * `error`. Only a passed check is a passed case: everything else that does not block is `skipped`, with the reason.
 */
export function renderJunit(views: ReportView | readonly ReportView[]): string {
  const all = 'stages' in views ? [views] : views;
  const suites = all.flatMap((view) => view.stages.map((stage) => suite(view, stage)));
  const total = (key: 'tests' | 'failures' | 'errors' | 'skipped') => suites.reduce((sum, each) => sum + each[key], 0);
  const counts = `tests="${total('tests')}" failures="${total('failures')}" errors="${total('errors')}" skipped="${total('skipped')}"`;
  const name = xml(all.map((view) => view.model).join(' '));
  const body = suites.map((each) => each.xml).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}" ${counts}>\n${body}\n</testsuites>\n`;
}

type Outcome = 'passed' | 'failures' | 'errors' | 'skipped';

function suite(view: ReportView, stage: StageView) {
  const cases = stage.findings.map((finding) => ({ outcome: outcome(finding), xml: checkCase(view, stage, finding) }));
  if (stage.error !== null || cases.length === 0) cases.push(stageCase(view, stage));
  const count = (which: Outcome) => cases.filter((each) => each.outcome === which).length;
  const counts = {
    tests: cases.length,
    failures: count('failures'),
    errors: count('errors'),
    skipped: count('skipped'),
  };
  const attributes = Object.entries(counts).map(([key, n]) => `${key}="${n}"`);
  const name = `${view.model}.${stage.stage}`;
  return {
    ...counts,
    xml: [
      `  <testsuite name="${xml(name)}" ${attributes.join(' ')}>`,
      ...cases.map((each) => each.xml),
      '  </testsuite>',
    ].join('\n'),
  };
}

function outcome(finding: Finding): Outcome {
  switch (markOf(finding)) {
    case 'pass':
      return 'passed';
    case 'error':
      return 'errors';
    case 'fail':
      return 'failures';
    case 'inconclusive':
      return finding.inconclusiveBlocks ? 'failures' : 'skipped';
    case 'warn':
    case 'waived':
    case 'not_applicable':
      return 'skipped';
  }
}

function checkCase(view: ReportView, stage: StageView, finding: Finding): string {
  const attributes = `classname="${xml(`${view.model}.${stage.stage}.${finding.group}`)}" name="${xml(finding.id)}"`;
  const message = xml(finding.message);
  const word = markOf(finding);
  switch (outcome(finding)) {
    case 'passed':
      return `    <testcase ${attributes}/>`;
    case 'skipped':
      return `    <testcase ${attributes}><skipped message="${xml(word === 'warn' ? 'warning' : word)}: ${message}"/></testcase>`;
    case 'failures':
      return `    <testcase ${attributes}><failure type="${word}" message="${message}"/></testcase>`;
    case 'errors':
      return `    <testcase ${attributes}><error type="error" message="${message}"/></testcase>`;
  }
}

/** The case of the stage itself: its error, or its verdict where it evaluated no check. */
function stageCase(view: ReportView, stage: StageView): { outcome: Outcome; xml: string } {
  const attributes = `classname="${xml(`${view.model}.${stage.stage}`)}" name="${xml(stage.stage)}"`;
  if (stage.error === null && stage.verdict === 'pass')
    return { outcome: 'passed', xml: `    <testcase ${attributes}/>` };
  const message = xml(
    stage.error === null ? plainText(stage.deciding) : `${stage.error.message} ${stage.error.hint ?? ''}`.trim(),
  );
  const type = xml(stage.error?.code ?? stage.verdict);
  return {
    outcome: 'errors',
    xml: `    <testcase ${attributes}><error type="${type}" message="${message}"/></testcase>`,
  };
}
