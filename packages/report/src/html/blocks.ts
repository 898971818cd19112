import type { Block, Inline, Plot, Section, TableBlock } from '../content.ts';
import { counted } from '../number-format.ts';
import { MARKS } from '../verdict-words.ts';
import { htmlLines, htmlText } from './escape.ts';
import { barPlot } from './plots/bar-plot.ts';
import { boundPlot } from './plots/bound-plot.ts';
import { matrixPlot } from './plots/matrix-plot.ts';
import { pairPlot } from './plots/pair-plot.ts';

/** Rows of a table on the page; a page of more cannot be read, the document has them all. */
const MOST_ROWS = 2000;
const CODE = 512;

/** One line of HTML; every leaf is escaped. */
export function inlineHtml(content: readonly Inline[]): string {
  return content.map(leafHtml).join('');
}

function leafHtml(leaf: Inline): string {
  switch (leaf.kind) {
    case 'text':
    case 'quote':
      return htmlText(leaf.value, 10_000);
    case 'code':
      return `<code>${leaf.value === '' ? '(empty)' : htmlText(leaf.value, CODE)}</code>`;
    case 'digest':
      return `<code>${htmlText(leaf.value, CODE)}</code>`;
    case 'strong':
      return `<strong>${inlineHtml(leaf.children)}</strong>`;
    case 'link':
      return `<a href="${leaf.href}" rel="noreferrer">${inlineHtml(leaf.children)}</a>`;
    case 'mark': {
      const { symbol, word } = MARKS[leaf.mark];
      const spoken = leaf.word ? ` ${word}` : '';
      return `<span class="mark mark-${leaf.mark}"><span aria-hidden="true">${symbol}</span>${spoken}</span>`;
    }
  }
}

/** A section with its heading, everything in view; `anchor` is its address within the page. */
export function sectionHtml(section: Section, anchor: string): string {
  const id = htmlText(anchor, 200);
  const blocks = section.blocks.map(blockHtml).join('\n');
  return `<section aria-labelledby="${id}"><h2 id="${id}">${htmlText(section.title, 300)}</h2>\n${blocks}\n</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'caption':
      return `<p>${inlineHtml(block.content)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(block);
    case 'appendix':
      return `<pre>${htmlLines(block.markdown)}</pre>`;
    default:
      return plotHtml(block);
  }
}

function plotHtml(plot: Plot): string {
  return `<figure><figcaption>${htmlText(plot.title, 200)}</figcaption>${plotSvg(plot)}</figure>`;
}

function plotSvg(plot: Plot): string {
  switch (plot.kind) {
    case 'bar-plot':
      return barPlot(plot);
    case 'pair-plot':
      return pairPlot(plot);
    case 'bound-plot':
      return boundPlot(plot);
    case 'matrix-plot':
      return matrixPlot(plot);
  }
}

function tableHtml(block: TableBlock): string {
  const align = (i: number) => (block.columns[i]?.align === 'right' ? ' class="right"' : '');
  const head = block.columns
    .map((column, i) => `<th scope="col"${align(i)}>${inlineHtml(column.header)}</th>`)
    .join('');
  const rows = block.rows
    .slice(0, MOST_ROWS)
    .map((row) => `<tr>${row.map((cell, i) => `<td${align(i)}>${inlineHtml(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  const rest = block.rows.length - MOST_ROWS;
  const more = rest > 0 ? `<p class="more">and ${counted(rest, 'more row')} in the document</p>` : '';
  const name = htmlText(block.caption, 200);
  return `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><caption>${name}</caption><thead><tr>${head}</tr></thead>\n<tbody>\n${rows}\n</tbody></table></div>${more}`;
}
