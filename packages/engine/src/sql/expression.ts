import { ConfigError, nearestNames } from '@model-delivery/core';
import type { Engine } from '../runtime/engine.ts';
import { ALLOWED_MACROS, REFUSED_SCALARS } from './allowed-functions.ts';
import { quoteIdentifier, quoteLiteral } from './quoting.ts';

/** A user's SQL expression that was found to be one scalar expression over the columns of one row. */
export interface ParsedExpression {
  /** As the user wrote it. */
  text: string;
  /** In parentheses, ready to stand inside a larger statement. */
  sql: string;
  /** The columns it names, in order of appearance, each once, spelled as in the expression. */
  columns: string[];
}

/** A node of DuckDB's serialised syntax tree; only the fields that we look at. */
interface SyntaxNode {
  class?: string;
  type?: string;
  alias?: string;
  column_names?: string[];
  function_name?: string;
  [field: string]: unknown;
}

interface SyntaxTree {
  error: boolean;
  error_message?: string;
  statements?: { node: SyntaxNode }[];
}

/** What the refused kinds of nodes are called in messages. */
const REFUSED_CLASSES: Record<string, string> = {
  SUBQUERY: 'a subquery',
  STAR: '`*` or COLUMNS()',
  WINDOW: 'a window function',
  PARAMETER: 'a parameter',
  DEFAULT: 'DEFAULT',
  LAMBDA: 'a lambda',
  LAMBDA_REF: 'a lambda',
  POSITIONAL_REFERENCE: 'a positional reference',
};
const ALLOWED_CLASSES = new Set([
  'COLUMN_REF',
  'CONSTANT',
  'COMPARISON',
  'CONJUNCTION',
  'FUNCTION',
  'OPERATOR',
  'CASE',
  'CAST',
  'BETWEEN',
  'COLLATE',
]);

/**
 * Checks that `text` is exactly one scalar expression over one row: no statement, no subquery, no table or file access, no
 * aggregate, no window, and nothing whose value differs between two runs on the same data. It is parsed, never executed.
 * @param purpose what the expression is for, for messages: `rule 0`.
 * @throws ConfigError that quotes the expression.
 */
export async function parseExpression(engine: Engine, text: string, purpose = 'rule'): Promise<ParsedExpression> {
  if (text.trim() === '') throw refused(purpose, text, 'it is empty');
  if (text.includes('\0')) throw refused(purpose, text, 'it holds a NUL character');
  // Alone: `a FROM t` and `a, b` show up as more than one expression. In parentheses: `a;` no longer parses.
  const expression = singleExpression(await syntaxTree(engine, `SELECT ${text}`), purpose, text);
  const sql = `(\n${text}\n)`;
  singleExpression(await syntaxTree(engine, `SELECT ${sql}`), purpose, text);
  const columns = new Set<string>();
  const functions = new Set<string>();
  visit(expression, (node) => inspect(node, columns, functions, purpose, text));
  await checkFunctions(engine, functions, purpose, text);
  return { text, sql, columns: [...columns] };
}

/** What an expression is evaluated on: a table name or SELECT in parentheses, and the columns it may name. */
export interface ExpressionScope {
  relation: string;
  columns: readonly { name: string }[];
}

/**
 * Checks that a parsed expression can be evaluated on a relation, and returns its DuckDB type, for example `BOOLEAN`.
 * @throws ConfigError for an unknown column or types that do not fit.
 */
export async function checkExpression(
  engine: Engine,
  expression: ParsedExpression,
  scope: ExpressionScope,
  purpose = 'rule',
): Promise<string> {
  const known = scope.columns.map((column) => column.name);
  const lower = new Set(known.map((name) => name.toLowerCase()));
  // DuckDB would take some unknown names for something of its own: current_date, current_user, rowid.
  const unknown = expression.columns.find((name) => !lower.has(name.toLowerCase()));
  if (unknown !== undefined) {
    const near = nearestNames(unknown, known);
    const hint =
      near.length > 0 ? `Nearest columns: ${near.join(', ')}.` : `Columns: ${known.slice(0, 20).join(', ')}.`;
    throw refused(purpose, expression.text, `there is no column ${unknown}`, hint);
  }
  const sql = `SELECT ${expression.sql} AS ${quoteIdentifier('value')} FROM ${scope.relation}`;
  const columns = await engine.describe(sql, { purpose: `checking ${purpose}`, userExpression: expression.text });
  return columns[0]!.type;
}

