import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOf, csv, evaluateFiles } from '../testing/evaluate-files.ts';
import { lcg1000, lcgPredictions } from '../testing/lcg-1000.ts';

type Row = (string | number | null)[];
const lcg = { 'a.csv': lcgPredictions('a'), 'b.csv': lcgPredictions('b') };
const absolute = (check: string, more = '') =>
  `evaluation: { candidate: { predictions: m.csv }, ${more} checks: [ ${check} ] }`;

describe('unusable predictions give a document with the error', () => {
  const good: Row[] = [
    [1, 1, 0.9],
    [2, 0, 0.2],
    [3, 1, 0.7],
    [4, 0, 0.4],
  ];
  const change = (row: number, column: number, value: string | number | null) =>
    good.map((cells, index) => cells.map((cell, at) => (index === row && at === column ? value : cell)));
  test.each<[string, string, Row[] | string, string]>([
    ['NaN score', 'PREDICTION_VALUE_UNUSABLE', change(1, 2, 'NaN'), 'NaN'],
    ['missing score', 'PREDICTION_VALUE_UNUSABLE', change(1, 2, null), 'id 2'],
    ['score above 1', 'PREDICTION_VALUE_UNUSABLE', change(0, 2, 1.5), '1.5'],
    ['negative score', 'PREDICTION_VALUE_UNUSABLE', change(0, 2, -0.1), '-0.1'],
    ['text score', 'PREDICTION_VALUE_UNUSABLE', change(0, 2, 'high'), 'high'],
    ['missing label', 'PREDICTION_VALUE_UNUSABLE', change(3, 1, null), 'label'],
    ['missing id', 'PREDICTION_ID_MISSING', change(3, 0, null), 'id'],
    ['duplicate id', 'PREDICTION_ID_DUPLICATE', change(3, 0, 1), 'id 1'],
    ['third label', 'LABELS_NOT_BINARY', change(3, 1, 2), '0, 1, 2'],
    ['header only', 'PREDICTIONS_EMPTY', [], '0 rows'],
    ['no file', 'DATA_NOT_FOUND', '', 'm.csv'],
  ])('%s', async (_name, code, rows, named) => {
    for (const real of [false, true]) {
      const files: Record<string, string> = typeof rows === 'string' ? {} : { 'm.csv': csv('id,label,score', rows) };
      const { content } = await evaluateFiles({ yaml: absolute('{ metric: roc_auc, min: 0.1 }'), files, real });
      expect(content.verdict).toBe('error');
      expect(content.error!.code).toBe(code);
      expect(content.error!.message).toContain(named);
      expect(checkOf(content, 'roc_auc/min')).toMatchObject({ verdict: 'error', blocking: true, candidate: null });
    }
  });

  test('a named column that is missing, with the nearest name', async () => {
    const { content } = await evaluateFiles({
      yaml: absolute('{ metric: roc_auc, min: 0.1 }', 'columns: { score: scores },'),
      files: { 'm.csv': csv('id,label,score', good) },
    });
    expect(content.error).toMatchObject({ code: 'PREDICTION_COLUMN_MISSING' });
    expect(content.error!.hint).toContain('`score`');
  });

  test('a metric that the columns cannot give', async () => {
    const { content } = await evaluateFiles({
      yaml: absolute('{ metric: roc_auc, min: 0.1 }'),
      files: {
        'm.csv': csv('id,label,prediction', [
          [1, 1, 1],
          [2, 0, 1],
        ]),
      },
    });
    expect(content.error).toMatchObject({ code: 'METRIC_NOT_COMPUTABLE' });
  });

  test('an undefined metric is an error overall and no verdict on a slice', async () => {
    const rows: Row[] = Array.from({ length: 80 }, (_, id) => [id, id < 40 ? id % 2 : 0, id % 2, id < 40 ? 'x' : 'y']);
    const yaml = absolute(
      '{ metric: recall, min: 0.5 }',
      'slices: { by: [g], min_n: 1, checks: [ { metric: recall, min: 0.5 }, { metric: precision, min: 0.5 } ] },',
    );
    const { content } = await evaluateFiles({ yaml, files: { 'm.csv': csv('id,label,prediction,g', rows) } });
    expect(checkOf(content, 'recall/min').verdict).toBe('pass');
    expect(checkOf(content, 'recall/min/g=y').verdict).toBe('not_applicable');
    expect(checkOf(content, 'precision/min/g=y')).toMatchObject({ verdict: 'fail', candidate: 0 });
    const none = await evaluateFiles({
      yaml: absolute('{ metric: recall, min: 0.5 }'),
      files: {
        'm.csv': csv('id,label,prediction', [
          [1, 0, 0],
          [2, 0, 1],
        ]),
      },
    });
    expect(none.content).toMatchObject({
      verdict: 'error',
      error: { code: 'METRIC_UNDEFINED' },
      metrics: { candidate: { recall: null } },
    });
  });
});

