import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Evaluation,
  type EvaluationCheck,
  evaluationSchema,
  loadConfig,
  type Purpose,
} from '@model-delivery/core';
import { acquireEngine } from '@model-delivery/engine';
import {
  type ChampionSource,
  duckdbPredictionReader,
  type EvaluationOverrides,
  type EvaluationResult,
  evaluate,
  type PredictionReader,
} from '../src/index.ts';
import { plainCsvReader } from './plain-csv-reader.ts';

/** The real reader, on the engine in node_modules. */
export function realReader(directory: string): PredictionReader {
  return duckdbPredictionReader(async () => ({
    binding: await acquireEngine({ toolCache: join(directory, 'cache'), env: {}, log: () => undefined }),
    temporaryDirectory: directory,
  }));
}

/** A registry without any alias. */
export const noRegistry: ChampionSource = { resolve: async () => ({ state: 'none', reason: 'empty registry' }) };

export interface Scenario {
  /** Text of model-delivery.yaml. */
  yaml: string;
  /** File name to content. */
  files: Record<string, string | Uint8Array>;
  purpose?: Purpose;
  overrides?: EvaluationOverrides;
  seed?: number;
  championSource?: ChampionSource;
  /** Reads through DuckDB instead of the small CSV reader of the tests. */
  real?: boolean;
}

/** Writes the files, runs the stage, and checks the document against its schema. */
export async function evaluateFiles(scenario: Scenario): Promise<EvaluationResult> {
  const directory = mkdtempSync(join(tmpdir(), 'evaluation-'));
  try {
    for (const [name, content] of Object.entries(scenario.files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    const result = await evaluate({
      config: loadConfig(scenario.yaml, 'model-delivery.yaml').config,
      baseDirectory: directory,
      containedIn: directory,
      purpose: scenario.purpose ?? 'pull_request',
      asOf: '2026-11-21',
      overrides: scenario.overrides,
      seed: scenario.seed,
      defaultDataReport: 'data-report.json',
      predictions: scenario.real ? realReader(directory) : plainCsvReader,
      championSource: scenario.championSource ?? noRegistry,
    });
    evaluationSchema.parse(result.content);
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The check with an id. */
export function checkOf(content: Evaluation, id: string): EvaluationCheck {
  const found = content.checks.find((check) => check.id === id);
  if (found === undefined)
    throw new Error(`no check ${id}; there are ${content.checks.map((check) => check.id).join(', ')}`);
  return found;
}

/** Rows as CSV text. */
export function csv(header: string, rows: readonly (readonly (string | number | null)[])[]): string {
  return `${[header, ...rows.map((row) => row.map((cell) => cell ?? '').join(','))].join('\n')}\n`;
}
