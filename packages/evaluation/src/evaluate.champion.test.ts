import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '@model-delivery/core';
import { describe, expect, test } from 'vitest';
import { checkOf, csv, evaluateFiles } from '../testing/evaluate-files.ts';

type Row = (string | number | null)[];
const rows = (n: number, right: (id: number) => boolean): Row[] =>
  Array.from({ length: n }, (_, id) => [`r${id}`, id % 2, right(id) ? id % 2 : 1 - (id % 2)]);
const file = (data: Row[]) => csv('id,label,prediction', data);
const good = rows(400, (id) => id % 20 !== 0);
const worse = rows(400, (id) => id % 4 !== 0);

const policy = (champion: string, more = '') => `
evaluation:
  candidate: { predictions: m.csv }
  champion: ${champion}
  ${more}
  checks:
    - { metric: accuracy, min: 0.6 }
    - { metric: accuracy, vs: champion, max_regression: 0.02 }
`;

describe('champion states', () => {
  test('ready in a directory: files by name, version from its evaluation', async () => {
    const version = `sha256:${'ab'.repeat(32)}`;
    const { content } = await evaluateFiles({
      yaml: policy('{ directory: models/production }'),
      files: {
        'm.csv': file(good),
        'models/production/predictions.csv': file(worse),
        'models/production/evaluation.json': JSON.stringify({ model: { version } }),
      },
    });
    expect(content.champion).toEqual({ state: 'ready', version, source: 'models/production', reason: null });
    expect(content.inputs.champion).toMatchObject({ path: 'models/production/predictions.csv', rows: 400 });
    expect(content.verdict).toBe('pass');
    expect(content.first_model).toBe(false);
  });

  test.each([
    ['unreachable', '{ directory: nowhere }', {}],
    ['unreachable', '{ predictions: nowhere.csv }', {}],
    ['unreachable', '{ directory: empty }', { 'empty/readme.txt': 'x' }],
    ['stale', '{ predictions: s.csv }', { 's.csv': file(worse.slice(1)) }],
    ['stale', '{ predictions: s.csv }', { 's.csv': file([...worse, ['new', 1, 1]]) }],
    ['incomparable', '{ predictions: s.csv }', { 's.csv': file([...worse.slice(0, 399), ['r399', 0, 0]]) }],
    ['incomparable', '{ predictions: s.csv }', { 's.csv': file([...worse, worse[0]!]) }],
    ['incomparable', '{ metrics: s.json }', { 's.json': '{"f1": 0.5}' }],
  ])('%s: %s', async (state, champion, files: Record<string, string>) => {
    const { content } = await evaluateFiles({ yaml: policy(champion), files: { 'm.csv': file(good), ...files } });
    expect(content.champion.state).toBe(state);
    expect(content.verdict).toBe('error');
    expect(content.error?.code).toBe(`CHAMPION_${state.toUpperCase()}`);
    expect(checkOf(content, 'accuracy/min').verdict).toBe('pass');
    expect(checkOf(content, 'accuracy/max_regression')).toMatchObject({ verdict: 'error', blocking: true });
    expect(exitCode({ verdict: content.verdict, inconclusiveBlocks: content.inconclusive_blocks }, 'policy')).toBe(4);
  });

  test('an unusable champion is an error even where nothing compares with it', async () => {
    const { content } = await evaluateFiles({
      yaml: 'evaluation: { candidate: { predictions: m.csv }, champion: { predictions: no.csv }, checks: [ { metric: accuracy, min: 0.6 } ] }',
      files: { 'm.csv': file(good) },
    });
    expect(content.verdict).toBe('error');
  });

  test('an alias that the registry cannot look up is not a first model', async () => {
    const { content } = await evaluateFiles({
      yaml: policy('{ alias: champion }'),
      files: { 'm.csv': file(good) },
      championSource: { resolve: async () => ({ state: 'unreachable', reason: 'the remote origin did not answer' }) },
    });
    expect(content.champion).toMatchObject({ state: 'unreachable', reason: 'the remote origin did not answer' });
    expect(content.first_model).toBe(false);
    expect(content.verdict).toBe('error');
  });

  test('an alias that is ready: files outside the workspace, named without the machine path', async () => {
    const pulled = mkdtempSync(join(tmpdir(), 'pulled-'));
    writeFileSync(join(pulled, 'predictions.csv'), file(worse));
    const version = `sha256:${'cd'.repeat(32)}` as const;
    const { content } = await evaluateFiles({
      yaml: policy('{ alias: champion }'),
      files: { 'm.csv': file(good) },
      championSource: {
        resolve: async ({ alias }) => ({ state: alias === 'champion' ? 'ready' : 'none', directory: pulled, version }),
      },
      real: true,
    });
    expect(content.champion).toEqual({ state: 'ready', version, source: 'champion', reason: null });
    expect(content.inputs.champion!.path).toBe('champion/predictions.csv');
  });

  test('comparing without any champion is a configuration error', async () => {
    const yaml =
      'evaluation: { candidate: { predictions: m.csv }, checks: [ { metric: accuracy, vs: champion, min_delta: 0 } ] }';
    await expect(evaluateFiles({ yaml, files: { 'm.csv': file(good) } })).rejects.toMatchObject({
      code: 'CHAMPION_NOT_CONFIGURED',
      exitCode: 2,
    });
  });

  test('a flag names a file or a folder', async () => {
    const yaml =
      'evaluation: { candidate: { predictions: m.csv }, checks: [ { metric: accuracy, vs: champion, min_delta: 0 } ] }';
    const files = { 'm.csv': file(good), 's.csv': file(worse), 'champ/predictions.csv': file(worse) };
    const byFile = await evaluateFiles({ yaml, files, overrides: { champion: 's.csv' } });
    expect(byFile.content).toMatchObject({ verdict: 'pass', policy: { champion: { predictions: 's.csv' } } });
    const byFolder = await evaluateFiles({ yaml, files, overrides: { champion: 'champ' } });
    expect(byFolder.content).toMatchObject({ verdict: 'pass', policy: { champion: { directory: 'champ' } } });
    const nothing = await evaluateFiles({ yaml, files, overrides: { champion: 'gone' } });
    expect(nothing.content.champion.state).toBe('unreachable');
  });

  test('without ids on either side only latencies can be compared', async () => {
    const header = 'label,prediction,ms';
    const data = (slower: number) =>
      csv(
        header,
        Array.from({ length: 500 }, (_, i) => [i % 2, i % 2, 10 + (i % 50) + slower]),
      );
    const yaml = (check: string) =>
      `evaluation: { candidate: { predictions: m.csv }, champion: { predictions: s.csv }, columns: { latency: ms }, checks: [ { metric: accuracy, min: 0.6 }, ${check} ] }`;
    const latency = await evaluateFiles({
      yaml: yaml('{ metric: latency_p90, vs: champion, max_regression: 30 }'),
      files: { 'm.csv': data(5), 's.csv': data(0) },
    });
    expect(checkOf(latency.content, 'latency_p90/max_regression')).toMatchObject({ verdict: 'pass', delta: 5 });
    expect(latency.content.champion.state).toBe('ready');
    expect(latency.content.metrics.champion.accuracy).toBe(1);
    const accuracy = await evaluateFiles({
      yaml: yaml('{ metric: accuracy, vs: champion, min_delta: 0 }'),
      files: { 'm.csv': data(5), 's.csv': data(0) },
    });
    expect(accuracy.content).toMatchObject({ verdict: 'error', champion: { state: 'incomparable' } });
  });
});

