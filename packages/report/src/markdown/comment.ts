import { afterMarker, renderMarker, type Sequence } from '@model-delivery/core';
import { type Inline, joined, line, text } from '../content.ts';
import { sparkline } from '../sparkline.ts';
import { MARKS } from '../verdict-words.ts';
import type { ReportView } from '../view/report-view.ts';
import { fittedMarkdown } from './document.ts';
import { type History, nextHistory, renderHistory } from './history.ts';
import { inlineMarkdown } from './inline.ts';
import { DETAIL } from './surface.ts';
import { unchanged } from './unchanged.ts';

/** GitHub refuses a body of more than 65,536 characters; what counts as one is not documented, so both readings hold. */
export const COMMENT_BUDGET = { units: 60_000, bytes: 180_000 } as const;
/** A step summary above 1 MiB is dropped whole; other steps of the job do not share it. */
export const SUMMARY_BUDGET = { units: 900_000, bytes: 900_000 } as const;

export interface CommentOptions {
  /** The body of our own comment that this one replaces. */
  previousBody?: string;
  /** The order of this report; by default that of the run which made the documents, else 0.0. */
  sequence?: Sequence;
}

/**
 * The pull-request comment: the marker as first line, the report within {@link COMMENT_BUDGET}, the history as last line. Where
 * nothing but the run's address would change, the text of the previous comment is kept.
 */
export function renderComment(view: ReportView, options: CommentOptions = {}): string {
  const sequence = options.sequence ?? view.sequence ?? { run: 0, attempt: 0 };
  const marker = renderMarker({ key: view.model, sequence });
  const history = nextHistory(view, options.previousBody);
  const body = fittedMarkdown(view, {
    budget: COMMENT_BUDGET,
    levels: [DETAIL.normal, DETAIL.small, DETAIL.smallest],
    before: `${marker}\n`,
    after: `${footer(view, history)}\n${renderHistory(history)}`,
  });
  const previous = options.previousBody;
  return previous !== undefined && unchanged(previous, body) ? `${marker}\n${afterMarker(previous)}` : body;
}

/** The job summary, and the Markdown of the command line: the same report with everything in it. */
export function renderSummary(view: ReportView): string {
  return `${fittedMarkdown(view, {
    budget: SUMMARY_BUDGET,
    levels: [DETAIL.full, DETAIL.normal, DETAIL.small, DETAIL.smallest],
    before: '',
    after: footer(view, null),
  })}\n`;
}

function footer(view: ReportView, history: History | null): string {
  const parts: Inline[][] = [];
  if (history !== null) parts.push([text('Updated in place')], historyLine(view, history));
  parts.push([text(`model-delivery${view.toolVersion === null ? '' : ` ${view.toolVersion}`}`)]);
  return `<sub>${inlineMarkdown(joined(parts, ' · '), DETAIL.normal)}</sub>`;
}

/** `earlier verdicts: pass 1b2c3d4 → fail 77e0aaa → now fail a4f9c22`, with the metric as a sparkline where it is known. */
function historyLine(view: ReportView, history: History): Inline[] {
  if (history.past.length === 0) return [];
  const entries = [...history.past].reverse().map((entry) => {
    const symbol = view.trust === 'fork' ? '' : `${MARKS[entry.verdict].symbol} `;
    return line`${symbol}${MARKS[entry.verdict].word} ${entry.commit}`;
  });
  const values = [...history.past]
    .reverse()
    .concat(history.now)
    .map((entry) => entry.value);
  const measured = values.filter((value) => value !== null);
  const trend = measured.length < 2 ? [] : line` · ${history.metric} ${sparkline(measured)}`;
  return line`earlier verdicts: ${joined(entries, ' → ')}${trend}`;
}
