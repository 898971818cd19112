import type { Verdict } from '@model-delivery/core';
import { digest, type Inline, line, link, mark, quote, strong, text } from '../content.ts';
import { MARKS } from '../verdict-words.ts';
import { plainText } from './plain-text.ts';
import type { ReportView } from './report-view.ts';

const WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
  error: 'Error',
};

/** Symbol and verdict word. A claim of a fork never carries the symbol of a verdict of ours. */
export function verdictWords(view: ReportView): string {
  if (view.trust === 'fork') return `🔶 ${WORDS[view.verdict]}, self-reported by fork code`;
  const blocked = view.verdict === 'pass' || view.blocks === (view.verdict === 'fail' || view.verdict === 'error');
  const effect = blocked ? '' : view.blocks ? ', blocks' : ', does not block';
  return `${MARKS[view.verdict].symbol} ${WORDS[view.verdict]}${effect}`;
}

/** The first line a reader sees: verdict, model, and the sentence that decided. */
export function headline(view: ReportView): Inline[] {
  return line`${verdictWords(view)} · ${quote(view.model)}: ${view.deciding}`;
}

/** What a reader must know before believing the rest: a claim of a fork, a policy that came with the pull request. */
export function notices(view: ReportView): Inline[][] {
  const lines: Inline[][] = [];
  if (view.trust === 'fork') {
    lines.push(
      line`${strong(text('Self-reported by fork code.'))} Data, metrics, thresholds and this verdict were computed by code of the fork and were not verified. A maintainer reviews the change and lets the trusted run judge it.`,
    );
  }
  if (view.policyIntroduced) {
    lines.push(
      line`${strong(text('Policy introduced by this pull request:'))} failed and inconclusive checks do not block this time.`,
    );
  } else if (view.trust === 'own' && !view.blocks && (view.verdict === 'fail' || view.verdict === 'error')) {
    lines.push(line`Report only: ${text('fail-on')} keeps this verdict from failing the step.`);
  }
  return lines;
}

/** One line a stage: verdict, name, counts, and why, where it is not the stage that the headline already quotes. */
export function stageLines(view: ReportView): Inline[][] {
  return view.stages.map((stage) => {
    const why = stage.deciding === view.deciding ? [] : line`: ${stage.deciding}`;
    const symbol = view.trust === 'fork' ? text(`claims ${MARKS[stage.verdict].word}`) : mark(stage.verdict);
    return line`${strong(text(stage.stage))} ${symbol} (${stage.tally})${why}`;
  });
}

/** The commit that was judged and the run that judged it. */
export function originLine(view: ReportView): Inline[] {
  const commit = view.headSha === null ? [] : line`commit ${commitLink(view.headSha, view.repositoryUrl)}`;
  const run = view.runUrl === null ? [] : link(view.runUrl, text('run and full report'));
  if (commit.length === 0) return run;
  return run.length === 0 ? commit : line`${commit} · ${run}`;
}

function commitLink(sha: string, repositoryUrl: string | null): Inline[] {
  const href = repositoryUrl === null ? undefined : `${repositoryUrl.replace(/\/$/, '')}/commit/${sha}`;
  return link(href, digest(sha.slice(0, 7)));
}

/** The report in one sentence of plain text, for step outputs, check titles and logs. */
export function verdictSentence(view: ReportView): string {
  return plainText(headline(view), 120);
}
