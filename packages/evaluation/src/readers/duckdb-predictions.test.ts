import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { configSchema, type Evaluation } from '@model-delivery/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realReader } from '../../testing/evaluate-files.ts';
import { lcg1000, lcgPredictions } from '../../testing/lcg-1000.ts';
import { evaluate } from '../evaluate.ts';
import type { EvaluationRequest } from '../request.ts';

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'predictions-'));
  writeFileSync(join(directory, 'p.csv'), lcgPredictions('a'));
  writeFileSync(join(directory, 'p.csv.gz'), gzipSync(lcgPredictions('a')));
  const lines = lcg1000().map((row) =>
    JSON.stringify({ id: row.id, label: row.label === 1, score: row.a, group: row.group }),
  );
  writeFileSync(join(directory, 'p.jsonl'), `${lines.join('\n')}\n`);
  const database = await (await DuckDBInstance.create()).connect();
  await database.run(`COPY (SELECT id, label, "group", score FROM '${directory}/p.csv') TO '${directory}/p.parquet'`);
  await database.run(
    `COPY (SELECT id, label = 1 AS label, "group", score::FLOAT AS score FROM '${directory}/p.csv') TO '${directory}/p32.parquet'`,
  );
  await database.run(
    `COPY (SELECT * FROM (VALUES (1, 1, 0::FLOAT), (2, 0, 0::FLOAT)) AS t(id, label, score)) TO '${directory}/miss.parquet'`,
  );
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function evaluated(file: string, more: Partial<EvaluationRequest> = {}): Promise<Evaluation> {
  const { content } = await evaluate({
    config: configSchema.parse({
      evaluation: {
        candidate: { predictions: file },
        checks: [
          { metric: 'roc_auc', min: 0.5 },
          { metric: 'f1', min: 0.5 },
        ],
      },
    }),
    baseDirectory: directory,
    purpose: 'pull_request',
    asOf: '2026-11-21',
    predictions: realReader(directory),
    championSource: { resolve: async () => ({ state: 'none' }) },
    ...more,
  });
  return content;
}

describe('prediction files of every format', () => {
  test('CSV, gzip, JSON Lines and Parquet give the same numbers', async () => {
    const reference = await evaluated('p.csv');
    for (const file of ['p.csv.gz', 'p.jsonl', 'p.parquet']) {
      const content = await evaluated(file);
      expect(content.metrics).toEqual(reference.metrics);
      expect(content.checks[0]).toEqual(reference.checks[0]);
      expect(content.inputs.candidate).toMatchObject({ path: file, rows: 1000 });
    }
  });

  test('float32 scores: log loss clips by their epsilon', async () => {
    const content = await evaluated('miss.parquet');
    expect(content.metrics.candidate.log_loss).toBeCloseTo(7.9712, 4);
    const rounded = await evaluated('p32.parquet');
    expect(rounded.metrics.candidate.accuracy).toBe((await evaluated('p.csv')).metrics.candidate.accuracy);
  });

  test('a file outside the workspace is refused', async () => {
    writeFileSync(join(directory, 'x.txt'), '');
    await expect(evaluated('../../etc/passwd', { containedIn: directory })).rejects.toMatchObject({ exitCode: 2 });
    await expect(
      evaluated('p.csv', { containedIn: directory, overrides: { candidate: '../m.json' } }),
    ).rejects.toMatchObject({ code: 'EVIDENCE_OUTSIDE_WORKSPACE', exitCode: 2 });
  });

  test('damaged and foreign files are evidence errors', async () => {
    writeFileSync(join(directory, 'cut.parquet'), 'PAR1 not really');
    writeFileSync(join(directory, 'lfs.csv'), 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
    for (const file of ['cut.parquet', 'lfs.csv', 'gone.csv']) {
      const content = await evaluated(file);
      expect(content.verdict).toBe('error');
      expect(content.error!.code).toMatch(/^DATA_/);
      expect(content.checks.every((check) => check.verdict === 'error')).toBe(true);
    }
  });
});