describe('first model', () => {
  const first = (rule: string, checks: string) => `
evaluation:
  candidate: { predictions: m.csv }
  champion: { alias: champion }
  first_model: ${rule}
  checks: [ ${checks} ]
`;
  const absolute = '{ metric: accuracy, min: 0.6 }';
  const comparison = '{ metric: accuracy, vs: champion, max_regression: 0.02 }';
  const run = (yaml: string) => evaluateFiles({ yaml, files: { 'm.csv': file(good) } });

  test('comparisons do not apply; require_absolute asks for a blocking absolute check', async () => {
    const { content } = await run(first('require_absolute', `${absolute}, ${comparison}`));
    expect(content).toMatchObject({ verdict: 'pass', first_model: true, champion: { state: 'none' } });
    expect(checkOf(content, 'accuracy/max_regression').verdict).toBe('not_applicable');
    expect(content.checks).toHaveLength(2);
  });

  test('require_absolute without one, or with one that only warns, is an error', async () => {
    for (const checks of [comparison, `${comparison}, { metric: accuracy, min: 0.6, severity: warn }`]) {
      const { content } = await run(first('require_absolute', checks));
      expect(content.verdict).toBe('error');
      expect(content.error?.code).toBe('FIRST_MODEL_UNPROVEN');
      expect(checkOf(content, 'first_model')).toMatchObject({ verdict: 'error', kind: 'first_model' });
    }
  });

  test('block fails', async () => {
    const { content } = await run(first('block', absolute));
    expect(content.verdict).toBe('fail');
    expect(checkOf(content, 'first_model')).toMatchObject({ verdict: 'fail', blocking: true });
  });

  test('allow passes even with nothing to judge, and says so', async () => {
    const { content } = await run(first('allow', comparison));
    expect(content).toMatchObject({ verdict: 'pass', first_model: true });
    const failing = await run(first('allow', `${comparison}, { metric: accuracy, min: 0.99 }`));
    expect(failing.content.verdict).toBe('fail');
  });
});

describe('a champion whose file cannot be used', () => {
  test.each([
    ['two values for one metric', { 'champ/predictions.csv': file(worse), 'champ/metrics.json': '{"accuracy": 0.9}' }],
    [
      'labels that are not two classes',
      {
        'champ/predictions.csv': csv('id,label,score', [
          ['r0', 0, 0.1],
          ['r1', 1, 0.2],
          ['r2', 2, 0.3],
        ]),
      },
    ],
  ])('%s: incomparable, the document is written', async (_name, files: Record<string, string>) => {
    const yaml = `evaluation: { candidate: { metrics: m.json }, champion: { directory: champ }, checks: [ { metric: f1, min: 0.1 } ] }`;
    const { content } = await evaluateFiles({ yaml, files: { 'm.json': '{"f1": 0.5}', ...files } });
    expect(content).toMatchObject({ verdict: 'error', champion: { state: 'incomparable' } });
    expect(checkOf(content, 'f1/min').verdict).toBe('pass');
  });

  test('slices against a champion without rows', async () => {
    const yaml =
      'evaluation: { candidate: { predictions: m.csv }, champion: { metrics: s.json }, checks: [ { metric: accuracy, min: 0.1 } ], slices: { by: [prediction], checks: [ { metric: accuracy, vs: champion, min_delta: 0 } ] } }';
    const { content } = await evaluateFiles({ yaml, files: { 'm.csv': file(good), 's.json': '{"accuracy": 0.9}' } });
    expect(content).toMatchObject({ verdict: 'error', champion: { state: 'incomparable' } });
    expect(checkOf(content, 'accuracy/min_delta/prediction=1').message).toContain('knows no slices');
  });
});
