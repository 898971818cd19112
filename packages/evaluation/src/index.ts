export { modelFiles } from '@model-delivery/model-files';
export { evaluate } from './evaluate.ts';
export type {
  ColumnValues,
  PredictionFile,
  PredictionReader,
  PredictionTable,
  WantedColumns,
} from './predictions/prediction-table.ts';
export { duckdbPredictionReader, type PredictionEngine } from './readers/duckdb-predictions.ts';
export type {
  ChampionAnswer,
  ChampionSource,
  EvaluationOverrides,
  EvaluationRequest,
  EvaluationResult,
} from './request.ts';
export { summaryOfEvaluation } from './summary.ts';
