import { mkdir, mkdtemp, realpath, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { ConfigError, ExternalError, InternalError } from '@model-delivery/core';
import type { EngineBinding } from '../binding/engine-binding.ts';
import { type Duckdb, loadDuckdb } from '../binding/load-duckdb.ts';
import { quoteList } from '../sql/quoting.ts';
import { type Cell, type Column, cellReader, columnBuilder, toCount } from './cells.ts';
import type { Engine, EngineOptions, QueryOptions, QueryResult } from './engine.ts';
import { defaultMemory, parseSize } from './memory-limit.ts';
import { queryError } from './query-error.ts';

const DEFAULT_TIMEOUT_MS = 30 * 60_000;
const INTERRUPT_AGAIN_MS = 250;

/**
 * Opens a sandboxed DuckDB. Tables live in memory and spill into the private folder beyond the limit (a database file takes
 * three times as long to fill). Before it returns, files outside `allowedPaths` and the private folder
 * are out of reach, extensions are off and the settings are locked, so nothing a later statement says can undo it.
 * @throws ConfigError for a faulty memory limit or thread count, ExternalError when the library or the folder cannot be used.
 */
export async function openEngine(binding: EngineBinding, options: EngineOptions): Promise<Engine> {
  const settings = instanceSettings(options);
  const duckdb = await loadDuckdb(binding);
  const scratchDirectory = await makeScratch(options.tempDirectory);
  try {
    settings.temp_directory = scratchDirectory;
    settings.max_temp_directory_size = await spillLimit(options, scratchDirectory);
    const instance = await duckdb.DuckDBInstance.create(':memory:', settings);
    const connection = await instance.connect();
    for (const statement of lockDown(options.allowedPaths, scratchDirectory)) await connection.run(statement);
    return new SandboxedEngine(binding, duckdb, instance, connection, scratchDirectory, options.queryTimeoutMs);
  } catch (cause) {
    await rm(scratchDirectory, { recursive: true, force: true });
    throw new ExternalError({
      system: 'DuckDB',
      code: 'ENGINE_OPEN_FAILED',
      message: `Opening DuckDB in ${scratchDirectory}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Check that the temporary folder (RUNNER_TEMP) is writable and has free space.',
      cause,
    });
  }
}

function instanceSettings(options: EngineOptions): Record<string, string> {
  const memory = options.memory === undefined ? defaultMemory() : parseSize(options.memory, 'memory');
  const settings: Record<string, string> = {
    memory_limit: `${memory}B`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  };
  const threads = options.threads ?? 'auto';
  if (threads === 'auto') return settings;
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new ConfigError({
      code: 'CONFIG_THREADS',
      message: `Reading threads: expected \`auto\` or a whole number from 1 to 1024, found ${String(threads)}.`,
    });
  }
  return { ...settings, threads: String(threads) };
}

async function makeScratch(tempDirectory: string): Promise<string> {
  try {
    await mkdir(tempDirectory, { recursive: true });
    return await mkdtemp(join(await realpath(tempDirectory), 'model-delivery-engine-'));
  } catch (cause) {
    throw new ExternalError({
      system: 'disk',
      code: 'ENGINE_NO_SCRATCH',
      message: `Making a private folder in ${tempDirectory}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Check that the temporary folder (RUNNER_TEMP) exists and is writable.',
      cause,
    });
  }
}

async function spillLimit(options: EngineOptions, directory: string): Promise<string> {
  if (options.spillLimit !== undefined) return `${parseSize(options.spillLimit, 'spill limit')}B`;
  const disk = await statfs(directory);
  return `${Math.max(64e6, Math.floor(disk.bavail * disk.bsize * 0.9))}B`;
}

function lockDown(allowedPaths: readonly string[], scratchDirectory: string): string[] {
  return [
    // One zone everywhere: timestamps with an offset become UTC, and no document depends on the machine's zone.
    "SET GLOBAL TimeZone = 'UTC'",
    `SET GLOBAL allowed_directories = ${quoteList([scratchDirectory])}`,
    `SET GLOBAL allowed_paths = ${quoteList(allowedPaths)}`,
    'SET GLOBAL enable_external_access = false',
    'SET GLOBAL lock_configuration = true',
  ];
}

class SandboxedEngine implements Engine {
  readonly binding: EngineBinding;
  readonly libraryVersion: string;
  readonly scratchDirectory: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #timeoutMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | null = null;

  constructor(
    binding: EngineBinding,
    duckdb: Duckdb,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    scratchDirectory: string,
    timeoutMs: number | undefined,
  ) {
    this.binding = binding;
    this.libraryVersion = duckdb.version().replace(/^v/, '');
    this.scratchDirectory = scratchDirectory;
    this.#instance = instance;
    this.#connection = connection;
    this.#timeoutMs = timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  query(sql: string, params: readonly Cell[] = [], options: QueryOptions = {}): Promise<QueryResult> {
    return this.#run(options, async () => {
      const result = await this.#connection.run(sql, params as DuckDBValue[]);
      const columns = namedTypes(result.columnNames(), result.columnTypes());
      const readers = columns.map((column) => cellReader(column.type));
      const rows = await result.getRows();
      return { columns, rows: rows.map((row) => row.map((value, index) => readers[index]!(value))) };
    });
  }

  async count(sql: string, params: readonly Cell[] = [], options: QueryOptions = {}): Promise<number> {
    const { rows } = await this.query(sql, params, options);
    return toCount(rows[0]?.[0]);
  }

  columns(sql: string, params: readonly Cell[] = [], options: QueryOptions = {}): Promise<Column[]> {
    return this.#run(options, async () => {
      const result = await this.#connection.stream(sql, params as DuckDBValue[]);
      const columns = namedTypes(result.columnNames(), result.columnTypes());
      const builders = columns.map((column) => columnBuilder(column.name, column.type));
      for await (const chunk of result) {
        builders.forEach((builder, index) => {
          builder.append(chunk.getColumnVector(index), chunk.rowCount);
        });
      }
      return builders.map((builder) => builder.finish());
    });
  }

  async describe(sql: string, options: QueryOptions = {}): Promise<{ name: string; type: string }[]> {
    const { rows } = await this.query(`DESCRIBE ${sql}`, [], options);
    return rows.map((row) => ({ name: String(row[0]), type: String(row[1]) }));
  }

  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): Promise<void> {
    this.#closed ??= this.#last.then(async () => {
      this.#connection.closeSync();
      this.#instance.closeSync();
      await rm(this.scratchDirectory, { recursive: true, force: true, maxRetries: 3 });
    });
    return this.#closed;
  }

  /** Runs one piece of work after the others, with its time limit and its errors turned into ours. */
  #run<T>(options: QueryOptions, work: () => Promise<T>): Promise<T> {
    if (this.#closed !== null) {
      return Promise.reject(
        new InternalError({ code: 'ENGINE_CLOSED', message: 'Running a query: the engine has been closed already.' }),
      );
    }
    const result = this.#last.then(() => this.#limited(options, work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #limited<T>(options: QueryOptions, work: () => Promise<T>): Promise<T> {
    const limitMs = options.timeoutMs ?? this.#timeoutMs;
    const started = performance.now();
    let timedOut = false;
    // Again and again: an interrupt that arrives between two steps of the query is lost.
    const timer = setInterval(
      () => {
        if (performance.now() - started < limitMs) return;
        timedOut = true;
        this.#connection.interrupt();
      },
      Math.max(1, Math.min(limitMs, INTERRUPT_AGAIN_MS)),
    );
    try {
      return await work();
    } catch (error) {
      throw queryError({ error, options, timedOutAfterMs: timedOut ? limitMs : null });
    } finally {
      clearInterval(timer);
    }
  }
}

function namedTypes(
  names: readonly string[],
  types: readonly { toString(): string }[],
): { name: string; type: string }[] {
  return names.map((name, index) => ({ name, type: String(types[index]) }));
}
