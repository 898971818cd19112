/*
 * Puts the parts of a report together within a size: first everything, then without the least important sections, then
 * with less detail. Nothing is ever cut in the middle, and what is missing is said.
 */
import { InternalError } from '@model-delivery/core';
import { type Inline, joined, line, link, type Section, text } from '../content.ts';
import { headline, notices, originLine, stageLines } from '../view/headline.ts';
import type { ReportView } from '../view/report-view.ts';
import { sectionMarkdown } from './blocks.ts';
import { inlineMarkdown } from './inline.ts';
import { DETAIL, type DetailLevel } from './surface.ts';

/** The most a surface takes: UTF-16 units and UTF-8 bytes. */
export interface Budget {
  units: number;
  bytes: number;
}

export interface Frame {
  budget: Budget;
  levels: readonly DetailLevel[];
  /** Markdown before and after everything else; counts towards the budget. */
  before: string;
  after: string;
}

/** Sections from this priority on tell the verdict: less detail is better than leaving them out. */
const ESSENTIAL = 85;

/** The report as Markdown that fits. */
export function fittedMarkdown(view: ReportView, frame: Frame): string {
  const levels = frame.levels.length === 0 ? [DETAIL.smallest] : frame.levels;
  let last = '';
  for (const level of levels) {
    const parts = view.sections.map((section) => ({ section, markdown: sectionMarkdown(section, level) }));
    const shown = parts.filter(({ markdown }) => markdown !== '');
    const fitted = dropUntilItFits(view, frame, level, shown);
    last = fitted.markdown;
    if (fitted.fits && fitted.essential) return fitted.markdown;
  }
  if (fits(last, frame.budget)) return last;
  throw new InternalError({
    code: 'REPORT_TOO_LARGE',
    message: `A report of ${last.length} characters does not fit into ${frame.budget.units} even without its sections.`,
  });
}

type Part = { section: Section; markdown: string };

function dropUntilItFits(view: ReportView, frame: Frame, level: DetailLevel, parts: readonly Part[]) {
  const dropped: Section[] = [];
  const candidates = [...parts].sort((a, b) => a.section.priority - b.section.priority);
  for (;;) {
    const kept = parts.filter(({ section }) => !dropped.includes(section));
    const markdown = assembled(view, frame, level, kept, dropped);
    const essential = dropped.every((section) => section.priority < ESSENTIAL);
    if (fits(markdown, frame.budget)) return { markdown, fits: true, essential };
    const next = candidates.shift();
    if (next === undefined) return { markdown, fits: false, essential };
    dropped.push(next.section);
  }
}

function assembled(
  view: ReportView,
  frame: Frame,
  level: DetailLevel,
  kept: readonly Part[],
  dropped: readonly Section[],
) {
  const parts = [
    headerMarkdown(view, level),
    ...kept.map(({ markdown }) => markdown),
    inlineMarkdown(droppedLine(view, dropped), level),
    frame.after,
  ];
  return frame.before + parts.filter((part) => part !== '').join('\n\n');
}

function fits(markdown: string, budget: Budget): boolean {
  return markdown.length <= budget.units && Buffer.byteLength(markdown) <= budget.bytes;
}

/** Headline, warnings about the report itself, stages, and what to do next. Always shown. */
function headerMarkdown(view: ReportView, level: DetailLevel): string {
  const md = (content: readonly Inline[]) => inlineMarkdown(content, level).trim();
  const parts = [`### ${md(headline(view))}`];
  for (const notice of notices(view)) parts.push(`> [!WARNING]\n> ${md(notice)}`);
  parts.push([...stageLines(view).map((each) => `- ${md(each)}`)].join('\n'));
  if (view.next.length === 1) parts.push(`<b>Next:</b> ${md(view.next[0]!)}`);
  if (view.next.length > 1)
    parts.push(`<b>Next:</b>\n\n${view.next.map((step, i) => `${i + 1}. ${md(step)}`).join('\n')}`);
  const origin = md(originLine(view));
  if (origin !== '') parts.push(origin);
  return parts.join('\n\n');
}

function droppedLine(view: ReportView, dropped: readonly Section[]): Inline[] {
  if (dropped.length === 0) return [];
  const names = joined(
    dropped.map((section) => [text(section.title)]),
    '; ',
  );
  const where =
    view.runUrl === null
      ? [text('the job summary and the HTML report')]
      : link(view.runUrl, text('the summary and artifacts of the run'));
  return line`Left out because a comment has a size limit: ${names}. All of it is in ${where}.`;
}
