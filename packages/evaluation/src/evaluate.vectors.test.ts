import { describe, expect, test } from 'vitest';
import { checkOf, csv, evaluateFiles } from '../testing/evaluate-files.ts';

/** Relative to 1e-11, as numbers of documents are compared. */
function near(actual: number | null | undefined, expected: number, tolerance = 1e-11): void {
  expect(actual).not.toBeNull();
  expect(Math.abs(actual! - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}

type Row = (string | number)[];
const yaml = (checks: string, more = '') => `
evaluation:
  candidate: { predictions: m.csv }
  champion: { predictions: s.csv }
  ${more}
  checks:
    - ${checks}
`;

/** Predicted classes from cells [truth, candidate, champion, rows]. */
function fromCells(cells: readonly [number, number, number, number][]) {
  const mine: Row[] = [];
  const theirs: Row[] = [];
  for (const [truth, candidate, champion, rows] of cells) {
    for (let row = 0; row < rows; row++) {
      const id = mine.length;
      mine.push([id, truth, candidate]);
      theirs.push([id, truth, champion]);
    }
  }
  return { 'm.csv': csv('id,label,prediction', mine), 's.csv': csv('id,label,prediction', theirs) };
}

const right = (hits: number, n: number) =>
  fromCells([
    [1, 1, 1, hits],
    [1, 0, 0, n - hits],
  ]);

describe('proportions', () => {
  test('181 of 200: Wilson', async () => {
    const { content } = await evaluateFiles({ yaml: yaml('{ metric: accuracy, min: 0.85 }'), files: right(181, 200) });
    const check = checkOf(content, 'accuracy/min');
    expect(check.method).toBe('wilson');
    near(check.interval![0], 0.8652907171972577);
    near(check.interval![1], 0.9338980826723742);
    near(check.contrast.interval![0], 0.8652907171972577 - 0.85);
    near(check.p, 0.9853090603149632);
    near(check.mde, 0.02085515828 * 2.486474860524387, 1e-10);
    expect(check).toMatchObject({
      verdict: 'pass',
      champion: null,
      delta: null,
      bound: 0.85,
      n: 200,
      evidence: 'guard',
      rows_needed: null,
    });
    near(check.level, 0.9);
  });

  test.each([
    [38, 39, 0.8840478512420759, 0.9986856518365408],
    [40, 40, 0.9278424754944854, 1],
  ])('%i of %i: Clopper-Pearson', async (hits, n, lower, upper) => {
    const { content } = await evaluateFiles({ yaml: yaml('{ metric: accuracy, min: 0.85 }'), files: right(hits, n) });
    const check = checkOf(content, 'accuracy/min');
    expect(check.method).toBe('clopper-pearson');
    near(check.interval![0], lower);
    near(check.interval![1], upper);
  });
});

describe('Tango for paired accuracy and recall', () => {
  test.each([
    [12, 2, 50, 0.08547438245683626, 0.3204133863071445],
    [0, 1, 50, -0.08480529424830949, 0.03235984950199565],
    [140, 267, 1000, -0.15945628322596972, -0.09437480276893724],
    [3, 5, 60, -0.12077398890630846, 0.04990566525285638],
  ])('b %i, c %i, n %i', async (b, c, n, lower, upper) => {
    const files = fromCells([
      [1, 1, 0, b],
      [1, 0, 1, c],
      [1, 1, 1, n - b - c],
    ]);
    const { content } = await evaluateFiles({
      yaml: yaml(
        '{ metric: accuracy, vs: champion, max_regression: 0.02 }\n    - { metric: recall, vs: champion, min_delta: 0 }',
      ),
      files,
    });
    const check = checkOf(content, 'accuracy/max_regression');
    expect(check.method).toBe('tango');
    near(check.interval![0], lower);
    near(check.interval![1], upper);
    near(check.contrast.interval![0], lower + 0.02);
    const recall = checkOf(content, 'recall/min_delta');
    near(recall.interval![0], lower);
    if (n === 60) near(check.p, 0.38775772640413064);
  });

  test('no discordant row, but different predictions: not a zero-width interval', async () => {
    const mine: Row[] = Array.from({ length: 100 }, (_, id) => [id, 1, 0.9]);
    const theirs: Row[] = Array.from({ length: 100 }, (_, id) => [id, 1, 0.8]);
    const files = { 'm.csv': csv('id,label,score', mine), 's.csv': csv('id,label,score', theirs) };
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: accuracy, vs: champion, max_regression: 0.02 }'),
      files,
    });
    const check = checkOf(content, 'accuracy/max_regression');
    near(check.interval![0], -0.02634272078317435);
    near(check.interval![1], 0.02634272078317435);
    expect(check.verdict).toBe('inconclusive');
  });
});