describe('labels', () => {
  const rows = (words: [string, string]): Row[] =>
    Array.from({ length: 60 }, (_, id) => [id, words[id % 2]!, id % 2 === 0 ? 0.2 + id / 1000 : 0.8 - id / 1000]);
  test.each([
    ['0 and 1', ['0', '1'], ''],
    ['booleans as Python writes them', ['False', 'True'], ''],
    ['named', ['on-time', 'late'], 'positive: late,'],
    ['yes and no', ['no', 'yes'], 'positive: yes,'],
  ] as [string, [string, string], string][])('%s', async (_name, words, positive) => {
    for (const real of [false, true]) {
      const { content } = await evaluateFiles({
        yaml: absolute('{ metric: roc_auc, min: 0.5 }', positive),
        files: { 'm.csv': csv('id,label,score', rows(words)) },
        real,
      });
      expect(content.metrics.candidate.roc_auc).toBe(1);
      expect(content.confusion!.labels[1]).toBe(words[1]);
    }
  });

  test('several classes by one score each', async () => {
    const data: Row[] = [
      [1, 'a', 0.7, 0.2, 0.1],
      [2, 'b', 0.3, 0.4, 0.3],
      [3, 'c', 0.5, 0.1, 0.4],
      [4, 'a', 0.6, 0.3, 0.1],
    ];
    const { content } = await evaluateFiles({
      yaml: absolute('{ metric: accuracy, min: 0.1 }'),
      files: { 'm.csv': csv('id,label,score_a,score_b,score_c', data) },
      real: true,
    });
    expect(content.confusion).toEqual({
      labels: ['a', 'b', 'c'],
      candidate: [
        [2, 0, 0],
        [0, 1, 0],
        [1, 0, 0],
      ],
      champion: null,
    });
    const expected = -(Math.log(0.7) + Math.log(0.4) + Math.log(0.4) + Math.log(0.6)) / 4;
    expect(content.metrics.candidate.log_loss).toBeCloseTo(expected, 14);
    expect(content.metrics.candidate).not.toHaveProperty('f1');
  });

  test('reference multiclass figures of LCG-1000', async () => {
    const data = (model: 'a' | 'b') =>
      csv(
        'id,label,prediction',
        lcg1000().map((row) => [row.id, Math.floor(3 * row.a), Math.floor(3 * row[model])]),
      );
    const { content } = await evaluateFiles({
      yaml: absolute('{ metric: accuracy, min: 0.1 }'),
      files: { 'm.csv': data('b') },
    });
    expect(content.confusion!.candidate).toEqual([
      [163, 183, 38],
      [151, 201, 100],
      [10, 71, 83],
    ]);
    expect(content.metrics.candidate.mcc).toBeCloseTo(0.12802527592411006, 13);
  });

  test('reference regression figures of LCG-1000', async () => {
    const data = csv(
      'id,label,prediction',
      lcg1000().map((row) => [row.id, 10 * row.a + 1, 10 * row.b + 0.5]),
    );
    const { content } = await evaluateFiles({
      yaml: absolute('{ metric: mae, max: 9 }'),
      files: { 'm.csv': data },
      real: true,
    });
    expect(content.metrics.candidate.mae).toBeCloseTo(2.36579, 12);
    expect(content.metrics.candidate.rmse).toBeCloseTo(2.904755187619087, 12);
    expect(content.metrics.candidate.r2).toBeCloseTo(-0.32488959140479934, 12);
    expect(content.confusion).toBeNull();
  });

  test('a prediction column decides the class; a threshold that it overrules is mentioned', async () => {
    const data = csv('id,label,score,prediction', [
      [1, 1, 0.2, 1],
      [2, 0, 0.9, 0],
    ]);
    const { content } = await evaluateFiles({
      yaml: absolute('{ metric: accuracy, min: 0.1 }', 'decision_threshold: 0.3,'),
      files: { 'm.csv': data },
    });
    expect(content.metrics.candidate.accuracy).toBe(1);
    expect(content.warnings.join()).toContain('decision_threshold');
  });
});

