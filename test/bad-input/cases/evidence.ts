import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { evaluationConfig, type Prediction, type ProjectFiles, predictions } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'exitCode' | 'document'> & Partial<Expected>;

/** An `evaluate` over these files. */
function evaluation(name: string, files: ProjectFiles, expected: Expectation, hostile?: number[]): BadInputCase {
  return {
    name,
    ...(hostile ? { hostile } : {}),
    run: (world) => runCommand(world, { args: ['evaluate'], files }),
    expect: { exitCode: 4, document: 'error', ...expected },
  };
}

/** Candidate predictions of which one row is different. */
function row(name: string, change: Partial<Prediction> | null, expected: Expectation): BadInputCase {
  const text = predictions((each) => (each.id === 7 ? change && { ...each, ...change } : each));
  return evaluation(`predictions: ${name}`, { 'out/predictions.csv': text }, expected);
}

const CHECKS = '  checks: [ { metric: f1, vs: champion, min_ratio: 0.9 } ]';
const CANDIDATE = '  candidate: { predictions: out/predictions.csv }';
const champion = (block: string) => ({ 'model-delivery.yaml': evaluationConfig(`${CANDIDATE}\n${block}\n${CHECKS}`) });

const METRICS = {
  'model-delivery.yaml': evaluationConfig(
    '  candidate: { metrics: out/metrics.json }\n  checks: [ { metric: f1, min: 0.5 } ]',
  ),
};
/** A metrics file of the candidate, judged by `f1 >= 0.5`. */
function metrics(name: string, text: string, expected: Expectation, hostile: number[] = [25]): BadInputCase {
  return evaluation(`metrics: ${name}`, { ...METRICS, 'out/metrics.json': text }, expected, hostile);
}

