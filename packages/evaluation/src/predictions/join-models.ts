import { type EvaluationConfig, EvidenceError } from '@model-delivery/core';
import { type ClassLabels, classKeys, classLabels, type Readings, readingsOf } from './class-labels.ts';
import type { ModelColumns } from './model-columns.ts';
import type { ModelRows, Scope } from './scope.ts';

/** Why a champion cannot be compared. */
export interface JoinProblem {
  state: 'stale' | 'incomparable';
  reason: string;
}

/** The test set as one scope, and what both files can be read as. */
export interface JoinedModels {
  scope: Scope;
  readings: Readings;
  problem: JoinProblem | null;
}

/** How class predictions are made of scores. */
export interface Decision {
  positive: EvaluationConfig['positive'];
  threshold: number;
}

/**
 * Joins champion and candidate by id: the same ids and the same labels on both sides. A champion that does not join is left out
 * of the scope and named in `problem`; without ids on either side the champion's rows stand beside the candidate's, unpaired.
 */
export function joinModels(candidate: ModelColumns, champion: ModelColumns | null, decision: Decision): JoinedModels {
  const problem = champion === null ? null : joinProblem(candidate, champion);
  const joined = problem === null ? champion : null;
  const models = joined === null || joined.ids === null ? [candidate] : [candidate, joined];
  const readings = readingsOf(models);
  const labels = readings.classes ? classLabels(models, decision.positive) : null;
  const truth =
    labels === null || candidate.label === null ? null : codesOf(candidate.path, classKeys(candidate.label), labels);
  const mine = modelRows(candidate, labels, readings, decision);
  const paired = joined !== null && joined.ids !== null;
  const theirs = joined === null ? null : paired ? modelRows(joined, labels, readings, decision) : latencyOnly(joined);
  return {
    readings,
    problem,
    scope: {
      slice: null,
      rows: candidate.rows,
      truth,
      classes: labels?.names ?? [],
      positive: labels?.positive ?? null,
      values: readings.values ? numbersOf(candidate.label) : null,
      candidate: mine,
      champion: theirs,
      paired,
      identical: paired && theirs !== null && samePredictions(mine, theirs),
      identicalLatency: paired && theirs !== null && sameNumbers(mine.latency, theirs.latency) && mine.latency !== null,
      weights: candidate.weight,
      clusters: candidate.cluster === null ? null : clusterNumbers(candidate.cluster),
    },
  };
}

function joinProblem(candidate: ModelColumns, champion: ModelColumns): JoinProblem | null {
  if (candidate.ids === null && champion.ids === null) return null;
  if (candidate.ids === null || champion.ids === null) {
    const without = candidate.ids === null ? candidate.path : champion.path;
    return { state: 'incomparable', reason: `${without} has no id column, so champion and candidate cannot be joined` };
  }
  const { missing, extra } = idDifferences(candidate.ids, champion.ids);
  if (missing.count + extra.count > 0) {
    const example = missing.first ?? extra.first!;
    return {
      state: 'stale',
      reason: `the champion was scored on another test set: ${missing.count} ids are only in ${candidate.path} and ${extra.count} only in ${champion.path} (for example ${example.slice(0, 80)})`,
    };
  }
  return labelProblem(candidate, champion);
}

interface IdDifference {
  count: number;
  first: string | undefined;
}

/** Ids that only the candidate (`missing` from the champion) or only the champion (`extra`) has; both lists are sorted and unique. */
function idDifferences(
  candidate: readonly string[],
  champion: readonly string[],
): Record<'missing' | 'extra', IdDifference> {
  const missing: IdDifference = { count: 0, first: undefined };
  const extra: IdDifference = { count: 0, first: undefined };
  const note = (difference: IdDifference, id: string) => {
    difference.count++;
    difference.first ??= id;
  };
  let [mine, theirs] = [0, 0];
  while (mine < candidate.length || theirs < champion.length) {
    const [own, other] = [candidate[mine], champion[theirs]];
    if (own === other) {
      mine++;
      theirs++;
    } else if (other === undefined || (own !== undefined && own < other)) {
      note(missing, own!);
      mine++;
    } else {
      note(extra, other);
      theirs++;
    }
  }
  return { missing, extra };
}

const WORDS: Readonly<Record<string, string>> = { true: '1', false: '0' };

