/*
 * Markdown as GitHub's parser sees it: GFM to HTML to DOM, for tests that ask what a reader gets.
 */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { parseFragment } from 'parse5';

type Node = {
  nodeName: string;
  value?: string;
  data?: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
};

/** The DOM of a Markdown text, raw HTML included. */
export function rendered(markdown: string): Node {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return parseFragment(html) as unknown as Node;
}

/** Everything of a DOM but its texts: tags, attributes (of spoken labels only the name) and comments in order, one line each. Adjacent texts are one. */
export function skeleton(node: Node, depth = 0): string[] {
  if (node.nodeName === '#text') return [];
  const attributes = (node.attrs ?? [])
    .map(({ name, value }) => (name === 'aria-label' ? ` ${name}` : ` ${name}=${value}`))
    .join('');
  const comment = node.nodeName === '#comment' ? ` ${node.data}` : '';
  const children = (node.childNodes ?? []).flatMap((child) => skeleton(child, depth + 1));
  return [`${' '.repeat(depth)}${node.nodeName}${attributes}${comment}`, ...children];
}

/** All text of a DOM. */
export function textOf(node: Node): string {
  return node.nodeName === '#text' ? (node.value ?? '') : (node.childNodes ?? []).map(textOf).join('');
}

/** The texts in which GitHub looks for mentions, issue numbers and emoji: those outside code, pre and links. */
export function linkableTexts(node: Node): string[] {
  if (['code', 'pre', 'a'].includes(node.nodeName)) return [];
  if (node.nodeName === '#text') return [node.value ?? ''];
  return (node.childNodes ?? []).flatMap(linkableTexts);
}

/** Elements of one name. */
export function elements(node: Node, name: string): Node[] {
  const below = (node.childNodes ?? []).flatMap((child) => elements(child, name));
  return node.nodeName === name ? [node, ...below] : below;
}

/** What GitHub would link in a text: `@name`, `#1`, `GH-1`. */
export const GITHUB_REFERENCE = /@[A-Za-z0-9_]|#\d|\bGH-\d/i;