export const EVIDENCE: BadInputCase[] = [
  evaluation(
    'predictions: no file',
    { 'out/predictions.csv': null },
    { code: 'DATA_NOT_FOUND', message: /out\/predictions\.csv/, fix: /\S/ },
  ),
  evaluation(
    'predictions: header only',
    { 'out/predictions.csv': 'id,label,score\n' },
    { code: 'PREDICTIONS_EMPTY', message: /out\/predictions\.csv/, fix: /\S/ },
  ),
  evaluation(
    'predictions: no score',
    { 'out/predictions.csv': predictions().replace('score', 'p') },
    { code: 'METRIC_NOT_COMPUTABLE', message: /`score`.*out\/predictions\.csv does not have/, fix: /columns/ },
  ),
  row(
    'a NaN score',
    { score: 'NaN' },
    { code: 'PREDICTION_VALUE_UNUSABLE', message: /score.*NaN|NaN.*score/s, fix: /\S/ },
  ),
  row('an infinite score', { score: 'inf' }, { code: 'PREDICTION_VALUE_UNUSABLE', message: /score/, fix: /\S/ }),
  row(
    'a score above 1',
    { score: 1.5 },
    { code: 'PREDICTION_VALUE_UNUSABLE', message: /score.*1\.5|1\.5/s, fix: /\S/ },
  ),
  row('a score that is a word', { score: 'high' }, { code: 'PREDICTION_VALUE_UNUSABLE', message: /score/, fix: /\S/ }),
  row('a missing id', { id: '' }, { code: 'PREDICTION_ID_MISSING', message: /id/, fix: /\S/ }),
  row('an id twice', { id: 8 }, { code: 'PREDICTION_ID_DUPLICATE', message: /8/, fix: /\S/ }),
  row(
    'unmatched ids',
    { id: 4711 },
    { code: 'CHAMPION_STALE', message: /id/, fix: /Score the champion on today's test set/ },
  ),
  row('a row less than the champion', null, {
    code: 'CHAMPION_STALE',
    message: /id/,
    fix: /Score the champion on today's test set/,
  }),
  row('unequal labels', { label: 1 }, { code: 'CHAMPION_INCOMPARABLE', message: /label/, fix: /\S/ }),
  row(
    'a third label',
    { label: 2 },
    { code: 'LABELS_NOT_BINARY', message: /the labels are 0, 1, 2/, fix: /score_<class>/ },
  ),

  evaluation('champion: none named', champion(''), {
    exitCode: 2,
    code: 'CHAMPION_NOT_CONFIGURED',
    message: /vs: champion/,
    fix: /champion: \{ alias: champion \}/,
  }),
  evaluation('champion: its file is not there', champion('  champion: { predictions: champion/none.csv }'), {
    code: 'CHAMPION_UNREACHABLE',
    message: /champion\/none\.csv/,
    fix: /\S/,
  }),
  evaluation(
    'champion: an empty directory',
    { ...champion('  champion: { directory: models/production }'), 'models/production/README': 'x' },
    {
      code: 'CHAMPION_UNREACHABLE',
      message: /models\/production has none of predictions\.parquet/,
      fix: /Make it reachable/,
    },
  ),
  evaluation('champion: an alias outside of any repository', champion('  champion: { alias: champion }'), {
    code: 'CHAMPION_UNREACHABLE',
    message: /champion/,
    fix: /\S/,
  }),

  metrics('NaN', '{"f1": NaN}', {
    code: 'METRICS_UNUSABLE',
    message: /`f1` is NaN, which no verdict can rest on/,
    fix: /Find out why/,
  }),
  metrics('NaN of YAML', 'f1: .nan\n', {
    code: 'METRICS_UNUSABLE',
    message: /`f1` is NaN, which no verdict can rest on/,
    fix: /Find out why/,
  }),
  metrics('Infinity', '{"f1": Infinity}', {
    code: 'METRICS_UNUSABLE',
    message: /`f1` is -?Infinity, which no verdict/,
    fix: /Find out why/,
  }),
  metrics('-Infinity', '{"f1": -Infinity}', {
    code: 'METRICS_UNUSABLE',
    message: /`f1` is -?Infinity, which no verdict/,
    fix: /Find out why/,
  }),
  metrics('1e400', '{"f1": 1e400}', { code: 'METRICS_UNUSABLE', message: /`f1`/, fix: /\S/ }),
  metrics('-0 is 0, and 0 is below the bound', '{"f1": -0}', {
    exitCode: 1,
    document: 'fail',
    code: null,
    message: /"candidate":0,/,
  }),
  metrics('a quoted number', '{"f1": "0.99"}', {
    code: 'METRICS_UNUSABLE',
    message: /`f1` is the text "0\.99"/,
    fix: /Write the number itself/,
  }),
  metrics('a percentage', '{"f1": "99 %"}', {
    code: 'METRICS_UNUSABLE',
    message: /`f1` is the text "99 %"/,
    fix: /Write the number itself/,
  }),
  metrics('a key twice', '{"f1": 0.1, "f1": 0.9}', { code: 'METRICS_UNREADABLE', message: /unique/i, fix: /\S/ }),
  metrics('a key twice, nested and with a dot', '{"a.f1": 0.1, "a": {"f1": 0.9}}', {
    code: 'METRICS_UNUSABLE',
    message: /`a\.f1` stands there twice/,
    fix: /Keep one/,
  }),
  metrics('null', '{"f1": null}', {
    code: 'METRIC_NOT_A_NUMBER',
    message: /`f1` needs a number, found nothing/,
    fix: /plain number/,
  }),
  metrics('a near miss', '{"f1_score": 0.99}', {
    code: 'METRIC_MISSING',
    message: /no metric `f1`/,
    fix: /The file has f1_score/,
  }),
  metrics(
    'the key __proto__',
    '{"__proto__": {"f1": 0.99}}',
    { code: 'METRICS_UNREADABLE', message: /__proto__/, fix: /Rename/ },
    [24],
  ),
  metrics(
    'the key constructor',
    '{"constructor": {"prototype": {"f1": 0.99}}}',
    { code: 'METRICS_UNREADABLE', message: /constructor|prototype/, fix: /Rename/ },
    [24],
  ),
  metrics(
    'an alias of itself',
    'f1: 0.9\na: &a\n  b: *a\n',
    { code: 'METRICS_UNREADABLE', message: /alias/, fix: /Write the value out/ },
    [23],
  ),
  metrics('an empty file', '', { code: 'METRICS_UNUSABLE', message: /out\/metrics\.json/, fix: /\S/ }),
];
