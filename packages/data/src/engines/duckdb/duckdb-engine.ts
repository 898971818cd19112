import { asDeliveryError } from '@model-delivery/core';
import { type Engine, type EngineBinding, openSources, quoteLiteral, type SourceSpec } from '@model-delivery/engine';
import type {
  MeasurementEngine,
  MeasurementSession,
  OpenOptions,
  OpenResult,
  SourceRequest,
} from '../../measurement/measurement-engine.ts';
import { DuckdbDataset } from './duckdb-dataset.ts';

export interface DuckdbOptions {
  binding: EngineBinding;
  /** For example `2GB`; default: the smaller of 2 GB and a quarter of the machine's memory. */
  memory?: string | undefined;
  threads?: number | 'auto' | undefined;
  /** Folder for spilled data (RUNNER_TEMP). */
  tempDirectory: string;
  /** Folder that no data file may lie outside of (the workspace). */
  containedIn?: string | undefined;
  /** Time after which one query is stopped, in ms. */
  queryTimeoutMs?: number | undefined;
}

/** The embedded engine: measures files with DuckDB in a sandbox that can read exactly those files. */
export function duckdbMeasurementEngine(options: DuckdbOptions): MeasurementEngine {
  return {
    name: 'duckdb',
    version: options.binding.version.replace(/-.*$/, ''),
    open: (requests, openOptions) => openSession(options, requests, openOptions),
  };
}

async function openSession(
  options: DuckdbOptions,
  requests: readonly SourceRequest[],
  openOptions: OpenOptions,
): Promise<MeasurementSession> {
  const specs = Object.fromEntries(requests.map((request) => [request.name, sourceSpec(request, options)]));
  const { engine, sources } = await openSources(options.binding, specs, {
    memory: options.memory,
    threads: options.threads,
    tempDirectory: options.tempDirectory,
    queryTimeoutMs: options.queryTimeoutMs,
  });
  const interrupt = () => engine.interrupt();
  openOptions.signal?.addEventListener('abort', interrupt);
  const close = async () => {
    openOptions.signal?.removeEventListener('abort', interrupt);
    await engine.close();
  };
  try {
    const datasets: OpenResult[] = [];
    for (const { name } of requests) datasets.push(openDataset(name, engine, sources[name]!));
    return { datasets, patternProblem: (pattern) => patternProblem(engine, pattern), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function sourceSpec(request: SourceRequest, options: DuckdbOptions): SourceSpec {
  const { source, baseDirectory, format, delimiter, quote, encoding, header, nullValues } = request;
  return {
    path: source,
    baseDirectory,
    containedIn: options.containedIn,
    options: { format, delimiter, quote, encoding, header, nullValues },
  };
}

function openDataset(
  name: string,
  engine: Engine,
  source: Awaited<ReturnType<typeof openSources>>['sources'][string],
): OpenResult {
  if ('error' in source) return { name, failure: source.error };
  try {
    return { dataset: new DuckdbDataset(name, engine, source) };
  } catch (error) {
    return { name, failure: asDeliveryError(error) };
  }
}

async function patternProblem(engine: Engine, pattern: string): Promise<string | null> {
  try {
    await engine.query(`SELECT regexp_full_match('', ${quoteLiteral(pattern)})`, [], {
      purpose: 'checking a pattern',
      userExpression: pattern,
    });
    return null;
  } catch (error) {
    return asDeliveryError(error).message.replace(/^.*cannot be evaluated: /s, '');
  }
}
