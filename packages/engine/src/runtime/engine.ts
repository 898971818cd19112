import type { EngineBinding } from '../binding/engine-binding.ts';
import type { Cell, Column } from './cells.ts';

export interface EngineOptions {
  /** Memory limit, for example `2GB` or `512MiB`. Default: the smaller of 2 GB and a quarter of this machine's memory. */
  memory?: string | undefined;
  /** Worker threads; `auto` (the default) takes the machine's. No number and no verdict depends on it. */
  threads?: number | 'auto' | undefined;
  /** Folder in which the engine makes a private folder for spilled and converted data; removed by `close`. */
  tempDirectory: string;
  /** Absolute paths of the only files that queries may read. */
  allowedPaths: readonly string[];
  /** Largest size of spilled data, for example `10GB`. Default: 90 % of the free space of the disk. */
  spillLimit?: string | undefined;
  /** Time after which a query is stopped, in ms. Default 30 minutes. */
  queryTimeoutMs?: number | undefined;
}

export interface QueryOptions {
  /** Time after which this query is stopped, in ms. */
  timeoutMs?: number | undefined;
  /** What the query does, for error messages: `checking train/rule/0`. */
  purpose?: string | undefined;
  /** The user's SQL expression inside this query: errors that it can cause become a ConfigError that quotes it. */
  userExpression?: string | undefined;
  /** Files that an error may name: path that DuckDB reads -> path as the user wrote it. */
  paths?: ReadonlyMap<string, string> | undefined;
}

export interface QueryResult {
  columns: { name: string; type: string }[];
  rows: Cell[][];
}

/** A sandboxed DuckDB: reads the allowed files and its own private folder, nothing else, and its settings are locked. */
export interface Engine {
  readonly binding: EngineBinding;
  /** Version of the library, for example `1.5.5`: what documents name. */
  readonly libraryVersion: string;
  /** Private folder of this engine. Files in it can be read by queries. */
  readonly scratchDirectory: string;
  /**
   * Runs one statement and returns all its rows. Queries run one after the other.
   * @throws EvidenceError on timeout, lack of memory and unreadable data; ConfigError for a faulty `userExpression`.
   */
  query(sql: string, params?: readonly Cell[], options?: QueryOptions): Promise<QueryResult>;
  /** The first cell of the first row, as a count. */
  count(sql: string, params?: readonly Cell[], options?: QueryOptions): Promise<number>;
  /** The whole result as typed columns (numbers, integers and booleans as doubles, everything else as text); for up to tens of millions of rows. */
  columns(sql: string, params?: readonly Cell[], options?: QueryOptions): Promise<Column[]>;
  /** Names and types of a query's result, without running it. */
  describe(sql: string, options?: QueryOptions): Promise<{ name: string; type: string }[]>;
  /** Stops the running query; its promise rejects. */
  interrupt(): void;
  /** Closes the database and removes the private folder. Safe to call twice. */
  close(): Promise<void>;
}
