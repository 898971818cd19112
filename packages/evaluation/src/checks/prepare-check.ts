import { ConfigError, type DeliveryError, EvidenceError } from '@model-delivery/core';
import { championError } from '../champion/champion-error.ts';
import type { Evidence } from '../gather-evidence.ts';
import { denominatorRows } from '../metrics/measure.ts';
import type { Scope } from '../predictions/scope.ts';
import { type SideValue, sideValue } from './evidence-numbers.ts';
import { contrastOf, contrastValue, type PlannedCheck } from './planned-check.ts';

/** A check of one scope: what is to be judged, or why nothing is. */
export type PreparedCheck = { check: PlannedCheck; slice: string | null; rows: number | null } & (
  | { state: 'error'; error: DeliveryError; candidate: number | null; champion: number | null }
  | { state: 'not_applicable'; message: string; candidate: number | null; champion: number | null }
  /** Numbers without rows. */
  | { state: 'value'; candidate: number; champion: number | null; from: string }
  | { state: 'rows'; scope: Scope; candidate: number; champion: number | null }
);

const WITHOUT_IDS = 'neither prediction file has ids, so their rows cannot be joined';

const notApplicable = (message: string) => ({
  state: 'not_applicable' as const,
  message,
  candidate: null,
  champion: null,
});
const failed = (error: DeliveryError) => ({ state: 'error' as const, error, candidate: null, champion: null });

/**
 * Looks up both numbers of a check. @param scope a slice, or null for the whole test set
 * @throws ConfigError for what only the policy can repair (averaging over classes, the positive label)
 */
export function prepareCheck(
  check: PlannedCheck,
  evidence: Evidence,
  slice: Scope | null,
  minRows: number,
): PreparedCheck {
  const scope = slice ?? evidence.scope;
  const shared = {
    check,
    slice: slice?.slice ?? null,
    rows: check.source === 'data_report' ? null : (scope?.rows ?? null),
  };
  if (check.source === 'data_report') return { ...shared, ...dataReportValue(check, evidence) };
  if (evidence.candidate.error !== null) return { ...shared, ...failed(evidence.candidate.error) };
  if (slice !== null) {
    const counted = countDenominator(check, slice);
    if (counted < minRows) {
      return {
        ...shared,
        ...notApplicable(
          `${check.metric} for ${slice.slice} is not judged: ${counted} rows count for it, min_n is ${minRows}.`,
        ),
      };
    }
  }
  const mine = sideValue(check.metric, check.definition, evidence.candidate.numbers, scope);
  const candidate = mine.kind === 'rows' || mine.kind === 'file' ? mine.value : null;
  const unusable = withoutValue(mine, slice !== null);
  if (unusable !== null) return { ...shared, ...unusable };
  if (!check.compares) return { ...shared, ...usable(mine, null, scope) };
  return { ...shared, ...compared(check, evidence, slice, mine), ...(candidate === null ? {} : { candidate }) };
}

function dataReportValue(check: PlannedCheck, { dataReport }: Evidence) {
  if (dataReport.error !== null) return failed(dataReport.error);
  const value = dataReport.figures!.values.get(check.metric) ?? null;
  if (value !== null) return { state: 'value' as const, candidate: value, champion: null, from: 'the data report' };
  const what = check.metric === 'drift_psi' ? 'no drift check with a psi' : 'no column with a share of missing values';
  return failed(
    new EvidenceError({
      code: 'DATA_REPORT_FIGURE_MISSING',
      message: `Reading the data report ${dataReport.figures!.path}: ${check.metric} is bounded, but the report has ${what}.`,
      hint:
        check.metric === 'drift_psi'
          ? 'Configure `drift: { psi: … }` for at least one column.'
          : 'Validate at least one dataset with rows.',
    }),
  );
}

function countDenominator(check: PlannedCheck, slice: Scope): number {
  const metric = check.definition!;
  if (metric.family !== 'proportion' || slice.candidate.classes === null) return slice.rows;
  const rows = denominatorRows(metric, slice, check.compares);
  return rows === null ? slice.rows : rows.reduce((sum, counts) => sum + counts, 0);
}

/** Undefined metrics are an error of the whole test set, and no verdict on a slice. */
function withoutValue(value: SideValue, slice: boolean) {
  if (value.kind === 'undefined') {
    if (slice) return notApplicable(`${value.message}.`);
    return failed(
      new EvidenceError({
        code: 'METRIC_UNDEFINED',
        message: `Computing metrics: ${value.message}.`,
        hint: 'Use a test set that holds both classes, or check the decision threshold.',
      }),
    );
  }
  if (value.kind !== 'missing') return null;
  if (value.error instanceof ConfigError) throw value.error;
  return failed(value.error);
}

function compared(check: PlannedCheck, evidence: Evidence, slice: Scope | null, mine: SideValue) {
  const { champion } = evidence;
  if (champion.state === 'none') {
    return notApplicable(
      `${check.metric} is not compared: there is no champion yet (${champion.reason ?? 'first model'}).`,
    );
  }
  if (champion.state !== 'ready') return failed(championError(champion.state, champion.reason ?? 'no reason is known'));
  if (slice !== null && slice.champion === null) {
    const why = champion.numbers!.model === null ? 'it has only a metrics file, which knows no slices' : WITHOUT_IDS;
    return failed(championError('incomparable', why));
  }
  const theirs = sideValue(check.metric, check.definition, champion.numbers!, slice ?? champion.scope);
  if (theirs.kind === 'missing') {
    if (theirs.error instanceof ConfigError) throw theirs.error;
    return failed(championError('incomparable', theirs.error.message.replace(/\.$/, '')));
  }
  const unusable = withoutValue(theirs, slice !== null);
  if (unusable !== null) return unusable;
  const value = (theirs as { value: number }).value;
  if ((check.bound === 'min_ratio' || check.bound === 'max_ratio') && value <= 0)
    return failed(ratioOfNothing(check, value));
  const scope = slice ?? evidence.scope;
  if (mine.kind === 'rows' && theirs.kind === 'rows' && !scope!.paired && check.definition?.family !== 'quantile') {
    return failed(championError('incomparable', WITHOUT_IDS));
  }
  return usable(mine, theirs, scope);
}

function ratioOfNothing(check: PlannedCheck, champion: number): EvidenceError {
  return new EvidenceError({
    code: 'RATIO_WITHOUT_BASE',
    message: `Comparing ${check.metric}: a ratio needs a champion above 0, found ${champion}.`,
    hint: 'Use `max_regression` or `min_delta`.',
  });
}

function usable(mine: SideValue, theirs: SideValue | null, scope: Scope | null) {
  const candidate = (mine as { value: number }).value;
  const champion = theirs === null ? null : (theirs as { value: number }).value;
  const files = [mine, theirs].flatMap((side) => (side?.kind === 'file' ? [side.file] : []));
  if (files.length > 0)
    return { state: 'value' as const, candidate, champion, from: `a metrics file (${[...new Set(files)].join(', ')})` };
  return { state: 'rows' as const, scope: scope!, candidate, champion };
}

/** T of a prepared check. */
export function preparedContrast(prepared: PreparedCheck): number | null {
  const { candidate, champion, check } = prepared;
  if (candidate === null || (check.compares && champion === null)) return null;
  return contrastValue(contrastOf(check), candidate, champion ?? 0);
}
