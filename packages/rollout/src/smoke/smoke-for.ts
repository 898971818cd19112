import { resolve } from 'node:path';
import { ConfigError, type SmokeConfig } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { durationMs } from '../duration.ts';
import type { SmokeReport, SmokeTest } from '../ports.ts';
import { batchRows, rowOf } from './batch-rows.ts';
import { type GoldenFixture, readGoldenFixtures } from './golden-fixtures.ts';
import { type FloatTolerance, firstDifference, type Tensor } from './inference-tensor.ts';
import { OipClient } from './oip-client.ts';
import { type ExpectedServing, servingParity } from './serving-parity.ts';

const WAIT = '10s';
const TIMEOUT = '10s';
const TOLERANCE: FloatTolerance = { abs: 1e-6, rel: 0 };

/** What is rolled out: the model's configured name, its version, and what it was trained with. */
export interface SmokeSubject extends ExpectedServing {
  model: string;
}

/**
 * The smoke test that `rollout.smoke` describes. Fixtures are read first: without them nothing is asked.
 * The test throws EvidenceError for unusable fixtures and ExternalError when the candidate cannot be asked; wrong answers are in the report.
 * @throws ConfigError when the candidate's address or the fixtures are not named
 */
export function smokeFor(config: SmokeConfig, subject: SmokeSubject, context: AdapterContext): SmokeTest {
  const { candidate, fixtures } = config;
  if (candidate === undefined || fixtures === undefined) {
    throw new ConfigError({
      code: 'SMOKE_INCOMPLETE',
      message: `rollout.smoke does not name ${candidate === undefined ? 'the candidate' : 'its fixtures'}.`,
      hint: 'Expected smoke: { candidate: "http://127.0.0.1:9002", fixtures: golden.json }: the address of the candidate alone, and golden requests.',
    });
  }
  const client = new OipClient(candidate, config.model ?? subject.model, durationMs(config.timeout ?? TIMEOUT));
  const tolerance = config.tolerance === undefined ? TOLERANCE : { abs: 0, rel: 0, ...defined(config.tolerance) };
  return async (signal) => {
    const golden = await readGoldenFixtures(resolve(context.directory, fixtures));
    await client.untilReady(durationMs(config.wait ?? WAIT), signal);
    const session = new SmokeSession(client, tolerance, config.batch === true, signal);
    for (const fixture of golden) await session.run(fixture);
    return session.report(
      golden.length,
      subject,
      await client.metadata(signal).catch(() => ({ server: {}, model: {} })),
    );
  };
}

function defined(tolerance: NonNullable<SmokeConfig['tolerance']>): Partial<FloatTolerance> {
  return Object.fromEntries(Object.entries(tolerance).filter(([, value]) => value !== undefined));
}

class SmokeSession {
  readonly #client: OipClient;
  readonly #tolerance: FloatTolerance;
  readonly #batch: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #modelVersions = new Set<string>();
  #passed = 0;
  #message = '';

  constructor(client: OipClient, tolerance: FloatTolerance, batch: boolean, signal: AbortSignal | undefined) {
    this.#client = client;
    this.#tolerance = tolerance;
    this.#batch = batch;
    this.#signal = signal;
  }

  async run(fixture: GoldenFixture): Promise<void> {
    const { request, response } = fixture;
    const problem = (await this.#ask(request, response.outputs)) ?? (this.#batch ? await this.#askRows(fixture) : null);
    if (problem === null) this.#passed += 1;
    else if (this.#message === '') this.#message = `fixture ${fixture.id}: ${problem}`;
  }

  /** The first difference, or null. */
  async #ask(request: { inputs: readonly Tensor[] }, expected: readonly Tensor[]): Promise<string | null> {
    const { status, body, text } = await this.#client.infer(request, this.#signal);
    if (status !== 200) return `the candidate answered ${status}: ${text.trim().slice(0, 300)}`;
    const answer = body as { outputs?: unknown; model_version?: unknown } | null | undefined;
    if (!Array.isArray(answer?.outputs)) return `the answer holds no outputs: ${text.slice(0, 200)}`;
    if (typeof answer.model_version === 'string') this.#modelVersions.add(answer.model_version);
    return firstDifference(expected, answer.outputs as Tensor[], this.#tolerance);
  }

  /** A batch must equal its rows: padding, normalising over the batch and wrong reshaping show here. */
  async #askRows({ request, response }: GoldenFixture): Promise<string | null> {
    const rows = batchRows([...request.inputs, ...response.outputs]);
    for (let row = 0; row < (rows ?? 0); row++) {
      const single = { ...request, inputs: request.inputs.map((tensor) => rowOf(tensor, row)) };
      const problem = await this.#ask(
        single,
        response.outputs.map((tensor) => rowOf(tensor, row)),
      );
      if (problem !== null) return `row ${row} asked alone differs from the batch: ${problem}`;
    }
    return null;
  }

  report(
    fixtures: number,
    subject: SmokeSubject,
    metadata: { server: Record<string, unknown>; model: Record<string, unknown> },
  ): SmokeReport {
    const { told, warnings, wrongVersion } = servingParity(subject, metadata, this.#modelVersions);
    if (wrongVersion === null)
      return { fixtures, passed: this.#passed, message: this.#message, server: told, warnings };
    const message = `the candidate serves version ${wrongVersion}, not ${subject.version}`;
    return { fixtures, passed: 0, message, server: told, warnings };
  }
}
