import { type DataReport, dataReportSchema, documentDigest, EvidenceError } from '@model-delivery/core';
import type { FileReference } from '../effective-policy.ts';
import { readTextFile, type TextFile } from './text-file.ts';

/** Figures of a data report that the policy can bound. */
export interface DataReportFigures {
  path: string;
  /** Name to largest value; null = the report has no such figure. */
  values: ReadonlyMap<string, number | null>;
}

/** Reads `data-report.json` and takes the largest share of missing values and the largest PSI from it. */
export async function readDataReport(
  reference: FileReference,
  containedIn: string | undefined,
): Promise<{ figures: DataReportFigures; file: TextFile }> {
  const file = await readTextFile(reference, 'data report', containedIn);
  return { figures: { path: file.path, values: figuresOf(parseReport(file.text, file.path), file.path) }, file };
}

function parseReport(text: string, path: string): DataReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(path, 'it is no JSON', cause);
  }
  const parsed = dataReportSchema.safeParse(value);
  if (!parsed.success)
    throw unusable(
      path,
      `it is no data-report/1 (${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message})`,
    );
  const stated = parsed.data.meta?.digest;
  const actual = documentDigest(value as object);
  if (stated !== undefined && stated !== actual)
    throw unusable(
      path,
      `its content has the digest ${actual}, but it states ${stated}: it was changed after it was written`,
    );
  return parsed.data;
}

function figuresOf(report: DataReport, path: string): Map<string, number | null> {
  const unread = report.datasets.find((dataset) => dataset.rows === null);
  if (unread !== undefined) throw unusable(path, `the dataset ${unread.name} could not be read in it`);
  const shares = report.datasets.flatMap(({ rows, columns }) =>
    columns.flatMap(({ missing }) => (missing === null || rows === null || rows === 0 ? [] : [missing / rows])),
  );
  const psi = report.checks.flatMap(({ statistic }) =>
    statistic?.name === 'psi' && statistic.value !== null ? [statistic.value] : [],
  );
  const largest = (values: number[]) => (values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b)));
  return new Map([
    ['missing_rate', largest(shares)],
    ['drift_psi', largest(psi)],
  ]);
}

function unusable(path: string, found: string, cause?: unknown): EvidenceError {
  return new EvidenceError({
    code: 'DATA_REPORT_UNUSABLE',
    message: `Reading the data report ${path}: ${found}.`,
    hint: 'Run `model-delivery validate` (action validate-data) before, and pass its document.',
    cause,
  });
}
