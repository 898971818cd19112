import type { ColumnType, DeliveryError } from '@model-delivery/core';
import type { Measured, MeasurementRequest } from './request.ts';
import type { RowTest } from './row-test.ts';

/** A data set to be opened. */
export interface SourceRequest {
  name: string;
  /** Path or glob as written. */
  source: string;
  /** Folder that a relative source starts at. */
  baseDirectory: string;
  format?: 'csv' | 'parquet' | 'jsonl' | undefined;
  delimiter?: string | undefined;
  quote?: string | undefined;
  encoding?: string | undefined;
  header?: boolean | undefined;
  /** CSV texts that mean "missing". */
  nullValues: readonly string[];
}

export interface DescribedColumn {
  name: string;
  /** Declared, or inferred from the whole data. */
  type: ColumnType;
}

/** What a data set is, before anything was measured. */
export interface Description {
  format: string;
  files: number;
  bytes: number;
  sha256: string;
  rows: number;
  /** In the data's order. */
  columns: readonly DescribedColumn[];
}

/** Failing rows as text, by column. */
export type ExampleRow = Record<string, string | null>;

/** Which failing rows to show. */
export interface ExampleRequest {
  test: RowTest;
  where: string | null;
  /** Columns to show, in this order; also the order of the rows. */
  columns: readonly string[];
  limit: number;
}

/** A data set that can be asked. Engines never see thresholds, those who ask never see SQL. */
export interface OpenedDataset {
  readonly name: string;
  /** In the data's order. */
  readonly columnNames: readonly string[];
  /** Gives the named columns these types and the others those that the data show. Comes before everything else. */
  declare(types: ReadonlyMap<string, ColumnType>): Promise<void>;
  description(): Description;
  /**
   * The columns that a user's condition names, and whether it can be evaluated on these data.
   * @throws ConfigError when it is not one plain condition over one row.
   */
  columnsOfCondition(condition: string, purpose: string): Promise<readonly string[]>;
  /** Answers in the order of the requests. @throws EvidenceError when the data cannot be read. */
  measure(requests: readonly MeasurementRequest[]): Promise<Measured[]>;
  /** The first failing rows in the order of the shown columns. */
  examples(request: ExampleRequest): Promise<ExampleRow[]>;
}

/** A data set, or why it cannot be read. */
export type OpenResult = { dataset: OpenedDataset } | { name: string; failure: DeliveryError };

/** A session over some data sets. */
export interface MeasurementSession {
  readonly datasets: readonly OpenResult[];
  /** Why a pattern cannot be used by `matches`; null where it can. */
  patternProblem(pattern: string): Promise<string | null>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Stops the running measurement. */
  signal?: AbortSignal | undefined;
}

/** Something that can measure data sets: the embedded engine today, warehouses later. */
export interface MeasurementEngine {
  readonly name: string;
  /** Version of the library, as documents name it. */
  readonly version: string;
  open(requests: readonly SourceRequest[], options: OpenOptions): Promise<MeasurementSession>;
}
