import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type InferenceServerState, type InferenceTensor, startInferenceServer } from '@model-delivery/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closedAddress } from '../../testing/page-server.ts';
import { scratchDirectory } from '../../testing/scripts.ts';
import { smokeFor } from './smoke-for.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const SUBJECT = { model: 'flight-delay', version: DIGEST, frameworks: { 'scikit-learn': '1.5.2', numpy: '2.1.0' } };

/** Scores each row: mean, label, name. */
function infer([input]: InferenceTensor[]): InferenceTensor[] {
  const [rows = 0, width = 1] = input!.shape;
  const values = (input!.data as unknown[]).flat(9) as number[];
  const means = Array.from({ length: rows }, (_, r) => {
    const row = values.slice(r * width, (r + 1) * width);
    return row.reduce((a, b) => a + b, 0) / width;
  });
  return [
    { name: 'score', shape: [rows, 1], datatype: 'FP64', data: means },
    { name: 'late', shape: [rows], datatype: 'INT64', data: means.map((mean) => Number(mean > 0.5)) },
    { name: 'name', shape: [rows], datatype: 'BYTES', data: means.map((mean) => (mean > 0.5 ? 'late' : 'in time')) },
  ];
}

const INPUT = { name: 'x', shape: [3, 2], datatype: 'FP64', data: [0.25, 0.5, 0.75, 1, 0.5, 0.25] };
const GOLDEN = { id: 'three-rows', request: { inputs: [INPUT] }, response: { outputs: infer([INPUT]) } };

async function scene(state: Partial<InferenceServerState> = {}, golden: unknown = [GOLDEN]) {
  const server = await startInferenceServer({ model: 'flight-delay', infer, ...state });
  onTestFinished(() => server.close());
  const directory = await scratchDirectory();
  await writeFile(join(directory, 'golden.json'), typeof golden === 'string' ? golden : JSON.stringify(golden));
  const smoke = (more: object = {}) =>
    smokeFor({ protocol: 'oip-v2', candidate: server.url, fixtures: 'golden.json', wait: '300ms', ...more }, SUBJECT, {
      directory,
      env: {},
    })();
  return { server, smoke, directory };
}

/** The golden answer with one output changed. */
function spoiled(name: string, data: unknown[], more: object = {}) {
  return (inputs: InferenceTensor[]) =>
    infer(inputs).map((output) => (output.name === name ? { ...output, data, ...more } : output));
}

