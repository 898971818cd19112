import { type DeliveryError, type Evaluation, EvidenceError } from '@model-delivery/core';
import type { MetricsFile, SideNumbers } from '../checks/evidence-numbers.ts';
import type { FileReference, SideFiles } from '../effective-policy.ts';
import { listedMetrics } from '../metrics/listed-metrics.ts';
import { type ColumnRoles, wantedColumns } from '../predictions/column-roles.ts';
import { type ModelColumns, modelColumns } from '../predictions/model-columns.ts';
import type { Scope } from '../predictions/scope.ts';
import { readMetricsFile } from '../readers/metrics-file.ts';
import type { EvaluationRequest } from '../request.ts';

/** One side's files, read; `error` is the first thing that makes them unusable. */
export interface LoadedSide {
  columns: ModelColumns | null;
  metrics: MetricsFile | null;
  error: DeliveryError | null;
}

/** A side without files. */
export const NOTHING_LOADED: LoadedSide = { columns: null, metrics: null, error: null };

/** Reads the prediction and metrics files of one side and notes their digests in `inputs`. */
export async function loadSide(
  request: EvaluationRequest,
  files: SideFiles,
  roles: ColumnRoles,
  side: 'candidate' | 'champion',
  inputs: Evaluation['inputs'],
): Promise<LoadedSide> {
  const loaded: LoadedSide = { columns: null, metrics: null, error: null };
  const containedIn = (file: FileReference) => (file.pulled ? undefined : request.containedIn);
  const named = (file: FileReference) => file.shown ?? file.path;
  try {
    if (files.predictions !== undefined) {
      const read = await request.predictions.read(
        { ...files.predictions, containedIn: containedIn(files.predictions) },
        wantedColumns(roles, side),
      );
      inputs[side] = { path: named(files.predictions), sha256: read.sha256, rows: read.table.rows, bytes: read.bytes };
      loaded.columns = modelColumns(read.table, roles, side);
    }
    if (files.metrics !== undefined) {
      const { metrics, file } = await readMetricsFile(files.metrics, containedIn(files.metrics));
      const role = files.predictions === undefined ? side : `${side}_metrics`;
      inputs[role] = { path: named(files.metrics), sha256: file.sha256, rows: null, bytes: file.bytes };
      loaded.metrics = metrics;
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    loaded.error = error;
  }
  return loaded;
}

/** The loaded files as a place to look numbers up in. */
export function sideNumbers(
  side: 'candidate' | 'champion',
  loaded: LoadedSide,
  model: SideNumbers['model'],
): SideNumbers {
  return { side, model, predictionsPath: loaded.columns?.path ?? null, metrics: loaded.metrics };
}

/** A metric that both the predictions and the metrics file give would have two values. */
export function nameTwice(numbers: SideNumbers, scope: Scope | null, asked: readonly string[]): EvidenceError | null {
  if (numbers.metrics === null || numbers.model === null || scope === null) return null;
  const twice = listedMetrics(scope, numbers.model, asked).filter(({ name }) => numbers.metrics!.values.has(name));
  if (twice.length === 0) return null;
  return new EvidenceError({
    code: 'METRIC_TWICE',
    message: `Reading ${numbers.metrics.path}: ${twice.map(({ name }) => name).join(', ')} can also be computed from ${numbers.predictionsPath}, so there would be two values.`,
    hint: 'Remove these names from the metrics file: a number with rows behind it has an interval.',
  });
}
