import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { root } from '../../scripts/root.ts';

/** A fenced block of a Markdown file of this repository. */
export interface MarkdownBlock {
  /** Path of the file. */
  file: string;
  line: number;
  /** Word of the comment right before it, `<!-- tested: WORD -->`; null without one. */
  tested: string | null;
  text: string;
}

/** README.md, those of the actions, and docs/. */
export function markdownFiles(): string[] {
  const actions = readdirSync(join(root, 'actions')).map((name) => `actions/${name}/README.md`);
  const docs = readdirSync(join(root, 'docs')).map((name) => `docs/${name}`);
  return ['README.md', ...actions, ...docs].filter((file) => file.endsWith('.md') && existsSync(join(root, file)));
}

/** The YAML blocks of a file. */
export function yamlBlocks(file: string): MarkdownBlock[] {
  const { children } = fromMarkdown(readFileSync(join(root, file), 'utf8'));
  return children.flatMap((node, i) => {
    if (node.type !== 'code' || node.lang !== 'yaml') return [];
    const before = children[i - 1];
    const tested = before?.type === 'html' ? /^<!-- tested: (\S+) -->$/.exec(before.value)?.[1] : undefined;
    return [{ file, line: node.position!.start.line, tested: tested ?? null, text: node.value }];
  });
}

/** Whether a block is a whole workflow file, which users copy as it is. */
export function isWorkflow({ text }: MarkdownBlock): boolean {
  return /^on:/m.test(text) && /^jobs:/m.test(text);
}
