/*
 * Random and hostile text in every string of the documents: the rendered report keeps the DOM of the harmless one.
 */
import * as fc from 'fast-check';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../testing/hostile-strings.ts';
import { elements, GITHUB_REFERENCE, linkableTexts, rendered, skeleton } from '../testing/rendered-markdown.ts';
import { SAMPLES } from '../testing/sample-reports.ts';
import { renderCheckRun } from './check-run/check-run.ts';
import { renderHtml } from './html/page.ts';
import { renderComment, renderSummary } from './markdown/comment.ts';
import { parseHistory } from './markdown/history.ts';
import { parseMarker } from './markdown/marker.ts';
import type { ReportDocument } from './view/documents.ts';
import { buildReportView } from './view/report-view.ts';

/** Fields whose words the schemas fix, or that only the caller's side decides on. */
const FIXED = new Set([
  'schema',
  'verdict',
  'severity',
  'evidence',
  'kind',
  'direction',
  'purpose',
  'state',
  'as_of',
  'until',
  'sha256',
  'version',
  'digest',
  'run',
  'model',
]);

/** Objects whose keys are names from data: metrics, roles of inputs, columns of example rows. */
const NAMED = /^(inputs|metrics\.(candidate|champion)|checks\.\d+\.examples\.\d+)$/;

/** A copy in which `change` was applied to every free string, and to every key that is a name from data. */
function withStrings(value: unknown, change: (old: string) => string, path: readonly string[] = []): unknown {
  if (FIXED.has(path.at(-1) ?? '')) return value;
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each, i) => withStrings(each, change, [...path, String(i)]));
  if (typeof value !== 'object' || value === null) return value;
  const named = NAMED.test(path.join('.'));
  return Object.fromEntries(
    Object.entries(value).map(([name, member], i) => [
      named ? `${i}${change(name)}` : name,
      withStrings(member, change, [...path, name]),
    ]),
  );
}

/** Long text makes a comment drop whole sections; the summary of the same report, which is compared too, never does. */
const LEFT_OUT = 'Left out because a comment has a size limit';

/** Renders every surface of a changed sample. */
function surfaces(name: string, change: (old: string) => string) {
  const { documents, context } = SAMPLES[name]!();
  const hostile = documents.map((document) => keepIdentity(document, withStrings(document, change)));
  const view = buildReportView(hostile, { ...context, trust: 'fork', run: { run: 3, attempt: 1 } });
  return {
    comment: renderComment(view),
    summary: renderSummary(view),
    check: renderCheckRun(view),
    html: renderHtml(view),
  };
}

function keepIdentity(original: ReportDocument, changed: unknown): ReportDocument {
  return { ...(changed as ReportDocument), model: original.model } as ReportDocument;
}

/** The skeleton without what is allowed to differ: digests of changed documents are text; the history line is ours. */
const shape = (markdown: string) => skeleton(rendered(markdown)).filter((node) => !node.includes('history'));

describe.each(Object.keys(SAMPLES))('%s', (name) => {
  const harmless = surfaces(name, (old) => (old === '' ? old : 'x'.repeat(3)));

  const check = (change: (old: string) => string) => {
    const { comment, summary, check: run, html } = surfaces(name, change);
    if (!comment.includes(LEFT_OUT)) expect(shape(comment)).toEqual(shape(harmless.comment));
    expect(shape(summary)).toEqual(shape(harmless.summary));
    if (!run.summary.includes(LEFT_OUT)) expect(shape(run.summary)).toEqual(shape(harmless.check.summary));
    expect(skeleton(parseFragment(html) as never)).toEqual(skeleton(parseFragment(harmless.html) as never));
    expect(parseMarker(comment)).toEqual({ key: 'flight-delay', sequence: { run: 3, attempt: 1 } });
    expect(parseHistory(comment)).not.toBeNull();
    for (const text of linkableTexts(rendered(comment))) expect(text).not.toMatch(GITHUB_REFERENCE);
    for (const link of elements(rendered(comment), 'a')) expect(link.attrs).toHaveLength(1);
  };

  it('every hostile string in every field', () => {
    for (const value of HOSTILE) check(() => value);
  });

  it('random text, different in each field', () => {
    const strings = fc.infiniteStream(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...HOSTILE)),
    );
    fc.assert(
      fc.property(strings, (stream) => check(() => `${stream.next().value}x`)),
      { numRuns: 15 },
    );
  });
});
