import type { DataProfile, DatasetConfig } from '@model-delivery/core';
import type { DescribedColumn } from '../measurement/measurement-engine.ts';

/** The profile that a data set's drift is measured against, or why there is none. */
export type ReferenceFacts =
  | { state: 'profile'; name: string; profile: DataProfile }
  /** Other data sets are compared with this one. */
  | { state: 'itself' }
  | { state: 'none' }
  | { state: 'unusable'; reason: string };

/** What the plan needs to know about a data set. */
export interface DatasetFacts {
  name: string;
  config: DatasetConfig;
  rows: number;
  columns: readonly DescribedColumn[];
  /** Columns that each user condition names, by its text. */
  conditions: ReadonlyMap<string, readonly string[]>;
  reference: ReferenceFacts;
}

/** Where a column that a check names stands. */
export type ColumnPresence =
  | { state: 'present'; column: DescribedColumn }
  | { state: 'absent'; reason: string }
  | { state: 'missing'; reason: string };
