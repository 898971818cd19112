import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { invalidWorkflow } from './problems.ts';

export type YamlPath = readonly (string | number)[];

/**
 * A YAML file as plain values plus the line of every key.
 *
 * The values are read here and not from the official parser's tokens because those keep the indentation and the quotes
 * of multi-line scalars that contain expressions (they serve an editor); the official parser still judges the file.
 */
export interface YamlSource {
  file: string;
  content: string;
  value: unknown;
  /** 1-based line of the deepest existing node on the path. */
  lineOf(path: YamlPath): number;
}

/** Parses `content`; throws a ConfigError that names `file` and the line when it is not YAML. */
export function readYaml(file: string, content: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const error = document.errors[0];
  if (error) throw invalidWorkflow(error.message, { file, line: lines.linePos(error.pos[0]).line });
  const lineOf = (path: YamlPath): number => {
    const offset = offsetOf(document.contents, path, (node) => (isAlias(node) ? node.resolve(document) : node));
    return offset === undefined ? 1 : lines.linePos(offset).line;
  };
  return { file, content, value: document.toJS({ maxAliasCount: 100 }), lineOf };
}

function offsetOf(root: unknown, path: YamlPath, resolve: (node: Node) => Node | undefined): number | undefined {
  let node = isNode(root) ? root : undefined;
  let offset = node?.range?.[0];
  for (const part of path) {
    const container = node && resolve(node);
    let next: Node | undefined;
    if (isMap(container)) {
      const pair = container.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (!pair) return offset;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      next = isNode(pair.value) ? pair.value : undefined;
    } else if (isSeq(container)) {
      const item = container.items[Number(part)];
      next = isNode(item) ? item : undefined;
      offset = next?.range?.[0] ?? offset;
    }
    if (!next) return offset;
    node = next;
  }
  return offset;
}
