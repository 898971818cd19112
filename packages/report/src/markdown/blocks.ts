import type { Block, Section, TableBlock } from '../content.ts';
import { counted } from '../number-format.ts';
import { textMarkdown } from './escape.ts';
import { inlineMarkdown } from './inline.ts';
import { barChart, pairChart } from './mermaid.ts';
import type { DetailLevel } from './surface.ts';

/** A section as Markdown, folded where it asks for it; empty when nothing of it can be shown on this surface. */
export function sectionMarkdown(section: Section, detail: DetailLevel): string {
  const blocks = section.blocks.map((block) => blockMarkdown(block, detail)).filter((block) => block !== '');
  if (blocks.length === 0) return '';
  const title = textMarkdown(section.title, detail.quote);
  const body = blocks.join('\n\n');
  if (!section.folded) return `#### ${title}\n\n${body}`;
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function blockMarkdown(block: Block, detail: DetailLevel): string {
  switch (block.kind) {
    case 'paragraph':
    case 'caption':
      return inlineMarkdown(block.content, detail).trim();
    case 'list':
      return block.items.map((item) => `- ${inlineMarkdown(item, detail).trim()}`).join('\n');
    case 'table':
      return tableMarkdown(block, detail);
    case 'appendix':
      return block.markdown.trim();
    case 'bar-plot':
      return detail.plots ? plotMarkdown(barChart(block), block.title, detail) : '';
    case 'pair-plot':
      return detail.plots ? plotMarkdown(pairChart(block), block.title, detail) : '';
    case 'bound-plot':
    case 'matrix-plot':
      return '';
  }
}

function plotMarkdown(chart: { source: string; legend: string } | null, title: string, detail: DetailLevel): string {
  if (chart === null) return '';
  return `${textMarkdown(title, detail.quote)}. ${chart.legend}\n\n\`\`\`mermaid\n${chart.source}\n\`\`\``;
}

function tableMarkdown(block: TableBlock, detail: DetailLevel): string {
  const cells = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const cell = (content: Parameters<typeof inlineMarkdown>[0]) => inlineMarkdown(content, detail).trim();
  const lines = [
    cells(block.columns.map((column) => cell(column.header))),
    cells(block.columns.map((column) => (column.align === 'right' ? '--:' : '---'))),
    ...block.rows.slice(0, detail.rows).map((row) => cells(row.map(cell))),
  ];
  const rest = block.rows.length - detail.rows;
  if (rest > 0) lines.push('', `and ${counted(rest, 'more row')}, all of them in the full report.`);
  return lines.join('\n');
}
