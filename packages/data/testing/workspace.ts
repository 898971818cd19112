import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DataReport, dataReportSchema, loadConfig, sealDocument } from '@model-delivery/core';
import { acquireEngine, type EngineBinding, openEngine, quoteLiteral } from '@model-delivery/engine';
import { duckdbMeasurementEngine, type ValidateInput, validateData } from '../src/index.ts';

let binding: Promise<EngineBinding> | null = null;

/** The DuckDB library of the development modules. */
export function testBinding(): Promise<EngineBinding> {
  binding ??= acquireEngine({ toolCache: join(tmpdir(), 'unused'), env: {}, log: () => undefined });
  return binding;
}

/** A folder with data files and a configuration, and the stage run on it. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'model-delivery-data-'));

  write(path: string, content: string | Uint8Array): string {
    const absolute = join(this.directory, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
    return path;
  }

  /** Writes a CSV file; returns a `data:` block with it as the data set `train`, followed by more YAML. */
  train(name: string, lines: readonly string[], more: string, options = ''): string {
    this.write(`${name}.csv`, `${lines.join('\n')}\n`);
    return `data:\n  datasets: { train: { source: ${name}.csv${options} } }\n${more}`;
  }

  /** Writes the rows of a SELECT as Parquet. */
  async writeParquet(path: string, select: string): Promise<string> {
    const engine = await openEngine(await testBinding(), {
      tempDirectory: join(this.directory, 'tmp'),
      allowedPaths: [join(this.directory, path)],
    });
    await engine.query(`COPY (${select}) TO ${quoteLiteral(join(this.directory, path))} (FORMAT parquet)`);
    await engine.close();
    return path;
  }

  async engine(threads?: number) {
    return duckdbMeasurementEngine({
      binding: await testBinding(),
      threads,
      tempDirectory: join(this.directory, 'tmp'),
    });
  }

  /** Validates with the `data:` block given as YAML; the report has been written, read back and passed its schema. */
  async validate(
    yaml: string,
    input: Partial<ValidateInput> & { threads?: number } = {},
  ): Promise<DataReport & { digest: string }> {
    const { config } = loadConfig(yaml, 'model-delivery.yaml');
    const { report } = await validateData({
      config,
      baseDirectory: this.directory,
      workingDirectory: this.directory,
      asOf: '2026-11-21',
      engine: await this.engine(input.threads),
      ...input,
    });
    const { file, digest } = sealDocument(report, {});
    return { ...dataReportSchema.parse(JSON.parse(file)), digest };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** CSV text of rows. */
export function csv(header: string, rows: readonly (readonly unknown[])[]): string {
  return `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

/** A check of a report by id. */
export function check(report: DataReport, id: string): DataReport['checks'][number] {
  const found = report.checks.find((candidate) => candidate.id === id);
  if (found) return found;
  throw new Error(`no check ${id}; there are ${report.checks.map((candidate) => candidate.id).join(', ')}`);
}
