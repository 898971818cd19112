import type { Inline } from '../content.ts';
import { MARKS } from '../verdict-words.ts';
import { codeMarkdown, textMarkdown } from './escape.ts';
import type { DetailLevel } from './surface.ts';

/** Our own sentences are never shortened; this only bounds the work. */
const OWN_TEXT = 10_000;
/** A digest with its algorithm stays whole. */
const DIGEST = 80;

/** One line of Markdown; every leaf is escaped. */
export function inlineMarkdown(content: readonly Inline[], detail: DetailLevel): string {
  return content.map((leaf) => leafMarkdown(leaf, detail)).join('');
}

function leafMarkdown(leaf: Inline, detail: DetailLevel): string {
  switch (leaf.kind) {
    case 'text':
      return textMarkdown(leaf.value, OWN_TEXT);
    case 'quote':
      return textMarkdown(leaf.value, detail.quote);
    case 'code':
      return codeMarkdown(leaf.value, detail.code);
    case 'digest':
      return codeMarkdown(leaf.value, DIGEST);
    case 'strong':
      return `<b>${inlineMarkdown(leaf.children, detail)}</b>`;
    case 'link':
      return `<a href="${leaf.href}">${inlineMarkdown(leaf.children, detail)}</a>`;
    case 'mark':
      return leaf.word ? `${MARKS[leaf.mark].symbol} ${MARKS[leaf.mark].word}` : MARKS[leaf.mark].symbol;
  }
}
