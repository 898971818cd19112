import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close-to.ts';
import reference from '../testing/generated/sklearn.json' with { type: 'json' };
import { lcgThousand, shuffled } from '../testing/lcg-thousand.ts';
import { accuracy, balancedAccuracy, f1, matthewsCorrelation, precision, recall } from './confusion.ts';
import { exactMean, weightedMean } from './exact-sum.ts';
import { binaryBrierLosses, binaryLogLosses, multiclassBrierLosses, multiclassLogLosses } from './losses.ts';
import { createRandom, fillPoissonOne } from './random.ts';
import { averagePrecision, rankScores, rocAuc, weightedAveragePrecision, weightedRocAuc } from './ranking.ts';
import { absoluteErrors, predictionErrors, r2, squaredErrors } from './regression.ts';
import { rootMeanSquare } from './rmse.ts';

type Numbers = Record<string, number>;

function countBinary(labels: ArrayLike<number>, predicted: ArrayLike<number>, weights?: ArrayLike<number>) {
  const counts = { tn: 0, fp: 0, fn: 0, tp: 0 };
  for (let row = 0; row < labels.length; row++) {
    const weight = weights?.[row] ?? 1;
    counts[labels[row] === 1 ? (predicted[row] === 1 ? 'tp' : 'fn') : predicted[row] === 1 ? 'fp' : 'tn'] += weight;
  }
  return counts;
}

function binaryMetrics(labels: ArrayLike<number>, scores: ArrayLike<number>, weights?: ArrayLike<number>) {
  const predicted = Array.from(scores, (score) => (score >= 0.5 ? 1 : 0));
  const counts = countBinary(labels, predicted, weights);
  const matrix = [
    [counts.tn, counts.fp],
    [counts.fn, counts.tp],
  ];
  const ranking = rankScores(labels, scores);
  const mean = (losses: Float64Array) => (weights ? weightedMean(losses, weights) : exactMean(losses));
  return {
    ...counts,
    roc_auc: weights ? weightedRocAuc(ranking, weights) : rocAuc(labels, scores),
    average_precision: weights ? weightedAveragePrecision(ranking, weights) : averagePrecision(labels, scores),
    log_loss: mean(binaryLogLosses(labels, scores, 'float64')),
    brier: mean(binaryBrierLosses(labels, scores)),
    accuracy: accuracy(matrix),
    balanced_accuracy: balancedAccuracy(matrix),
    precision: precision(counts),
    recall: recall(counts),
    f1: f1(counts),
    mcc: matthewsCorrelation(matrix),
  } as Numbers;
}

function expectAll(found: Numbers, expected: Numbers): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const name of Object.keys(expected)) expectClose(found[name], expected[name]!, { relative: 1e-12 });
}

describe('binary metrics as scikit-learn computes them', () => {
  it.each(reference.binary.map((example) => [example.labels.length, example] as const))('%i rows', (_, example) => {
    expectAll(binaryMetrics(example.labels, example.scores), example.plain);
    expectAll(binaryMetrics(example.labels, example.scores, example.weights), example.weighted);
  });

  it('the thousand LCG rows', () => {
    const { labels, a, b } = lcgThousand();
    expectAll(binaryMetrics(labels, a), reference.lcg.a);
    expectAll(binaryMetrics(labels, b), reference.lcg.b);
    const truth = a.map((score) => 10 * score + 1);
    const errors = predictionErrors(
      truth,
      b.map((score) => 10 * score + 0.5),
    );
    const found = {
      mae: exactMean(absoluteErrors(errors))!,
      rmse: rootMeanSquare(errors),
      r2: r2(
        truth,
        b.map((score) => 10 * score + 0.5),
      )!,
    };
    expectAll(found, reference.lcg.regression);
    expectClose(matthewsCorrelation(reference.lcg.multiclassMatrix), reference.lcg.multiclassMcc);
  });

  it('unweighted and unit-weighted ranking metrics agree, in any row order', () => {
    const { labels, b } = lcgThousand();
    const order = shuffled(1000, 2);
    const [y, s] = [order.map((i) => labels[i]!), order.map((i) => b[i]!)];
    const ranking = rankScores(y, s);
    expect(rocAuc(y, s)).toBe(rocAuc(labels, b));
    expect(averagePrecision(y, s)).toBe(averagePrecision(labels, b));
    expectClose(weightedRocAuc(ranking, new Uint8Array(1000).fill(1)), rocAuc(labels, b)!);
    expectClose(weightedAveragePrecision(ranking, new Uint8Array(1000).fill(1)), averagePrecision(labels, b)!);
  });

  it('whole weights are copies of rows, also in ties and where nothing is left', () => {
    const random = createRandom(21);
    const rows = 60;
    const labels = Array.from({ length: rows }, () => (random.uniform() < 0.4 ? 1 : 0));
    const scores = Array.from({ length: rows }, () => Math.floor(random.uniform() * 12) / 12);
    const ranking = rankScores(labels, scores);
    const weights = new Uint8Array(rows);
    for (let replicate = 0; replicate < 50; replicate++) {
      fillPoissonOne(random, weights);
      const copies = labels.flatMap((_, row) => new Array<number>(weights[row]!).fill(row));
      const [y, s] = [copies.map((row) => labels[row]!), copies.map((row) => scores[row]!)];
      expectClose(weightedRocAuc(ranking, weights), rocAuc(y, s)!);
      expectClose(weightedAveragePrecision(ranking, weights), averagePrecision(y, s)!);
    }
    expect(weightedRocAuc(ranking, new Uint8Array(rows))).toBeUndefined();
    expect(weightedAveragePrecision(ranking, new Uint8Array(rows))).toBeUndefined();
    const positivesOnly = Float64Array.from(labels);
    expect(weightedRocAuc(ranking, positivesOnly)).toBeUndefined();
    expect(weightedAveragePrecision(ranking, positivesOnly)).toBe(1);
  });

  it('ties', () => {
    expectClose(rocAuc([0, 1, 1, 0, 1], [0.5, 0.5, 0.5, 0.2, 0.2]), 0.5833333333333334);
    expectClose(averagePrecision([0, 1, 1, 0, 1], [0.5, 0.5, 0.5, 0.2, 0.2]), 0.6444444444444444);
  });
});