function refused(purpose: string, text: string, why: string, hint?: string): ConfigError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new ConfigError({
    code: 'RULE_INVALID',
    message: `Reading ${purpose} \`${shown}\`: ${why}. Expected one SQL expression over the columns of one row.`,
    hint: hint ?? 'Example: `arrival >= departure`. A column with an unusual name is written "in double quotes".',
  });
}

async function syntaxTree(engine: Engine, sql: string): Promise<SyntaxTree> {
  const { rows } = await engine.query(`SELECT json_serialize_sql(${quoteLiteral(sql)})`, [], {
    purpose: 'parsing an expression',
  });
  return JSON.parse(String(rows[0]![0])) as SyntaxTree;
}

function singleExpression(tree: SyntaxTree, purpose: string, text: string): SyntaxNode {
  if (tree.error)
    throw refused(purpose, text, `it does not parse (${(tree.error_message ?? 'no reason given').split('\n', 1)[0]})`);
  const node = tree.statements?.[0]?.node;
  const list = node?.select_list as SyntaxNode[] | undefined;
  const plain =
    tree.statements?.length === 1 &&
    node?.type === 'SELECT_NODE' &&
    (node.from_table as SyntaxNode | null)?.type === 'EMPTY' &&
    isEmpty(node.modifiers) &&
    isEmpty((node.cte_map as { map?: unknown } | null)?.map) &&
    isEmpty(node.group_expressions) &&
    node.where_clause === null &&
    node.having === null &&
    node.qualify === null &&
    node.sample === null;
  if (!plain || list?.length !== 1) throw refused(purpose, text, 'it is more than one expression or a whole statement');
  return list[0]!;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Calls `see` for every expression node of the tree. */
function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (value !== null && typeof value === 'object') {
    const node = value as SyntaxNode;
    if (typeof node.class === 'string') see(node);
    for (const field of Object.values(node)) visit(field, see);
  }
}

function inspect(node: SyntaxNode, columns: Set<string>, functions: Set<string>, purpose: string, text: string): void {
  const kind = node.class!;
  if (!ALLOWED_CLASSES.has(kind))
    throw refused(purpose, text, `it contains ${REFUSED_CLASSES[kind] ?? kind.toLowerCase()}`);
  if (node.type === 'GROUPING_FUNCTION') throw refused(purpose, text, 'it contains GROUPING()');
  if (kind === 'COLUMN_REF') {
    const names = node.column_names ?? [];
    if (names.length !== 1) {
      throw refused(
        purpose,
        text,
        `it names ${names.join('.')}`,
        `Name columns without a table; a dot in a column name needs quotes: "${names.join('.')}".`,
      );
    }
    columns.add(names[0]!);
  }
  if (kind === 'FUNCTION') {
    if (node.filter !== null || node.distinct === true)
      throw refused(purpose, text, `it aggregates with ${node.function_name}()`);
    functions.add(node.function_name!.toLowerCase());
  }
}

/** Every function must be a scalar whose value depends on its arguments only. */
async function checkFunctions(
  engine: Engine,
  names: ReadonlySet<string>,
  purpose: string,
  text: string,
): Promise<void> {
  for (const name of names) {
    const { rows } = await engine.query(
      `SELECT DISTINCT function_type, coalesce(stability, '') FROM duckdb_functions() WHERE lower(function_name) = ? ORDER BY ALL`,
      [name],
      { purpose: 'looking up a function' },
    );
    if (rows.length === 0) throw refused(purpose, text, `there is no function ${name}()`);
    if (ALLOWED_MACROS.has(name)) continue;
    const scalars = rows.filter((row) => row[0] === 'scalar');
    if (scalars.length === 0)
      throw refused(purpose, text, `${name}() is ${KINDS[String(rows[0]![0])] ?? 'not allowed here'}`);
    if (REFUSED_SCALARS.has(name) || scalars.some((row) => row[1] !== 'CONSISTENT')) {
      throw refused(
        purpose,
        text,
        `${name}() depends on more than the row`,
        "The same data must always give the same verdict: write a fixed value, for example DATE '2026-01-31'.",
      );
    }
    if (rows.some((row) => row[0] === 'aggregate')) throw refused(purpose, text, `${name}() is an aggregate`);
  }
}

const KINDS: Record<string, string> = {
  aggregate: 'an aggregate',
  table: 'a table function',
  table_macro: 'a table function',
  macro: 'not allowed here',
  pragma: 'a pragma',
};