describe('DeLong', () => {
  const y = [1, 1, 1, 1, 0, 0, 0, 0, 0, 1];
  const m = [0.9, 0.8, 0.7, 0.35, 0.6, 0.3, 0.2, 0.2, 0.1, 0.6];
  const s = [0.8, 0.9, 0.4, 0.3, 0.5, 0.5, 0.3, 0.1, 0.2, 0.6];
  const files = {
    'm.csv': csv(
      'id,label,score',
      y.map((label, id) => [id, label, m[id]!]),
    ),
    's.csv': csv(
      'id,label,score',
      y.map((label, id) => [id, label, s[id]!]),
    ),
  };

  test('margin, ratio and the logit scale', async () => {
    const checks =
      '{ metric: roc_auc, vs: champion, max_regression: 0.1 }\n    - { metric: roc_auc, vs: champion, min_ratio: 0.95 }\n    - { metric: roc_auc, min: 0.96 }';
    const { content } = await evaluateFiles({ yaml: yaml(checks), files });
    near(content.metrics.candidate.roc_auc, 0.94);
    near(content.metrics.champion.roc_auc, 0.82);
    const margin = checkOf(content, 'roc_auc/max_regression');
    near(margin.contrast.value, 0.22);
    near(margin.contrast.interval![0], 0.019894919803089);
    near(margin.contrast.interval![1], 0.420105080196911);
    near(margin.p, 0.9647269997716);
    near(margin.interval![0], 0.019894919803089 - 0.1);
    expect(margin.verdict).toBe('pass');
    const ratio = checkOf(content, 'roc_auc/min_ratio');
    near(ratio.contrast.value, 0.161);
    near(ratio.contrast.interval![0], -0.028921840055324);
    near(ratio.contrast.interval![1], 0.350921840055324);
    near(ratio.interval![0], 0.12 - 0.200105080196911);
    expect(ratio.verdict).toBe('inconclusive');
    near(
      ratio.rows_needed,
      Math.ceil(10 * ((2.486474860524387 * (0.350921840055324 - 0.161)) / 1.6448536269514722 / (0.05 * 0.82)) ** 2),
      0,
    );
    const logit = checkOf(content, 'roc_auc/min');
    expect(logit.method).toBe('delong-logit');
    near(logit.contrast.value, -0.02);
    near(logit.contrast.interval![0], -0.303331196950178);
    near(logit.contrast.interval![1], 0.0322676987750595);
  });

  test('AUC exactly 1', async () => {
    const rows: Row[] = Array.from({ length: 80 }, (_, id) => [
      id,
      id < 30 ? 1 : 0,
      id < 30 ? 0.9 - id / 1000 : 0.1 + id / 1000,
    ]);
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: roc_auc, min: 0.9 }'),
      files: { 'm.csv': csv('id,label,score', rows), 's.csv': csv('id,label,score', rows) },
    });
    const check = checkOf(content, 'roc_auc/min');
    expect(check.method).toBe('perfect-separation');
    near(check.contrast.interval![0], 0.004966147144695787);
    near(check.contrast.interval![1], 0.1);
  });
});

describe('latency quantiles', () => {
  const latencies = (n: number): string =>
    csv(
      'id,ms',
      Array.from({ length: n }, (_, row) => [row, row + 1]),
    );
  const policy = (checks: string) => `
evaluation:
  candidate: { predictions: m.csv }
  columns: { latency: ms }
  checks: [ ${checks} ]
`;

  test('order statistics of 1..1000', async () => {
    const { content } = await evaluateFiles({
      yaml: policy('{ metric: latency_p99, unit: ms, max: 995 }'),
      files: { 'm.csv': latencies(1000) },
    });
    const check = checkOf(content, 'latency_p99/max');
    expect(check.method).toBe('order-statistics');
    near(check.candidate, 990.01);
    near(check.contrast.value, 4.99);
    expect(check.contrast.interval).toEqual([-1, 10]);
    expect(check.interval).toEqual([985, 996]);
    near(check.p, 0.9713136000009954);
    expect(check.unit).toBe('ms');
    expect(content.metrics.candidate.latency_p50).toBe(500.5);
  });

  test('without an upper end nothing is proven, and the rows that would give one are named', async () => {
    const { content } = await evaluateFiles({
      yaml: policy('{ metric: latency_p99, max: 1000, evidence: prove }'),
      files: { 'm.csv': latencies(298) },
      purpose: 'promotion',
    });
    const check = checkOf(content, 'latency_p99/max');
    expect(check.interval).toEqual([292, null]);
    expect(check).toMatchObject({ verdict: 'inconclusive', rows_needed: 299, mde: null });
    expect(content.inconclusive_blocks).toBe(true);
    expect(check.message).toContain('299 rows');
  });

  test('99.9 % is a quantile of its own', async () => {
    const { content } = await evaluateFiles({
      yaml: policy('{ metric: latency_p99.9, max: 1000 }'),
      files: { 'm.csv': latencies(1000) },
    });
    near(checkOf(content, 'latency_p99.9/max').candidate, 999.001);
  });
});