describe('slices', () => {
  const yaml = (by: string, min = 30) => `
evaluation:
  candidate: { predictions: m.csv }
  checks: [ { metric: accuracy, min: 0.1 } ]
  slices: { by: ${by}, min_n: ${min}, checks: [ { metric: recall, min: 0.1 } ] }
`;
  const data: Row[] = Array.from({ length: 200 }, (_, id) => [
    id,
    id % 2,
    id % 2,
    id % 5 === 0 ? null : `v/${id % 3}`,
    id < 100 ? 'x' : 'y',
  ]);
  const files = { 'm.csv': csv('id,label,prediction,origin,half', data) };

  test('one per value, missing values too, names in the id', async () => {
    const { content } = await evaluateFiles({ yaml: yaml('[origin]', 10), files });
    expect(content.checks.slice(1).map((check) => [check.id, check.slice, check.n])).toEqual([
      ['recall/min/origin=(missing)', 'origin=(missing)', 40],
      ['recall/min/origin=v%2F0', 'origin=v/0', 53],
      ['recall/min/origin=v%2F1', 'origin=v/1', 54],
      ['recall/min/origin=v%2F2', 'origin=v/2', 53],
    ]);
  });

  test('combined columns, and min_n of the metric’s own denominator', async () => {
    const { content } = await evaluateFiles({ yaml: yaml('[half, [origin, half]]', 30), files });
    expect(checkOf(content, 'recall/min/half=x').verdict).toBe('pass');
    const small = checkOf(content, 'recall/min/origin=v%2F0&half=x');
    expect(small.verdict).toBe('not_applicable');
    expect(small.n).toBe(27);
    const missing = checkOf(content, 'recall/min/origin=(missing)&half=y');
    expect(missing.message).toContain('10 rows count for it, min_n is 30');
  });
});

describe('metrics files', () => {
  const files = {
    'm.json': '{"f1": 0.9, "nested": {"score": 2, "note": "x"}, "log_loss": 0.2}',
    's.yaml': 'f1: 0.8\nnested: {score: 1}\nlog_loss: 0.3\n',
  };
  const yaml = (checks: string) =>
    `evaluation: { candidate: { metrics: m.json }, champion: { metrics: s.yaml }, checks: [ ${checks} ] }`;

  test('judged by their value, and they say so', async () => {
    const { content } = await evaluateFiles({
      yaml: yaml(
        '{ metric: f1, min: 0.85 }, { metric: nested.score, vs: champion, min_delta: 0, higher_is_better: true }, { metric: log_loss, vs: champion, max_ratio: 1 }',
      ),
      files,
      purpose: 'promotion',
    });
    expect(content.verdict).toBe('pass');
    expect(checkOf(content, 'f1/min')).toMatchObject({
      evidence: 'point',
      method: 'none',
      interval: null,
      contrast: { interval: null },
      n: null,
    });
    expect(checkOf(content, 'f1/min').message).toContain('without rows');
    expect(content.metrics).toEqual({
      candidate: { f1: 0.9, 'nested.score': 2, log_loss: 0.2 },
      champion: { f1: 0.8, 'nested.score': 1, log_loss: 0.3 },
    });
    expect(content.confusion).toBeNull();
    expect(content.inputs.candidate).toMatchObject({ path: 'm.json', rows: null });
  });

  test('evidence on the check itself cannot be met', async () => {
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: f1, min: 0.85, evidence: prove }'),
      files,
      purpose: 'promotion',
    });
    expect(checkOf(content, 'f1/min')).toMatchObject({ verdict: 'inconclusive', evidence: 'prove' });
    expect(content.inconclusive_blocks).toBe(true);
  });

  test('names are exact; a near miss is named, never guessed', async () => {
    const { content } = await evaluateFiles({
      yaml: yaml('{ metric: F1, min: 0.85 }, { metric: score, min: 1 }'),
      files,
    });
    expect(content.verdict).toBe('error');
    expect(checkOf(content, 'F1/min').message).toContain('near names in the file: f1');
    expect(checkOf(content, 'score/min').message).toContain('nested.score');
    expect(checkOf(content, 'score/min').verdict).toBe('error');
  });

  test('an unknown direction, a ratio of nothing, a text, one name from two places', async () => {
    await expect(
      evaluateFiles({ yaml: yaml('{ metric: nested.score, vs: champion, min_delta: 0 }'), files }),
    ).rejects.toMatchObject({ code: 'METRIC_DIRECTION_UNKNOWN', exitCode: 2 });
    const ratio = await evaluateFiles({
      yaml: yaml('{ metric: f1, vs: champion, min_ratio: 0.9 }'),
      files: { ...files, 's.yaml': 'f1: 0' },
    });
    expect(ratio.content.error!.code).toBe('RATIO_WITHOUT_BASE');
    const text = await evaluateFiles({ yaml: yaml('{ metric: nested.note, min: 0 }'), files });
    expect(text.content.error!.code).toBe('METRIC_NOT_A_NUMBER');
    const twice = await evaluateFiles({
      yaml: 'evaluation: { candidate: { metrics: m.json, predictions: a.csv }, checks: [ { metric: accuracy, min: 0.1 } ] }',
      files: { ...files, ...lcg },
    });
    expect(twice.content.error).toMatchObject({ code: 'METRIC_TWICE' });
    expect(twice.content.inputs).toHaveProperty('candidate_metrics');
  });
});