describe('the smoke test', () => {
  it('asks for readiness, then every golden request, and passes a model that answers as recorded', async () => {
    const { server, smoke } = await scene();
    expect(await smoke()).toMatchObject({ fixtures: 1, passed: 1, message: '', warnings: [] });
    expect(server.requests.slice(0, 3)).toEqual([
      'GET /v2/health/ready',
      'GET /v2/models/flight-delay/ready',
      'POST /v2/models/flight-delay/infer',
    ]);
  });

  it('compares floats within the tolerance, bounds included, and everything else exactly', async () => {
    const [score] = GOLDEN.response.outputs;
    const shifted = (by: number) =>
      spoiled(
        'score',
        (score!.data as number[]).map((value) => value + by),
      );
    const passes = async (state: Partial<InferenceServerState>, more: object = {}) =>
      (await (await scene(state)).smoke(more)).passed === 1;
    expect(await passes({ infer: shifted(5e-7) })).toBe(true);
    expect(await passes({ infer: shifted(2e-6) })).toBe(false);
    expect(await passes({ infer: shifted(0.25) }, { tolerance: { abs: 0.25 } })).toBe(true);
    expect(await passes({ infer: shifted(0.01) }, { tolerance: { rel: 0.1 } })).toBe(true);
    expect(await passes({ infer: shifted(1e-12) }, { tolerance: { abs: 0, rel: 0 } })).toBe(false);
    expect(await passes({ infer: spoiled('late', [0, 1, 1]) }, { tolerance: { abs: 5 } })).toBe(false);
    expect(await passes({ infer: spoiled('name', ['in time', 'late', 'in time ']) }, { tolerance: { abs: 5 } })).toBe(
      false,
    );
    expect(await passes({ infer: spoiled('score', [[0.375], [0.875], [0.375]]) })).toBe(true);
  });

  it.each([
    [
      'a missing output',
      { infer: (i: InferenceTensor[]) => infer(i).slice(1) },
      'output score is missing; the server answered late, name',
    ],
    ['a wrong shape', { infer: spoiled('late', [0, 1, 0], { shape: [3, 1] }) }, 'shape [3,1], expected [3]'],
    [
      'a wrong datatype',
      { infer: spoiled('late', [0, 1, 0], { datatype: 'INT32' }) },
      'datatype INT32, expected INT64',
    ],
    ['too few values', { infer: spoiled('late', [0, 1]) }, '2 values, expected 3'],
    ['null', { infer: spoiled('score', [0.375, null, 0.375]) }, 'value 1 is null, expected 0.875'],
    ['bare NaN', { spoil: (text: string) => text.replace('0.875', 'NaN') }, 'value 1 is "NaN", expected 0.875'],
    ['bare -Infinity', { spoil: (text: string) => text.replace('0.875', '-Infinity') }, 'value 1 is "-Infinity"'],
    ['a text for a number', { spoil: (text: string) => text.replace('0.875', '"0.875"') }, 'value 1 is "0.875"'],
    [
      'an exception',
      {
        infer: () => {
          throw new Error('no such column');
        },
      },
      'answered 500: {"error":"no such column"}',
    ],
    ['no JSON', { spoil: () => '<html>' }, 'the answer holds no outputs: <html>'],
    [
      'other bytes',
      { version: `sha256:${'cd'.repeat(32)}` },
      `serves version sha256:${'cd'.repeat(32)}, not ${DIGEST}`,
    ],
  ])('fails for %s and says so', async (_, state, message) => {
    const report = await (await scene(state as Partial<InferenceServerState>)).smoke();
    expect(report.passed).toBe(0);
    expect(report.message).toContain(message);
  });

  it('accepts a version that is ours or that is no digest', async () => {
    for (const version of [DIGEST, DIGEST.slice(0, 15), 'ab'.repeat(32), '1', '20240101', 'v3']) {
      expect((await (await scene({ version })).smoke()).message).toBe('');
    }
  });

  it('keeps integers beyond 2^53 exact on both sides', async () => {
    const big =
      '[{"id":"big","request":{"inputs":[{"name":"x","shape":[1],"datatype":"FP64","data":[1]}]},"response":{"outputs":[{"name":"id","shape":[1],"datatype":"INT64","data":[9007199254740993]}]}}]';
    const answering = (value: string) => ({
      infer: () => [{ name: 'id', shape: [1], datatype: 'INT64', data: ['@'] }],
      spoil: (text: string) => text.replace('"@"', value),
    });
    expect((await (await scene(answering('9007199254740993'), big)).smoke()).passed).toBe(1);
    expect((await (await scene(answering('9007199254740992'), big)).smoke()).message).toContain(
      'expected 9007199254740993',
    );
  });

  it('asks the rows one by one on request: a batch must equal its rows', async () => {
    const normalises = (inputs: InferenceTensor[]) =>
      infer(inputs).map((output) =>
        output.name === 'score' && inputs[0]!.shape[0] === 1 ? { ...output, data: [0] } : output,
      );
    expect((await (await scene({ infer: normalises })).smoke()).passed).toBe(1);
    const { server, smoke } = await scene({ infer: normalises });
    expect((await smoke({ batch: true })).message).toContain('row 0 asked alone differs from the batch: output score');
    server.state.infer = infer;
    expect((await smoke({ batch: true })).message).toBe('');
  });

  it('warns where the server runs on other frameworks than the training did', async () => {
    const { smoke } = await scene({
      modelMetadata: { platform: 'sklearn', parameters: { scikit_learn: '1.4.0', numpy: '2.1.0' } },
    });
    const report = await smoke();
    expect(report.passed).toBe(1);
    expect(report.warnings).toEqual([
      'the model was trained with scikit-learn 1.5.2 and the candidate serves with scikit-learn 1.4.0',
    ]);
    expect(report.server).toMatchObject({ model_name: 'flight-delay', model_platform: 'sklearn', numpy: '2.1.0' });
  });

  it('waits for a candidate that is still loading, and gives up with what it found', async () => {
    const { server, smoke } = await scene({ ready: false });
    await expect(smoke()).rejects.toMatchObject({
      code: 'SMOKE_NOT_READY',
      exitCode: 5,
      message: expect.stringContaining('answered 503'),
    });
    setTimeout(() => {
      server.state.ready = true;
    }, 300);
    expect((await smoke({ wait: '5s' })).passed).toBe(1);
    await expect(smoke({ model: 'other' })).rejects.toThrow('/v2/models/other/ready answered 404');
    await expect(smoke({ candidate: await closedAddress() })).rejects.toThrow('/v2/health/ready ECONNREFUSED');
    server.state.delayMs = 500;
    await expect(smoke({ timeout: '100ms' })).rejects.toMatchObject({ code: 'SMOKE_NO_ANSWER' });
  });

  it.each([
    ['[]', 'SMOKE_FIXTURES_EMPTY', 'holds no fixture'],
    ['{', 'SMOKE_FIXTURES_MALFORMED', 'not JSON'],
    ['{}', 'SMOKE_FIXTURES_MALFORMED', 'expected a list'],
    ['[{}]', 'SMOKE_FIXTURES_MALFORMED', 'fixture 0: `id` is missing'],
    ['[{"id":"a"}]', 'SMOKE_FIXTURES_MALFORMED', '`request.inputs` holds no tensor'],
    ['[{"id":"a","request":{"inputs":[{"name":"x"}]}}]', 'SMOKE_FIXTURES_MALFORMED', '`request.inputs[0]` needs'],
    [
      '[{"id":"a","request":{"inputs":[{"name":"x","data":[1]}]},"response":{"outputs":[]}}]',
      'SMOKE_FIXTURES_MALFORMED',
      '`response.outputs` holds',
    ],
    [JSON.stringify([GOLDEN, GOLDEN]), 'SMOKE_FIXTURES_MALFORMED', 'the id three-rows stands twice'],
  ])('refuses the fixtures %.40s before it asks anything', async (text, code, message) => {
    const { server, smoke } = await scene({}, text);
    await expect(smoke()).rejects.toMatchObject({ code, exitCode: 4, message: expect.stringContaining(message) });
    expect(server.requests).toEqual([]);
  });

  it('says which file is missing, and what the configuration lacks', async () => {
    const { smoke } = await scene();
    await expect(smoke({ fixtures: 'other.json' })).rejects.toMatchObject({
      code: 'SMOKE_FIXTURES_MISSING',
      exitCode: 4,
    });
    expect(() => smokeFor({ fixtures: 'golden.json' }, SUBJECT, { directory: '/', env: {} })).toThrow(
      'does not name the candidate',
    );
    expect(() => smokeFor({ candidate: 'http://x' }, SUBJECT, { directory: '/', env: {} })).toThrow('its fixtures');
  });
});
