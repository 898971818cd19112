import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../scripts/root.ts';

/** A page of documentation. */
export interface Page {
  /** Relative to the repository, with `/`. */
  path: string;
  text: string;
}

/** A fenced code block. */
export interface CodeBlock {
  page: string;
  /** 1-based line of the opening fence. */
  line: number;
  language: string;
  /** What a comment right before it says: `<!-- tested: config -->`. */
  mark: string | null;
  code: string;
}

/** Folders without pages of ours: installed, built or third-party files, and golden files of the renderers. */
const NOT_OURS = new Set([
  'node_modules',
  '.git',
  '.venv',
  '.tools',
  'dist',
  'demo-output',
  'vendor',
  'testing',
  'out',
]);

/** Every Markdown page of the repository. */
export function readPages(): Page[] {
  return markdownFiles(root).map((path) => ({
    path: relative(root, path).replaceAll('\\', '/'),
    text: readFileSync(path, 'utf8'),
  }));
}

function markdownFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The fenced blocks of a page, also those inside list items. */
export function codeBlocks({ path, text }: Page): CodeBlock[] {
  const lines = text.split('\n');
  const blocks: CodeBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^(\s*)```([\w-]*)\s*$/.exec(lines[at]!);
    if (fence === null) continue;
    const end = lines.findIndex((line, i) => i > at && line.trim() === '```');
    if (end < 0) throw new Error(`${path}:${at + 1}: the code block never ends`);
    const indent = fence[1]!.length;
    blocks.push({
      page: path,
      line: at + 1,
      language: fence[2]!,
      mark: /^\s*<!-- tested: ([\w-]+) -->\s*$/.exec(lines[at - 1] ?? '')?.[1] ?? null,
      code: lines
        .slice(at + 1, end)
        .map((line) => line.slice(indent))
        .join('\n'),
    });
    at = end;
  }
  return blocks;
}

/** The text of a page without fenced blocks, line by line. */
export function prose({ text }: Page): string {
  return text.replaceAll(/^(\s*)```[\s\S]*?^\s*```\s*$/gm, '');
}

/** The inline code of a page. */
export function inlineCode(page: Page): string[] {
  return [...prose(page).matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
}

/** Targets of links and images, as written. */
export function linkTargets(page: Page): string[] {
  const text = prose(page).replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1]!);
}

/** Anchors of a page's headings, as GitHub makes them. */
export function anchors(page: Page): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...prose(page).matchAll(/^#{1,6} (.+)$/gm)].map((match) => {
      const slug = match[1]!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-');
      const uses = seen.get(slug) ?? 0;
      seen.set(slug, uses + 1);
      return uses === 0 ? slug : `${slug}-${uses}`;
    }),
  );
}
