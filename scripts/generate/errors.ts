import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../root.ts';

interface Entry {
  code: string;
  kind: string;
  message: string;
  hint: string;
  file: string;
}

const EXITS: Record<string, number> = {
  ConfigError: 2,
  EvidenceError: 4,
  PermissionError: 5,
  ExternalError: 5,
  InternalError: 70,
};

/** docs/errors.md: every error code in the sources, with what it says and what to do. */
export function errorReference(): Map<string, string> {
  const entries = sources().flatMap(entriesOf);
  const unique = new Map<string, Entry>();
  for (const entry of entries) {
    const known = unique.get(entry.code);
    if (!known || (known.message === '' && entry.message !== '')) unique.set(entry.code, entry);
  }
  const sorted = [...unique.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  const sections = sorted.map((entry) =>
    [
      `## ${entry.code}`,
      '',
      `${entry.kind || 'Error'}${EXITS[entry.kind] === undefined ? '' : `, exit ${EXITS[entry.kind]}`} · \`${entry.file}\``,
      '',
      ...(entry.message ? [`> ${entry.message}`, ''] : []),
      ...(entry.hint ? [`**What to do:** ${entry.hint}`, ''] : []),
    ].join('\n'),
  );
  const head = [
    '# Errors',
    '',
    'Generated from the sources by `npm run generate`. `…` stands for what was found at run time. Every error names a code; the exit codes are',
    '2 configuration or usage, 4 evidence missing or unusable, 5 another system failed or refused, 70 a bug of ours.',
    '',
    '',
  ].join('\n');
  return new Map([['docs/errors.md', head + sections.join('\n')]]);
}

function sources(): string[] {
  return ['packages', 'actions'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => /\/src\/.*\.ts$/.test(name) && !/\.test\.ts$|\/testkit\//.test(name))
      .sort(),
  );
}

function entriesOf(file: string): Entry[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Entry[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const fields = new Map(
        node.properties
          .filter(ts.isPropertyAssignment)
          .map((property) => [property.name.getText(), property.initializer]),
      );
      for (const code of codesOf(fields.get('code'))) {
        found.push({
          code,
          kind: ts.isNewExpression(node.parent) ? node.parent.expression.getText() : '',
          message: textOf(fields.get('message')),
          hint: textOf(fields.get('hint')),
          file,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Codes of an initializer: a literal, or both sides of a conditional. */
function codesOf(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return /^[A-Z][A-Z0-9_]{2,}$/.test(node.text) ? [node.text] : [];
  if (ts.isConditionalExpression(node)) return [...codesOf(node.whenTrue), ...codesOf(node.whenFalse)];
  return [];
}

/** The fixed words of a text; what is computed becomes `…`. */
function textOf(node: ts.Expression | undefined): string {
  if (!node) return '';
  if (ts.isStringLiteralLike(node)) return node.text.replaceAll('\n', ' ');
  if (ts.isTemplateExpression(node)) {
    return (node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('')).replaceAll('\n', ' ');
  }
  if (ts.isBinaryExpression(node)) return textOf(node.left) + textOf(node.right);
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isConditionalExpression(node))
    return [textOf(node.whenTrue), textOf(node.whenFalse)].filter(Boolean).join(' / ');
  return '…';
}
