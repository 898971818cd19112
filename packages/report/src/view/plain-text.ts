import type { Inline } from '../content.ts';
import { MARKS } from '../verdict-words.ts';
import { visibleText } from '../visible-text.ts';

/** A line without any markup, for surfaces that show text as it is; every leaf at most `max` code points. */
export function plainText(content: readonly Inline[], max = 300): string {
  return content.map((leaf) => plainLeaf(leaf, max)).join('');
}

function plainLeaf(leaf: Inline, max: number): string {
  switch (leaf.kind) {
    case 'text':
      return leaf.value;
    case 'quote':
    case 'code':
    case 'digest':
      return visibleText(leaf.value, max);
    case 'mark':
      return leaf.word ? `${MARKS[leaf.mark].symbol} ${MARKS[leaf.mark].word}` : MARKS[leaf.mark].symbol;
    case 'strong':
    case 'link':
      return plainText(leaf.children, max);
  }
}