describe('weights and clusters', () => {
  const data = lcg1000().map(
    (row): Row => [row.id, row.label, row.a, 1 + (row.id % 3), `c${row.id % 40}`, `d${row.id % 10}`],
  );
  const files = { 'm.csv': csv('id,label,score,w,c,d', data), 's.csv': lcgPredictions('b') };
  const yaml = (columns: string, checks: string) =>
    `evaluation: { candidate: { predictions: m.csv }, champion: { predictions: s.csv }, columns: { ${columns} }, checks: [ ${checks} ] }`;

  test('weighted values with a bootstrap interval around them', async () => {
    const { content } = await evaluateFiles({
      yaml: yaml(
        'weight: w',
        '{ metric: accuracy, min: 0.6 }, { metric: roc_auc, min: 0.6 }, { metric: log_loss, vs: champion, max_regression: 0 }',
      ),
      files,
    });
    let [hits, all] = [0, 0];
    for (const row of lcg1000()) {
      all += 1 + (row.id % 3);
      if ((row.a >= 0.5 ? 1 : 0) === row.label) hits += 1 + (row.id % 3);
    }
    const check = checkOf(content, 'accuracy/min');
    expect(check.candidate).toBeCloseTo(hits / all, 14);
    expect(check.method).toContain('poisson-bootstrap(xoshiro128**');
    expect(check.interval![0]).toBeLessThan(check.candidate!);
    expect(check.interval![1]).toBeGreaterThan(check.candidate!);
    expect(checkOf(content, 'roc_auc/min').verdict).toBe('pass');
    expect(checkOf(content, 'log_loss/max_regression').verdict).toBe('pass');
  });

  test('clusters: t of cluster sums, Poisson weights per cluster, and 20 of them at least', async () => {
    const { content } = await evaluateFiles({
      yaml: yaml(
        'cluster: c',
        '{ metric: accuracy, min: 0.6 }, { metric: roc_auc, min: 0.6 }, { metric: recall, vs: champion, max_regression: 0 }',
      ),
      files,
    });
    expect(content.checks.map((check) => check.method.replace(/\(.*/, ''))).toEqual([
      'cluster-t',
      'cluster-poisson-bootstrap',
      'cluster-t',
    ]);
    expect(content.checks.every((check) => check.verdict === 'pass')).toBe(true);
    const few = await evaluateFiles({
      yaml: yaml('cluster: d', '{ metric: accuracy, min: 0.6 }, { metric: roc_auc, min: 0.6, evidence: point }'),
      files,
    });
    expect(checkOf(few.content, 'accuracy/min')).toMatchObject({ verdict: 'inconclusive' });
    expect(checkOf(few.content, 'accuracy/min').message).toContain('Fewer than 20 clusters');
    expect(checkOf(few.content, 'roc_auc/min').verdict).toBe('pass');
  });
});

describe('invariants', () => {
  const yaml = `
evaluation:
  candidate: { predictions: b.csv }
  champion: { predictions: a.csv }
  statistics: { bootstrap: 200 }
  checks:
    - { metric: roc_auc, vs: champion, min_ratio: 0.8 }
    - { metric: average_precision, vs: champion, max_regression: 0.1 }
    - { metric: f1, vs: champion, min_ratio: 0.8 }
    - { metric: log_loss, vs: champion, max_regression: 0.3 }
  slices: { by: [group], min_n: 30, checks: [ { metric: balanced_accuracy, min: 0.5 } ] }
`;

  test('row order changes nothing but the digests of the inputs', async () => {
    const numbers = async (files: Record<string, string>, of = yaml) => {
      const { inputs, ...content } = (await evaluateFiles({ yaml: of, files })).content;
      return content;
    };
    const reference = await numbers(lcg);
    const noIds = (text: string) => text.replaceAll(/^[^,]*,/gm, '');
    const single =
      'evaluation: { candidate: { predictions: a.csv }, statistics: { bootstrap: 200 }, checks: [ { metric: average_precision, min: 0.8 }, { metric: log_loss, max: 0.9 } ] }';
    const withoutIds = await numbers({ 'a.csv': noIds(lcg['a.csv']) }, single);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (stream) => {
        const shuffled = (text: string) => {
          const [header, ...lines] = text.trimEnd().split('\n');
          const keyed = lines.map((line) => ({ line, key: stream.next().value as number }));
          return `${[header, ...keyed.sort((a, b) => a.key - b.key).map(({ line }) => line)].join('\n')}\n`;
        };
        expect(await numbers({ 'a.csv': shuffled(lcg['a.csv']), 'b.csv': shuffled(lcg['b.csv']) })).toEqual(reference);
        expect(await numbers({ 'a.csv': shuffled(noIds(lcg['a.csv'])) }, single)).toEqual(withoutIds);
      }),
      { numRuns: 5 },
    );
  });

  test('identical predictions: difference 0, interval [0, 0], judged by the bound', async () => {
    const checks = ['roc_auc', 'average_precision', 'f1', 'accuracy', 'precision'].map(
      (metric) => `{ metric: ${metric}, vs: champion, max_regression: 0 }`,
    );
    const gains = ['roc_auc', 'log_loss'].map((metric) => `{ metric: ${metric}, vs: champion, min_delta: 0.01 }`);
    const same = `evaluation: { candidate: { predictions: a.csv }, champion: { predictions: b.csv }, checks: [ ${[...checks, ...gains, '{ metric: f1, vs: champion, min_ratio: 0.98 }'].join(', ')} ] }`;
    const { content } = await evaluateFiles({
      yaml: same,
      files: { 'a.csv': lcg['a.csv'], 'b.csv': lcg['a.csv'] },
      purpose: 'promotion',
    });
    for (const check of content.checks) {
      expect(check).toMatchObject({
        delta: 0,
        interval: [0, 0],
        verdict: check.kind === 'min_delta' ? 'fail' : 'pass',
      });
    }
  });

  test('NaN in any number of any row never passes', async () => {
    const lines = lcg['a.csv'].trimEnd().split('\n');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(1, 2), async (row, column) => {
        const cells = lines[row]!.split(',');
        cells[column] = 'NaN';
        const text = lines.map((line, index) => (index === row ? cells.join(',') : line)).join('\n');
        const { content } = await evaluateFiles({
          yaml: 'evaluation: { candidate: { predictions: a.csv }, checks: [ { metric: accuracy, min: 0 } ] }',
          files: { 'a.csv': text },
        });
        expect(content.verdict).toBe('error');
      }),
      { numRuns: 20 },
    );
  });
});
