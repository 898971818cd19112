import { type Block, type Inline, type Section, text } from '../content.ts';
import { MARKS } from '../verdict-words.ts';

/** A section of a fork's report: its verdicts are words of its own and never carry the symbols of ours. */
export function asClaims(section: Section): Section {
  return { ...section, blocks: section.blocks.map(claimedBlock) };
}

function claimedBlock(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'caption':
      return { ...block, content: claimedLine(block.content) };
    case 'list':
      return { ...block, items: block.items.map(claimedLine) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(claimedLine)) };
    default:
      return block;
  }
}

function claimedLine(content: readonly Inline[]): Inline[] {
  return content.map((leaf) => (leaf.kind === 'mark' ? text(`${MARKS[leaf.mark].word} (claimed)`) : leaf));
}
