import type { ScoreType } from '@model-delivery/stats';

/** Numbers of one column; `missing[row]` is 1 where the file has no value (the number is then NaN). */
export interface NumberValues {
  kind: 'number';
  values: Float64Array;
  missing: Uint8Array | null;
  /** Column type in the file: log loss clips by it. Text formats are float64. */
  scoreType: ScoreType;
}

/** Texts of one column; null where the file has no value. */
export interface TextValues {
  kind: 'text';
  values: readonly (string | null)[];
}

export type ColumnValues = NumberValues | TextValues;

/** The columns of a prediction file that the policy needs, all of the same length. */
export interface PredictionTable {
  /** Path as written, for messages. */
  path: string;
  rows: number;
  /** Every column the file has, also those that were not read. */
  columnNames: readonly string[];
  columns: ReadonlyMap<string, ColumnValues>;
}

/** The columns that a reader should read where the file has them. */
export interface WantedColumns {
  /** Read as text whatever their type: ids, clusters, slices. */
  text: readonly string[];
  /** Read as numbers where the column holds numbers or booleans, else as text: labels, predictions, scores. */
  natural: readonly string[];
  /** Columns with these prefixes are read like `natural`: `score_<class>`. */
  prefixes: readonly string[];
}

/** A prediction file as evidence: what was read and the digest of its bytes. */
export interface PredictionFile {
  table: PredictionTable;
  sha256: string;
  bytes: number;
}

/** Port to whatever reads Parquet, CSV and JSON Lines. */
export interface PredictionReader {
  /** @throws EvidenceError when the file is missing, empty or damaged; ConfigError when it lies outside the workspace. */
  read(
    location: { path: string; baseDirectory: string; containedIn?: string | undefined },
    wanted: WantedColumns,
  ): Promise<PredictionFile>;
}
