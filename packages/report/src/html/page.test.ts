import { createHash } from 'node:crypto';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { elements, textOf } from '../../testing/rendered-markdown.ts';
import { SAMPLES } from '../../testing/sample-reports.ts';
import { buildReportView } from '../view/report-view.ts';
import { renderHtml } from './page.ts';

const view = (name: string) => {
  const sample = SAMPLES[name]!();
  return buildReportView(sample.documents, sample.context);
};
const attribute = (node: { attrs?: { name: string; value: string }[] }, name: string) =>
  node.attrs?.find((each) => each.name === name)?.value;

describe.each(Object.keys(SAMPLES))('%s', (name) => {
  const html = renderHtml(view(name));
  const dom = parse(html) as never;

  it('runs nothing and loads nothing', () => {
    for (const tag of ['script', 'link', 'img', 'iframe', 'object', 'form', 'base'])
      expect(elements(dom, tag)).toEqual([]);
    expect(html).not.toMatch(/ style=| on[a-z]+=|@import|url\(/);
    const [style] = elements(dom, 'style');
    const hash = createHash('sha256').update(textOf(style!)).digest('base64');
    const policy = elements(dom, 'meta')
      .map((meta) => attribute(meta, 'content') ?? '')
      .find((value) => value.includes('default-src'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`'sha256-${hash}'`);
  });

  it('can be read aloud: headings in order, named tables and plots, links that lead somewhere', () => {
    expect(elements(dom, 'h1')).toHaveLength(1);
    for (const table of elements(dom, 'table')) {
      expect(textOf(elements(table, 'caption')[0]!)).not.toBe('');
      for (const header of elements(table, 'th')) expect(attribute(header, 'scope')).toBe('col');
    }
    for (const plot of elements(dom, 'svg')) expect(attribute(plot, 'aria-label')).toBeTruthy();
    const ids = elements(dom, 'h2').map((heading) => attribute(heading, 'id'));
    expect(new Set(ids).size).toBe(ids.length);
    const inside = elements(dom, 'a')
      .flatMap((link) => attribute(link, 'href') ?? [])
      .filter((href) => href.startsWith('#'));
    expect(inside.map((href) => href.slice(1))).toEqual(ids);
  });

  it('draws no number that is none', () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });
});

it('shows several models on one page', () => {
  const other = { ...view('worse-model'), model: 'other' };
  const dom = parse(renderHtml([view('better-model'), other])) as never;
  expect(elements(dom, 'h1').map(textOf)).toEqual(['✅ Pass', '❌ Fail']);
  const ids = elements(dom, 'h2').map((heading) => attribute(heading, 'id'));
  expect(new Set(ids).size).toBe(ids.length);
});
