import { parseMarker } from '@model-delivery/core';
/*
 * Random and hostile text in every string of the documents: the rendered report keeps the DOM of the harmless one.
 */
import * as fc from 'fast-check';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../testing/hostile-strings.ts';
import { elements, GITHUB_REFERENCE, linkableTexts, rendered, skeleton } from '../testing/rendered-markdown.ts';
import { SAMPLES } from '../testing/sample-reports.ts';
import { renderHtml } from './html/page.ts';
import { renderComment, renderSummary } from './markdown/comment.ts';
import { parseHistory } from './markdown/history.ts';
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
  'status',
  'action',
  'met',
  'harm',
]);

/** Objects whose keys are names from data: metrics, roles of inputs, columns of example rows, ids of checks. */
const NAMED = /^(inputs|meta\.locations|metrics\.(candidate|champion)|checks\.\d+\.examples\.\d+)$/;

/** A copy in which `change` was applied to every free string, and to every key that is a name from data. */
function withStrings(value: unknown, change: (old: string) => string, path: readonly string[] = []): unknown {
  if (FIXED.has(path.at(-1) ?? '')) return value;
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each, i) => withStrings(each, change, [...path, String(i)]));
  if (typeof value !== 'object' || value === null) return value;
  const named = NAMED.test(path.join('.'));
  const copy = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    const changed = named ? change(name) : name;
    copy.set(copy.has(changed) ? `${changed}${copy.size}` : changed, withStrings(member, change, [...path, name]));
  }
  return Object.fromEntries(copy);
}

/** Long text makes a comment drop whole sections; the summary of the same report, which is compared too, never does. */
const LEFT_OUT = 'Left out because a comment has a size limit';

/** Renders every surface of a changed sample. */
function surfaces(name: string, trust: 'own' | 'fork', change: (old: string) => string) {
  const { documents, context } = SAMPLES[name]!();
  const hostile = documents.map((document) => {
    const changed = withStrings(document, change) as ReportDocument;
    return { ...changed, model: document.model } as ReportDocument;
  });
  const view = buildReportView(hostile, { ...context, trust, run: { run: 3, attempt: 1 } });
  return { comment: renderComment(view), summary: renderSummary(view), html: renderHtml(view) };
}

const shape = (markdown: string) => skeleton(rendered(markdown)).filter((node) => !node.includes('history'));

const shapes = ({ comment, summary, html }: ReturnType<typeof surfaces>) => ({
  comment: shape(comment),
  summary: shape(summary),
  page: skeleton(parseFragment(html) as never),
});

/** The rendering has the DOM of the expected one, its marker is still ours, and no text is a mention. */
function expectSame(actual: ReturnType<typeof surfaces>, expected: ReturnType<typeof shapes>) {
  const { comment, summary, page } = shapes(actual);
  if (!actual.comment.includes(LEFT_OUT)) expect(comment).toEqual(expected.comment);
  expect(summary).toEqual(expected.summary);
  expect(page).toEqual(expected.page);
  expect(parseMarker(actual.comment)).toEqual({ key: 'flight-delay', sequence: { run: 3, attempt: 1 } });
  expect(parseHistory(actual.comment)).not.toBeNull();
  for (const text of linkableTexts(rendered(actual.comment))) expect(text).not.toMatch(GITHUB_REFERENCE);
}

it.each(['broken-data', 'policy-loosened'])('%s: every hostile string in every field', (name) => {
  const expected = shapes(surfaces(name, 'fork', () => 'xxx'));
  for (const value of HOSTILE)
    expectSame(
      surfaces(name, 'fork', () => value),
      expected,
    );
});

describe('random text, different in each field', () => {
  const strings = fc.infiniteStream(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...HOSTILE)),
  );

  /**
   * What was equal stays equal, what was different stays different: slices and metrics are grouped by name. The letter keeps a
   * name from being a whole number, which JavaScript would sort before the other columns.
   */
  const replacing = (stream: Iterator<string>) => {
    const known = new Map<string, string>();
    return (old: string) => {
      if (!known.has(old)) known.set(old, `${stream.next().value}n${known.size}`);
      return known.get(old)!;
    };
  };

  it.each(Object.keys(SAMPLES))('%s', (name) => {
    const expected = shapes(surfaces(name, 'fork', (old) => old));
    const property = fc.property(strings, (stream) => expectSame(surfaces(name, 'fork', replacing(stream)), expected));
    fc.assert(property, { numRuns: 3 });
  });

  it('in documents of our own it makes no link and no element either', () => {
    const property = fc.property(strings, fc.constantFrom('broken-data', 'worse-model'), (stream, name) => {
      const { comment, html } = surfaces(name, 'own', replacing(stream));
      for (const dom of [rendered(comment), parseFragment(html) as never]) {
        for (const tag of ['script', 'img', 'input', 'iframe', 'form']) expect(elements(dom, tag)).toEqual([]);
        const addresses = elements(dom, 'a').flatMap((link) =>
          (link.attrs ?? []).filter(({ name }) => name === 'href'),
        );
        for (const { value } of addresses)
          expect(value).toMatch(/^(https:\/\/github\.com\/acme\/flight-delay\/|#flight-delay-)/);
      }
    });
    fc.assert(property, { numRuns: 20 });
  });
});
