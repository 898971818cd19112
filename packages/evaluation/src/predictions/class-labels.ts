import { ConfigError, type EvaluationConfig, EvidenceError } from '@model-delivery/core';
import type { ModelColumns } from './model-columns.ts';
import type { ColumnValues } from './prediction-table.ts';

/** Most classes a class metric or a confusion matrix is computed for. */
export const MAX_CLASSES = 200;

/** The classes of a test set. Codes index `names`; with a positive class there are two and it has code 1. */
export interface ClassLabels {
  names: readonly string[];
  positive: 1 | null;
  codeOf(key: string): number | undefined;
}

/** Text of a class: numbers as ECMAScript prints them, so that 1, 1.0 and a boolean true are one class. */
export function classKeys(column: ColumnValues): string[] {
  if (column.kind === 'number') {
    const texts = new Map<number, string>();
    return Array.from(column.values, (value) => {
      const known = texts.get(value);
      if (known !== undefined) return known;
      const text = String(value + 0);
      // Labels repeat; values of a regression do not, and need no table.
      if (texts.size <= MAX_CLASSES) texts.set(value, text);
      return text;
    });
  }
  return column.values as string[];
}

const TRUTH_WORDS: Readonly<Record<string, string>> = { true: '1', false: '0' };
const binaryWord = (key: string) => TRUTH_WORDS[key.toLowerCase()] ?? key;

/** Whether labels and predictions can be read as classes, and as values. */
export interface Readings {
  classes: boolean;
  values: boolean;
}

/**
 * Classification or regression, decided by the columns: scores or text labels mean classes; numeric labels with a numeric `prediction`
 * mean values; whole numbers on both sides can be read both ways (at most 200 different ones as classes).
 */
export function readingsOf(models: readonly ModelColumns[]): Readings {
  const labelled = models.filter((model) => model.label !== null);
  if (labelled.length === 0) return { classes: false, values: false };
  const scored = models.some((model) => model.score !== null || model.classScores !== null);
  const columns = labelled.flatMap((model) => [model.label!, ...(model.prediction === null ? [] : [model.prediction])]);
  const numeric = columns.every((column) => column.kind === 'number');
  const predicted = labelled.some((model) => model.prediction !== null);
  const whole = columns.every(
    (column) => column.kind === 'text' || column.values.every((value) => Number.isInteger(value)),
  );
  const classes = scored || (predicted && whole && distinct(columns) <= MAX_CLASSES);
  return { classes, values: predicted && numeric };
}

function distinct(columns: readonly ColumnValues[]): number {
  const keys = new Set<string | number | null>();
  for (const { values } of columns) {
    for (let row = 0; row < values.length && keys.size <= MAX_CLASSES; row++) keys.add(values[row]!);
  }
  return keys.size;
}

/**
 * The classes of the test set: 0/1 and false/true by themselves, two other labels with `positive:`, otherwise all labels that occur in
 * truth and predictions, sorted (numbers as numbers, texts by UTF-16 units).
 * @throws ConfigError when scores need a positive class that nobody named; EvidenceError when labels are not binary
 */
export function classLabels(models: readonly ModelColumns[], positive: EvaluationConfig['positive']): ClassLabels {
  const keys = new Set<string>();
  for (const model of models) {
    for (const column of [model.label, model.prediction])
      if (column !== null) for (const key of classKeys(column)) keys.add(key);
    for (const name of model.classScores?.keys() ?? []) keys.add(name);
  }
  const scored = models.find((model) => model.score !== null);
  const binary = [...keys].every((key) => ['0', '1'].includes(binaryWord(key)));
  if (binary && (positive === undefined || binaryWord(String(positive)) === '1')) return binaryLabels(keys, '1');
  const wanted = positive === undefined ? undefined : positiveKey(positive, keys);
  if (wanted !== undefined && [...keys].filter((key) => key !== wanted).length <= 1) return namedLabels(keys, wanted);
  if (scored !== undefined) throw notBinary(scored, [...keys], positive);
  return manyLabels(keys);
}

function positiveKey(positive: string | number | boolean, keys: ReadonlySet<string>): string {
  const text = String(positive);
  if (keys.has(text)) return text;
  return [...keys].find((key) => binaryWord(key) === binaryWord(text)) ?? text;
}

function binaryLabels(keys: ReadonlySet<string>, one: '1'): ClassLabels {
  const shown = (word: string, fallback: string) =>
    [...keys].filter((key) => binaryWord(key) === word).sort()[0] ?? fallback;
  return {
    names: [shown('0', '0'), shown(one, '1')],
    positive: 1,
    codeOf: (key) => (binaryWord(key) === one ? 1 : binaryWord(key) === '0' ? 0 : undefined),
  };
}

function namedLabels(keys: ReadonlySet<string>, positive: string): ClassLabels {
  const negative = [...keys].find((key) => key !== positive) ?? `not ${positive}`;
  return {
    names: [negative.slice(0, 256), positive.slice(0, 256)],
    positive: 1,
    codeOf: (key) => (key === positive ? 1 : key === negative ? 0 : undefined),
  };
}

function manyLabels(keys: ReadonlySet<string>): ClassLabels {
  const numeric = [...keys].every((key) => key.trim() !== '' && Number.isFinite(Number(key)));
  const names = [...keys].sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  const codes = new Map(names.map((name, code) => [name, code]));
  return { names: names.map((name) => name.slice(0, 256)), positive: null, codeOf: (key) => codes.get(key) };
}

function notBinary(
  model: ModelColumns,
  keys: string[],
  positive: EvaluationConfig['positive'],
): ConfigError | EvidenceError {
  const shown = keys
    .sort()
    .slice(0, 8)
    .map((key) => key.slice(0, 40))
    .join(', ');
  const message = `Reading ${model.path}: a score is the probability of one positive class, but the labels are ${shown}${keys.length > 8 ? ' and more' : ''}${positive === undefined ? '' : ` (positive: ${positive})`}.`;
  if (keys.length <= 2) {
    return new ConfigError({
      code: 'POSITIVE_LABEL_UNKNOWN',
      message,
      hint: `Say which label is the positive one: \`evaluation.positive: ${keys.at(-1)}\`.`,
    });
  }
  return new EvidenceError({
    code: 'LABELS_NOT_BINARY',
    message,
    hint: 'Write one `score_<class>` column per class, or two labels (0/1, false/true, or `positive:`).',
  });
}
