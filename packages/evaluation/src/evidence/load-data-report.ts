import { relative, resolve } from 'node:path';
import { ConfigError, type DeliveryError, type Evaluation, EvidenceError } from '@model-delivery/core';
import type { CheckPlan } from '../checks/plan-checks.ts';
import { type DataReportFigures, readDataReport } from '../readers/data-report-file.ts';
import type { EvaluationRequest } from '../request.ts';

/** The figures of the data report, or why there are none; both null when no check asks for them. */
export interface LoadedDataReport {
  figures: DataReportFigures | null;
  error: DeliveryError | null;
}

/** Reads the data report when a check bounds one of its figures. */
export async function loadDataReport(
  request: EvaluationRequest,
  plan: CheckPlan,
  inputs: Evaluation['inputs'],
  problems: DeliveryError[],
): Promise<LoadedDataReport> {
  if (!plan.overall.some((check) => check.source === 'data_report')) return { figures: null, error: null };
  const flag = request.overrides?.dataReport;
  const path = flag ?? request.defaultDataReport;
  if (path === undefined) {
    throw new ConfigError({
      code: 'DATA_REPORT_NOT_NAMED',
      message: 'Planning the checks: some bound figures of the data report, but nobody says where it is.',
      hint: 'Pass --data-report (input `data-report`).',
    });
  }
  try {
    const baseDirectory = request.workingDirectory ?? request.baseDirectory;
    const { figures, file } = await readDataReport({ path, baseDirectory }, request.containedIn);
    // The default is where this run wrote it: named relative to the working folder, so that documents agree between machines.
    const shown = flag ?? relative(resolve(baseDirectory), resolve(baseDirectory, path));
    inputs.data_report = { path: shown, sha256: file.sha256, rows: null, bytes: file.bytes };
    return { figures, error: null };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    problems.push(error);
    return { figures: null, error };
  }
}
