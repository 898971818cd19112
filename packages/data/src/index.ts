export { type DuckdbOptions, duckdbMeasurementEngine } from './engines/duckdb/duckdb-engine.ts';
export type {
  Description,
  ExampleRequest,
  ExampleRow,
  MeasurementEngine,
  MeasurementSession,
  OpenedDataset,
  SourceRequest,
} from './measurement/measurement-engine.ts';
export type { Measured, MeasurementRequest, MeasurementResult } from './measurement/request.ts';
export type { RowTest } from './measurement/row-test.ts';
export { type ColumnDifference, diffProfiles } from './profile/diff-profiles.ts';
export { mergeProfiles } from './profile/merge-profiles.ts';
export { type ProfileInput, profileDataset } from './profile-dataset.ts';
export { readProfileFile, type StoredProfile } from './stores/profile-file.ts';
export { summaryOfData } from './summary.ts';
export { type ValidateInput, type ValidateResult, validateData } from './validate.ts';
