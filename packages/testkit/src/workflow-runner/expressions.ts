import type { data as expressionData } from '@actions/expressions';
import { data, Evaluator, ensureStatusFunction, Lexer, Parser } from './official-parser.ts';

type ExpressionData = expressionData.ExpressionData;

/** Contexts and extra functions an expression may use. Missing contexts read as null. */
export interface Scope {
  contexts: Record<string, unknown>;
  functions: Record<string, (...args: string[]) => unknown>;
}

const CONTEXT_NAMES = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
];
const MAX_ARGUMENTS = 255;

/** Converts a plain JSON-like value to the evaluator's data. */
export function toData(value: unknown): ExpressionData {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return new data.Dictionary(...entries.map(([key, item]) => ({ key, value: toData(item) })));
}

/** Converts the evaluator's data back to a plain value. */
export function fromData(value: ExpressionData): unknown {
  if (value instanceof data.Null) return null;
  if (value instanceof data.Dictionary)
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]));
  if (value instanceof data.Array) return value.values().map(fromData);
  if (value instanceof data.StringData || value instanceof data.NumberData || value instanceof data.BooleanData)
    return value.value;
  throw new TypeError(`unknown expression data ${String(value)}`);
}

/** Evaluates one expression (without `${{ }}`). Throws the official parser's or evaluator's error. */
export function evaluateExpression(text: string, scope: Scope): ExpressionData {
  const functions = Object.entries(scope.functions).map(([name, call]) => ({
    name,
    minArgs: 0,
    maxArgs: MAX_ARGUMENTS,
    call: (...args: ExpressionData[]) => toData(call(...args.map((arg) => arg.coerceString()))),
  }));
  const tree = new Parser(new Lexer(text).lex().tokens, CONTEXT_NAMES, functions).parse();
  const contexts = new data.Dictionary();
  // Converted only when read: an event payload may be large and most expressions need one value.
  contexts.get = (name: string) => toData(scope.contexts[name.toLowerCase()]);
  return new Evaluator(tree, contexts, new Map(functions.map((info) => [info.name.toLowerCase(), info]))).evaluate();
}

type Segment = { literal: string } | { expression: string };

function closingBraces(text: string, from: number): number {
  let inString = false;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "'") inString = !inString;
    else if (!inString && text.startsWith('}}', index)) return index;
  }
  throw new SyntaxError(`The expression is not closed in "${text}": "\${{" without "}}"`);
}

/** Splits a scalar into literal text and `${{ }}` expressions. */
export function splitSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  for (;;) {
    const start = text.indexOf('${{', position);
    if (start < 0) break;
    if (start > position) segments.push({ literal: text.slice(position, start) });
    const end = closingBraces(text, start + 3);
    segments.push({ expression: text.slice(start + 3, end).trim() });
    position = end + 2;
  }
  if (position < text.length) segments.push({ literal: text.slice(position) });
  return segments;
}

/** Evaluates a scalar, list or mapping. A scalar that is one expression keeps its type; mixed text becomes a string. */
export function evaluateValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const segments = splitSegments(value);
    const [only] = segments;
    if (segments.length === 1 && only && 'expression' in only)
      return fromData(evaluateExpression(only.expression, scope));
    return segments
      .map((segment) =>
        'literal' in segment ? segment.literal : evaluateExpression(segment.expression, scope).coerceString(),
      )
      .join('');
  }
  if (Array.isArray(value)) return value.map((item) => evaluateValue(item, scope));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluateValue(item, scope)]));
  }
  return value;
}

/** Evaluates to the string a process or an output would get: null is empty, booleans are `true` and `false`. */
export function evaluateString(value: unknown, scope: Scope): string {
  return toData(evaluateValue(value, scope)).coerceString();
}

/** Evaluates every value of a mapping to a string. An absent mapping is empty. */
export function evaluateStrings(mapping: unknown, scope: Scope): Record<string, string> {
  const evaluated = mapping === undefined || mapping === null ? {} : evaluateValue(mapping, scope);
  if (typeof evaluated !== 'object' || evaluated === null || Array.isArray(evaluated)) {
    throw new TypeError(`expected a mapping, found ${JSON.stringify(evaluated)}`);
  }
  return Object.fromEntries(Object.entries(evaluated).map(([key, item]) => [key, toData(item).coerceString()]));
}

const STATUS_FUNCTIONS = ['always(0,0)', 'failure(0,MAX)', 'cancelled(0,0)', 'success(0,MAX)', 'hashFiles(1,255)'];

function withStatusFunction(condition: string): string {
  const definition = { allowedContext: [...CONTEXT_NAMES, ...STATUS_FUNCTIONS] };
  return ensureStatusFunction(condition, definition as unknown as Parameters<typeof ensureStatusFunction>[1]);
}

function conditionText(condition: unknown): string {
  const text = String(condition).trim();
  const segments = splitSegments(text);
  const [only] = segments;
  if (segments.length === 1 && only && 'expression' in only) return only.expression;
  if (!segments.some((segment) => 'expression' in segment)) return text;
  // GitHub turns mixed text into format(...), a non-empty string and so always true; kept, because users meet it.
  const args = segments.flatMap((segment) => ('expression' in segment ? [segment.expression] : []));
  let argument = 0;
  const quoted = (literal: string) => literal.replaceAll("'", "''").replaceAll('{', '{{').replaceAll('}', '}}');
  const format = segments
    .map((segment) => ('literal' in segment ? quoted(segment.literal) : `{${argument++}}`))
    .join('');
  return `format('${format}', ${args.join(', ')})`;
}

function isTruthy(value: ExpressionData): boolean {
  const plain = fromData(value);
  return !(plain === null || plain === false || plain === '' || plain === 0 || Number.isNaN(plain));
}

/** Evaluates an `if:`; an absent or empty one is `success()`, one without a status function gets `success() &&`. */
export function evaluateCondition(condition: unknown, scope: Scope): boolean {
  const text =
    condition === undefined || condition === null || condition === '' ? 'success()' : conditionText(condition);
  return isTruthy(evaluateExpression(withStatusFunction(text), scope));
}

/** Evaluates a `pre-if` or `post-if`: as it stands, `always()` when absent. */
export function evaluateRunsCondition(condition: string | undefined, scope: Scope): boolean {
  return condition === undefined || isTruthy(evaluateExpression(conditionText(condition), scope));
}
