import type { ScoreType } from '@model-delivery/stats';

/** What one model says about the rows of a scope; null where its file does not say it. */
export interface ModelRows {
  /** Predicted class code per row. */
  classes: Int32Array | null;
  /** Probability of class 1 per row. */
  score: Float64Array | null;
  /** One array a class, in code order. */
  classScores: readonly Float64Array[] | null;
  scoreType: ScoreType;
  /** Predicted value per row. */
  values: Float64Array | null;
  /** Milliseconds per row. */
  latency: Float64Array | null;
}

/** The rows a check is about: the whole test set or one slice, in id order, both models on the same rows. */
export interface Scope {
  /** `origin=EWR`; null for the whole test set. */
  slice: string | null;
  rows: number;
  /** Class code per row. */
  truth: Int32Array | null;
  /** Class names; empty without classes. */
  classes: readonly string[];
  /** 1 when class 1 is the positive one. */
  positive: 1 | null;
  /** True value per row. */
  values: Float64Array | null;
  candidate: ModelRows;
  champion: ModelRows | null;
  /** Whether the champion's rows are the candidate's (joined by id). */
  paired: boolean;
  /** Whether both models predict exactly the same for every row of the test set. */
  identical: boolean;
  identicalLatency: boolean;
  weights: Float64Array | null;
  /** Cluster number per row, 0 .. C - 1 in key order. */
  clusters: Int32Array | null;
}

/** The rows of a scope at the given positions (ascending). */
export function subScope(scope: Scope, slice: string, rows: Uint32Array): Scope {
  const floats = (values: Float64Array | null) =>
    values === null ? null : Float64Array.from(rows, (row) => values[row]!);
  const codes = (values: Int32Array | null) => (values === null ? null : Int32Array.from(rows, (row) => values[row]!));
  const model = (of: ModelRows): ModelRows => ({
    classes: codes(of.classes),
    score: floats(of.score),
    classScores: of.classScores?.map((values) => floats(values)!) ?? null,
    scoreType: of.scoreType,
    values: floats(of.values),
    latency: floats(of.latency),
  });
  return {
    ...scope,
    slice,
    rows: rows.length,
    truth: codes(scope.truth),
    values: floats(scope.values),
    candidate: model(scope.candidate),
    champion: scope.champion === null || !scope.paired ? null : model(scope.champion),
    weights: floats(scope.weights),
    clusters: scope.clusters === null ? null : renumbered(codes(scope.clusters)!),
  };
}

/** Cluster numbers without gaps, order kept. */
function renumbered(clusters: Int32Array): Int32Array {
  const numbers = new Map([...new Set(clusters)].sort((a, b) => a - b).map((cluster, index) => [cluster, index]));
  return Int32Array.from(clusters, (cluster) => numbers.get(cluster)!);
}
