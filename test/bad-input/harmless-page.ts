import { parseFragment } from 'parse5';
import {
  elements,
  GITHUB_REFERENCE,
  linkableTexts,
  rendered,
} from '../../packages/report/testing/rendered-markdown.ts';

type Node = ReturnType<typeof rendered>;

/** What our reports are made of. A heading of the first two levels would be somebody else's. */
const COMMENT_TAGS = new Set(
  'a b br code details h3 h4 li ol p pre sub summary table tbody td th thead tr ul'.split(' '),
);
const ACTIVE_TAGS = ['script', 'img', 'iframe', 'input', 'form', 'object', 'embed', 'base', 'link', 'video', 'audio'];

/** Throws unless Markdown renders to our elements, our links and our comments only, without mentions. */
export function refuseForeignMarkdown(markdown: string, repositoryUrl: string): void {
  const dom = rendered(markdown);
  // Ours emphasise whole cells; emphasis inside of a name or of another emphasis is somebody else's.
  const inner = ['b', 'code']
    .flatMap((tag) => elements(dom, tag))
    .flatMap((node) => (node.childNodes ?? []).flatMap(nodes));
  const foreign = nodes(dom).filter(
    (node) =>
      !node.nodeName.startsWith('#') &&
      (!COMMENT_TAGS.has(node.nodeName) || (node.nodeName === 'b' && inner.includes(node))),
  );
  refuse(
    'elements',
    foreign.map(({ nodeName }) => nodeName),
  );
  refuse(
    'links',
    addresses(dom).filter((address) => !address.startsWith(repositoryUrl) && !address.startsWith('#')),
  );
  const comments = nodes(dom).flatMap(({ nodeName, data }) => (nodeName === '#comment' ? [data ?? ''] : []));
  refuse(
    'comments',
    comments.filter((text) => !/^ model-delivery:(?:v1|history) [^<>]*$/.test(text)),
  );
  refuse(
    'mentions',
    linkableTexts(dom).filter((text) => GITHUB_REFERENCE.test(text)),
  );
  refuse(
    'diagrams',
    diagrams(dom).filter((text) => /^\s*(?:click|href|call)\b|javascript:/m.test(text)),
  );
}

/** Throws when a page holds anything that a browser would run or load. */
export function refuseActivePage(html: string, repositoryUrl: string): void {
  const dom = parseFragment(html) as unknown as Node;
  refuse(
    'elements',
    ACTIVE_TAGS.flatMap((tag) => elements(dom, tag)).map(({ nodeName }) => nodeName),
  );
  refuse(
    'links',
    addresses(dom).filter((address) => !address.startsWith(repositoryUrl) && !address.startsWith('#')),
  );
  const handlers = nodes(dom).flatMap(({ attrs = [] }) => attrs.filter(({ name }) => name.startsWith('on')));
  refuse(
    'handlers',
    handlers.map(({ name }) => name),
  );
}

function nodes(node: Node): Node[] {
  return [node, ...(node.childNodes ?? []).flatMap(nodes)];
}

function addresses(dom: Node): string[] {
  return nodes(dom).flatMap(({ attrs = [] }) =>
    attrs.flatMap(({ name, value }) => (name === 'href' || name === 'src' ? [value] : [])),
  );
}

/** Texts of the fences that GitHub draws as diagrams. */
function diagrams(dom: Node): string[] {
  return elements(dom, 'code')
    .filter(({ attrs = [] }) => attrs.some(({ value }) => value === 'language-mermaid'))
    .map((code) => (code.childNodes ?? []).map(({ value }) => value ?? '').join(''));
}

function refuse(what: string, found: readonly string[]): void {
  if (found.length > 0) throw new Error(`foreign ${what}: ${found.slice(0, 5).join(' | ').slice(0, 500)}`);
}