describe('means', () => {
  test('paired t of 15 differences', async () => {
    const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    const files = {
      'm.csv': csv(
        'id,label,prediction',
        differences.map((_, id) => [id, 0.5, 100.5]),
      ),
      's.csv': csv(
        'id,label,prediction',
        differences.map((difference, id) => [id, 0.5, 100.5 + difference]),
      ),
    };
    const { content } = await evaluateFiles({ yaml: yaml('{ metric: mae, vs: champion, min_delta: 0 }'), files });
    const check = checkOf(content, 'mae/min_delta');
    expect(check.method).toBe('paired-t');
    near(check.contrast.value, 20.933333333333);
    near(check.contrast.interval![0], 3.7683857536552914);
    near(check.contrast.interval![1], 38.09828091301138);
    near(check.delta, -20.933333333333);
    near(check.interval![0], -38.09828091301138);
    near(check.interval![1], -3.7683857536552914);
  });

  test('RMSE by linearisation', async () => {
    const mine = [1, -2, 3, 0.5, -1.5, 2.5];
    const theirs = [1.2, -1.8, 2.9, 0.7, -2, 2.6];
    const file = (errors: number[]) =>
      csv(
        'id,label,prediction',
        errors.map((error, id) => [id, 0.25, 0.25 + error]),
      );
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: rmse, vs: champion, max_regression: 0.1 }'),
      files: { 'm.csv': file(mine), 's.csv': file(theirs) },
    });
    const check = checkOf(content, 'rmse/max_regression');
    near(check.contrast.value, 0.16689660441145185);
    near(check.contrast.interval![0], -0.029157624106909);
    near(check.contrast.interval![1], 0.362950832929813);
    expect(content.metrics.candidate).toHaveProperty('r2');
    expect(content.metrics.candidate).not.toHaveProperty('accuracy');
  });
});

describe('the hull of Poisson and Gamma cells (B to infinity, within .004)', () => {
  const statistics = 'statistics: { bootstrap: 100000 }';

  test('F1 against a bound', async () => {
    const files = fromCells([
      [0, 0, 0, 80],
      [0, 1, 1, 3],
      [1, 0, 0, 4],
      [1, 1, 1, 13],
    ]);
    const { content } = await evaluateFiles({ yaml: yaml('{ metric: f1, min: 0.7 }', statistics), files });
    const check = checkOf(content, 'f1/min');
    near(check.contrast.value, 0.0878788, 1e-6);
    near(check.contrast.interval![0], -0.0768, 0.004);
    near(check.contrast.interval![1], 0.2032, 0.004);
    expect(check.method).toBe('poisson-gamma-hull(xoshiro128**, B=100000)');
  });

  test('F1 by ratio to the champion', async () => {
    const joint = [
      [
        [70, 2],
        [3, 5],
      ],
      [
        [1, 3],
        [2, 14],
      ],
    ];
    const cells = joint.flatMap((ofTruth, y) =>
      ofTruth.flatMap((ofCandidate, c) => ofCandidate.map((n, s): [number, number, number, number] => [y, c, s, n])),
    );
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: f1, vs: champion, min_ratio: 0.98 }', statistics),
      files: fromCells(cells),
    });
    const check = checkOf(content, 'f1/min_ratio');
    near(check.contrast.value, -0.03, 1e-3);
    near(check.contrast.interval![0], -0.1568, 0.004);
    near(check.contrast.interval![1], 0.0924, 0.004);
  });

  test('accuracy by ratio to the champion', async () => {
    const files = fromCells([
      [1, 1, 1, 77],
      [1, 1, 0, 8],
      [1, 0, 1, 5],
      [1, 0, 0, 10],
    ]);
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: accuracy, vs: champion, min_ratio: 0.98 }', statistics),
      files,
    });
    const check = checkOf(content, 'accuracy/min_ratio');
    near(check.contrast.value, 0.0464);
    near(check.contrast.interval![0], -0.0126, 0.004);
    near(check.contrast.interval![1], 0.1058, 0.004);
  });
});