describe('undefined metrics', () => {
  it.each(reference.undefined)(
    'truth $truth, prediction $prediction: undefined exactly where scikit-learn warns',
    (example) => {
      const counts = countBinary(example.truth, example.prediction);
      const matrix = [
        [counts.tn, counts.fp],
        [counts.fn, counts.tp],
      ];
      expect({
        precision: precision(counts) === undefined,
        recall: recall(counts) === undefined,
        f1: f1(counts) === undefined,
        mcc: matthewsCorrelation(matrix) === undefined,
        roc_auc: rocAuc(example.truth, example.prediction) === undefined,
        average_precision: averagePrecision(example.truth, example.prediction) === undefined,
      }).toEqual({ ...example, truth: undefined, prediction: undefined });
    },
  );

  it('one class has no balanced accuracy; a required class that vanished neither', () => {
    expect(
      balancedAccuracy([
        [3, 1],
        [0, 0],
      ]),
    ).toBeUndefined();
    const matrix = [
      [3, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
    ];
    expect(balancedAccuracy(matrix)).toBe(0.875);
    expect(balancedAccuracy(matrix, [0, 1, 2])).toBeUndefined();
  });

  it('a degenerate MCC is 0 as a value and undefined as a replicate', () => {
    expect(
      matthewsCorrelation([
        [5, 0],
        [3, 0],
      ]),
    ).toBe(0);
    expect(
      matthewsCorrelation(
        [
          [5, 0],
          [3, 0],
        ],
        { degenerate: 'undefined' },
      ),
    ).toBeUndefined();
    expect(
      matthewsCorrelation([
        [0, 0],
        [0, 0],
      ]),
    ).toBeUndefined();
    expectClose(
      matthewsCorrelation([
        [1, 0],
        [2, 1],
      ]),
      1 / 3,
    );
    expect(
      accuracy([
        [0, 0],
        [0, 0],
      ]),
    ).toBeUndefined();
  });

  it('no weight in a class', () => {
    const ranking = rankScores([1, 0, 0], [0.9, 0.8, 0.1]);
    expect(weightedRocAuc(ranking, [0, 1, 1])).toBeUndefined();
    expect(weightedAveragePrecision(ranking, [0, 1, 1])).toBeUndefined();
  });
});

describe('losses', () => {
  it('clip by the type of the column', () => {
    const mean = (type: 'float64' | 'float32') => exactMean(binaryLogLosses([1, 1], [0, 1], type));
    expectClose(mean('float64'), 18.021826694558577);
    expectClose(mean('float32'), 7.971192419211, { relative: 1e-7 });
    expect(binaryLogLosses([0], [1], 'float64')[0]).toBe(-Math.log(2 ** -52));
  });

  it('refuse what is no probability, NaN included', () => {
    expect(() => binaryLogLosses([1], [1.0001], 'float64')).toThrow(/row 0/);
    expect(() => binaryBrierLosses([1, 0], [0.5, Number.NaN])).toThrow(/row 1/);
    expect(() => multiclassLogLosses([0], [[-0.1], [1.1]], 'float64')).toThrow(/-0.1/);
  });

  it.each(reference.multiclass.map((example) => [example.matrix.length, example] as const))(
    '%i classes',
    (_, example) => {
      const { labels, scores, matrix } = example;
      const found = {
        log_loss: exactMean(multiclassLogLosses(labels, scores, 'float64')),
        brier: exactMean(multiclassBrierLosses(labels, scores)),
        accuracy: accuracy(matrix),
        balanced_accuracy: balancedAccuracy(matrix),
        mcc: matthewsCorrelation(matrix),
      };
      expectAll(found as Numbers, example.expected);
    },
  );

  it('two score columns equal one', () => {
    const [labels, scores] = [
      [1, 0, 1],
      [0.9, 0.4, 0.2],
    ];
    const both = [scores.map((score) => 1 - score), scores];
    expectClose([...multiclassBrierLosses(labels, both)], [...binaryBrierLosses(labels, scores)]);
    expectClose([...multiclassLogLosses(labels, both, 'float64')], [...binaryLogLosses(labels, scores, 'float64')]);
  });
});

describe('regression metrics', () => {
  it.each(reference.regression.map((example) => [example.truth.length, example] as const))('%i rows', (_, example) => {
    const errors = predictionErrors(example.truth, example.prediction);
    const found = {
      mae: exactMean(absoluteErrors(errors)),
      mse: exactMean(squaredErrors(errors)),
      rmse: rootMeanSquare(errors),
      r2: r2(example.truth, example.prediction),
      weighted_r2: r2(example.truth, example.prediction, example.weights),
    };
    expectAll(found as Numbers, example.expected);
  });

  it('r2 of constant truth is 1 or 0, of one row undefined', () => {
    expect(r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toBe(1);
    expect(r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.2])).toBe(0);
    expect(r2([1], [1])).toBeUndefined();
    expect(r2([1, 2, 3], [1, 2, 3], [1, 0, 0])).toBeUndefined();
  });
});
