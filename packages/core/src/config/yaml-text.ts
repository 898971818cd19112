import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { ConfigError } from '../errors.ts';

/** Largest configuration or metrics text we read. */
export const MAX_YAML_BYTES = 1 << 20;
const MAX_ALIASES = 100;
const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Parsed YAML or JSON text that can say on which line a path stands. */
export interface YamlText {
  value: unknown;
  /** 1-based line and column of the key (or item) at a path, or of its nearest existing ancestor. */
  locate(path: readonly (string | number)[]): { line: number; column: number };
}

/** What a YAML text is called in errors: which file, and the error class to raise. */
export interface YamlPurpose {
  file: string;
  /** "configuration", "metrics file": used in the message. */
  what: string;
  fail(message: string, hint: string, line: number | undefined): Error;
}

/** A YAML purpose that raises {@link ConfigError}. */
export function configPurpose(file: string): YamlPurpose {
  return {
    file,
    what: 'configuration',
    fail: (message, hint, line) =>
      new ConfigError({
        code: 'CONFIG_UNREADABLE',
        message,
        hint,
        location: line === undefined ? undefined : { file, line },
      }),
  };
}

/**
 * Parses untrusted YAML 1.2 (or JSON): one document, no custom tags, no merge keys, at most 1 MB, 100 alias expansions
 * and 64 levels, no duplicate keys, no keys that reach a prototype.
 */
export function parseYamlText(text: string, purpose: YamlPurpose): YamlText {
  const refuse = (what: string, hint: string, line?: number): Error =>
    purpose.fail(`Reading the ${purpose.what} ${purpose.file}${line ? `:${line}` : ''}: ${what}`, hint, line);
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    throw refuse(`it is larger than ${MAX_YAML_BYTES} bytes.`, 'Keep data out of the file; name it by path instead.');
  }
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false, strict: true });
  } catch (error) {
    throw refuse(`it is nested too deeply to be read (${(error as Error).message}).`, 'Flatten the file.');
  }
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const { line } = lines.linePos(problem.pos[0]);
    if (problem.message.includes('call stack'))
      throw refuse('it is nested too deeply to be read.', 'Flatten the file.', line);
    throw refuse(problem.message, 'Fix the YAML there; a linter or an editor shows the same place.', line);
  }
  refuseHostileNodes(document, lines, refuse);
  const value = expand(document, refuse);
  return { value, locate: (path) => locate(document, lines, path) };
}

type Refuse = (what: string, hint: string, line?: number) => Error;

function refuseHostileNodes(document: Document.Parsed, lines: LineCounter, refuse: Refuse): void {
  visit(document, {
    Node: (_key, node, ancestors) => {
      const line = node.range ? lines.linePos(node.range[0]).line : undefined;
      if (ancestors.length > MAX_DEPTH * 2)
        throw refuse(`it is nested deeper than ${MAX_DEPTH} levels.`, 'Flatten the file.', line);
      if (node.tag?.startsWith('!') || node.tag?.includes('python')) {
        throw refuse(
          `the tag ${node.tag.slice(0, 80)} is not allowed.`,
          'Write plain values (cast numbers to float before dumping).',
          line,
        );
      }
    },
    Pair: (_key, pair) => {
      if (isScalar(pair.key) && FORBIDDEN_KEYS.has(String(pair.key.value))) {
        const line = pair.key.range ? lines.linePos(pair.key.range[0]).line : undefined;
        throw refuse(`the key ${String(pair.key.value)} is not allowed.`, 'Rename the key.', line);
      }
      if (!isScalar(pair.key)) throw refuse('a key that is not a plain word is not allowed.', 'Use text keys.');
    },
  });
}

function expand(document: Document.Parsed, refuse: Refuse): unknown {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw refuse(
      `its aliases expand too far (${(error as Error).message}).`,
      `Use at most ${MAX_ALIASES} alias expansions.`,
    );
  }
  if (containsItself(value)) throw refuse('an alias stands inside of what it repeats.', 'Write the value out.');
  return value;
}

/** Whether a value has itself among its members: whoever walks it would never come back. */
function containsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (above.includes(value)) return true;
  return Object.values(value).some((member) => containsItself(member, [...above, value]));
}

function locate(document: Document.Parsed, lines: LineCounter, path: readonly (string | number)[]) {
  let offset = 0;
  let node: unknown = document.contents;
  if (isNode(node) && node.range) offset = node.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (!pair) break;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (!isNode(item)) break;
      if (item.range) offset = item.range[0];
      node = item;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
