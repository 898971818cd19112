import { isRepositoryPath } from '../links.ts';
import { fittedMarkdown } from '../markdown/document.ts';
import { DETAIL } from '../markdown/surface.ts';
import { markOf } from '../verdict-words.ts';
import { verdictSentence } from '../view/headline.ts';
import type { ReportView } from '../view/report-view.ts';
import type { Finding } from '../view/stage-view.ts';
import { visibleText } from '../visible-text.ts';

/** The Checks API takes 50 annotations a request and 65,535 characters each of summary and text. */
export const ANNOTATION_LIMIT = 50;
const CHECK_BUDGET = { units: 60_000, bytes: 65_000 } as const;

/** An annotation on the line of the configuration that asked for the check; the fields are those of the Checks API. */
export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: 'failure' | 'warning' | 'notice';
  title: string;
  message: string;
}

/** What a check run shows; the fields are those of the Checks API. */
export interface CheckRunReport {
  conclusion: 'success' | 'failure' | 'neutral';
  /** Plain text. */
  title: string;
  /** Markdown. */
  summary: string;
  annotations: Annotation[];
}

/** The report as a check run. A fork's own claim is always `neutral`. */
export function renderCheckRun(view: ReportView): CheckRunReport {
  return {
    conclusion: conclusion(view),
    title: visibleText(verdictSentence(view), 240),
    summary: fittedMarkdown(view, {
      budget: CHECK_BUDGET,
      levels: [DETAIL.normal, DETAIL.small, DETAIL.smallest],
      before: '',
      after: '',
    }),
    annotations: renderAnnotations(view),
  };
}

function conclusion(view: ReportView): CheckRunReport['conclusion'] {
  if (view.trust === 'fork') return 'neutral';
  if (view.blocks) return 'failure';
  return view.verdict === 'pass' ? 'success' : 'neutral';
}

/** Findings on the configuration lines they come from, worst first, at most {@link ANNOTATION_LIMIT}. Plain text. */
export function renderAnnotations(view: ReportView): Annotation[] {
  const order = ['failure', 'warning', 'notice'];
  return view.stages
    .flatMap((stage) => stage.findings)
    .flatMap((finding) => annotation(finding, view) ?? [])
    .sort((a, b) => order.indexOf(a.annotation_level) - order.indexOf(b.annotation_level))
    .slice(0, ANNOTATION_LIMIT);
}

function annotation(finding: Finding, view: ReportView): Annotation | null {
  const { location } = finding;
  if (location === null || !isRepositoryPath(location.file)) return null;
  const mark = markOf(finding);
  if (mark === 'pass' || mark === 'not_applicable') return null;
  return {
    path: location.file,
    start_line: location.line,
    end_line: location.line,
    annotation_level: annotationLevel(finding, view),
    title: visibleText(`${mark === 'warn' ? 'warning' : mark}: ${finding.id}`, 200),
    message: visibleText(finding.message, 2000),
  };
}

function annotationLevel(finding: Finding, view: ReportView): Annotation['annotation_level'] {
  if (finding.verdict === 'waived') return 'notice';
  const blocks =
    finding.blocking &&
    (finding.verdict === 'inconclusive' ? finding.inconclusiveBlocks : true) &&
    view.trust === 'own';
  return blocks ? 'failure' : 'warning';
}
