import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { EvidenceError } from '@model-delivery/core';
import { parseInferenceJson, type Tensor } from './inference-tensor.ts';

/** A recorded request with the answer that the model must give. */
export interface GoldenFixture {
  id: string;
  request: { inputs: Tensor[]; [member: string]: unknown };
  response: { outputs: Tensor[] };
}

const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Reads `golden.json`: `[{id, request: {inputs}, response: {outputs}}]` in OIP v2 form.
 * @throws EvidenceError when it is missing, empty or malformed, naming the fixture
 */
export async function readGoldenFixtures(path: string): Promise<GoldenFixture[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const found =
      (cause as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'no such file'
        : `it cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw unusable('SMOKE_FIXTURES_MISSING', path, found, cause);
  }
  if (text.length > MAX_BYTES) throw unusable('SMOKE_FIXTURES_MALFORMED', path, 'larger than 50 MB');
  let value: unknown;
  try {
    value = parseInferenceJson(text);
  } catch (cause) {
    throw unusable('SMOKE_FIXTURES_MALFORMED', path, `not JSON: ${(cause as Error).message}`, cause);
  }
  if (!Array.isArray(value)) throw unusable('SMOKE_FIXTURES_MALFORMED', path, 'expected a list');
  if (value.length === 0) throw unusable('SMOKE_FIXTURES_EMPTY', path, 'it holds no fixture');
  const fixtures = value.map((item, i) => fixtureFrom(item, i, path));
  const twice = fixtures.find(({ id }, i) => fixtures.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) throw unusable('SMOKE_FIXTURES_MALFORMED', path, `the id ${twice.id} stands twice`);
  return fixtures;
}

function fixtureFrom(item: unknown, index: number, path: string): GoldenFixture {
  const refuse = (what: string) => unusable('SMOKE_FIXTURES_MALFORMED', path, `fixture ${index}: ${what}`);
  const { id, request, response } = object(item) ?? {};
  if (typeof id !== 'string' && typeof id !== 'number') throw refuse('`id` is missing');
  const inputs = object(request)?.inputs;
  const outputs = object(response)?.outputs;
  for (const [name, tensors] of [
    ['request.inputs', inputs],
    ['response.outputs', outputs],
  ] as const) {
    if (!Array.isArray(tensors) || tensors.length === 0) throw refuse(`\`${name}\` holds no tensor`);
    const wrong = tensors.findIndex(
      (tensor) => typeof object(tensor)?.name !== 'string' || object(tensor)?.data === undefined,
    );
    if (wrong >= 0) throw refuse(`\`${name}[${wrong}]\` needs \`name\` and \`data\``);
  }
  return {
    id: String(id),
    request: request as GoldenFixture['request'],
    response: response as GoldenFixture['response'],
  };
}

function object(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function unusable(code: string, path: string, found: string, cause?: unknown): EvidenceError {
  return new EvidenceError({
    code,
    message: `Reading the golden fixtures ${relative(process.cwd(), path)}: ${found}.`,
    hint: 'Expected [{"id":"…","request":{"inputs":[{"name","shape","datatype","data"}]},"response":{"outputs":[…]}}]; record it with the model you trained.',
    cause,
  });
}