function labelProblem(candidate: ModelColumns, champion: ModelColumns): JoinProblem | null {
  if (candidate.label === null || champion.label === null) {
    if (candidate.label === champion.label) return null;
    const without = candidate.label === null ? candidate.path : champion.path;
    return {
      state: 'incomparable',
      reason: `${without} has no label column, so it cannot be shown that both were judged by the same truth`,
    };
  }
  const mine = classKeys(candidate.label);
  const theirs = classKeys(champion.label);
  const same = (a: string, b: string) => a === b || (WORDS[a.toLowerCase()] ?? a) === (WORDS[b.toLowerCase()] ?? b);
  let unequal = 0;
  let first = -1;
  for (let row = 0; row < mine.length; row++) {
    if (same(mine[row]!, theirs[row]!)) continue;
    unequal++;
    if (first < 0) first = row;
  }
  if (unequal === 0) return null;
  return {
    state: 'incomparable',
    reason: `${unequal} of ${mine.length} labels differ between ${candidate.path} and ${champion.path} (for example id ${candidate.ids![first]!.slice(0, 80)}: ${mine[first]!.slice(0, 40)} and ${theirs[first]!.slice(0, 40)})`,
  };
}

function codesOf(path: string, keys: readonly string[], labels: ClassLabels): Int32Array {
  return Int32Array.from(keys, (key) => {
    const code = labels.codeOf(key);
    if (code !== undefined) return code;
    throw new EvidenceError({
      code: 'LABEL_UNKNOWN',
      message: `Reading ${path}: the class ${key.slice(0, 80)} is none of ${labels.names.slice(0, 8).join(', ')}.`,
      hint: 'Write predictions with the same classes as the labels.',
    });
  });
}

function modelRows(model: ModelColumns, labels: ClassLabels | null, readings: Readings, decision: Decision): ModelRows {
  const classScores = labels === null ? null : orderedScores(model, labels);
  const score = model.score ?? (labels?.positive === 1 && classScores !== null ? classScores[1]! : null);
  return {
    classes: labels === null ? null : predictedClasses(model, labels, score, classScores, decision.threshold),
    score,
    classScores,
    scoreType: model.scoreType,
    values: readings.values ? numbersOf(model.prediction) : null,
    latency: model.latency,
  };
}

/** Rows of another request stream: only their latencies can be compared. */
function latencyOnly(model: ModelColumns): ModelRows {
  return {
    classes: null,
    score: null,
    classScores: null,
    scoreType: model.scoreType,
    values: null,
    latency: model.latency,
  };
}

function orderedScores(model: ModelColumns, labels: ClassLabels): readonly Float64Array[] | null {
  if (model.classScores === null) return null;
  const byCode = new Map([...model.classScores].map(([name, values]) => [labels.codeOf(name), values]));
  return labels.names.map((name, code) => {
    const values = byCode.get(code);
    if (values !== undefined) return values;
    throw new EvidenceError({
      code: 'CLASS_SCORE_MISSING',
      message: `Reading ${model.path}: there are scores for ${[...model.classScores!.keys()].slice(0, 8).join(', ')}, but none for the class ${name}.`,
      hint: 'Write one `score_<class>` column for every label that occurs.',
    });
  });
}

/** `prediction` if present, else the positive class where score >= threshold, else the class of the largest score (first on a tie). */
function predictedClasses(
  model: ModelColumns,
  labels: ClassLabels,
  score: Float64Array | null,
  classScores: readonly Float64Array[] | null,
  threshold: number,
): Int32Array | null {
  if (model.prediction !== null) return codesOf(model.path, classKeys(model.prediction), labels);
  if (score !== null && labels.positive === 1) {
    // A float32 score is compared with the float32 threshold, as numpy does.
    const cut = model.scoreType === 'float32' ? Math.fround(threshold) : threshold;
    return Int32Array.from(score, (value) => (value >= cut ? 1 : 0));
  }
  if (classScores === null) return null;
  return Int32Array.from({ length: model.rows }, (_, row) => {
    let best = 0;
    for (let code = 1; code < classScores.length; code++)
      if (classScores[code]![row]! > classScores[best]![row]!) best = code;
    return best;
  });
}

function numbersOf(column: ModelColumns['label']): Float64Array | null {
  return column?.kind === 'number' ? column.values : null;
}

function samePredictions(a: ModelRows, b: ModelRows): boolean {
  const scores = a.classScores ?? [];
  const others = b.classScores ?? [];
  return (
    sameNumbers(a.classes, b.classes) &&
    sameNumbers(a.score, b.score) &&
    sameNumbers(a.values, b.values) &&
    scores.length === others.length &&
    scores.every((values, code) => sameNumbers(values, others[code]!))
  );
}

function sameNumbers(a: ArrayLike<number> | null, b: ArrayLike<number> | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.length !== b.length) return false;
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}

function clusterNumbers(keys: readonly string[]): Int32Array {
  const numbers = new Map([...new Set(keys)].sort().map((key, index) => [key, index]));
  return Int32Array.from(keys, (key) => numbers.get(key)!);
}
