import {
  type CheckVerdict,
  checkSeed,
  type EvaluationCheck,
  type EvidenceMode,
  isBlocking,
} from '@model-delivery/core';
import { holmAdjust, replicatesNeeded } from '@model-delivery/stats';
import { chooseMethod, IDENTICAL, type Method } from '../methods/choose-method.ts';
import type { CheckEstimate, EstimateRequest } from '../methods/estimate-check.ts';
import { checkMessage } from './check-message.ts';
import { judge, pointVerdict, settled } from './judge.ts';
import { contrastOf, contrastScale } from './planned-check.ts';
import { powerStatement } from './power-statement.ts';
import { type PreparedCheck, preparedContrast } from './prepare-check.ts';

/** A prepared check with its final id. */
export interface IdentifiedCheck {
  id: string;
  prepared: PreparedCheck;
}

/** The statistics of the policy. */
export interface JudgeOptions {
  alpha: number;
  bootstrap: number;
  /** The canonical policy as it stands in the document: with the id it seeds each check. */
  policy: unknown;
}

type RowsCheck = IdentifiedCheck & { prepared: Extract<PreparedCheck, { state: 'rows' }> };

/** Ids `<metric>/<bound>[/<slice>]`; a repeated one gets `/2`, `/3`, ... */
export function identifyChecks(prepared: readonly PreparedCheck[]): IdentifiedCheck[] {
  const seen = new Map<string, number>();
  return prepared.map((entry) => {
    const slice = entry.slice === null ? '' : `/${entry.slice.replaceAll('/', '%2F')}`;
    const id = entry.check.name + slice;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return { id: times === 1 ? id : `${id}/${times}`, prepared: entry };
  });
}

/** Judges all checks together: blocking guard checks are one family, whose size sets the number of replicates and Holm's adjustment. */
export function judgeChecks(checks: readonly IdentifiedCheck[], options: JudgeOptions): EvaluationCheck[] {
  const estimates = estimateAll(checks.filter(isRowsCheck), options);
  const adjusted = adjustFamily(checks, estimates);
  return checks.map((entry) =>
    isRowsCheck(entry)
      ? judgedRows(entry, estimates.get(entry.id)!, adjusted.get(entry.id) ?? null, options)
      : judgedWithoutRows(entry, options),
  );
}

const isRowsCheck = (entry: IdentifiedCheck): entry is RowsCheck => entry.prepared.state === 'rows';

function judgedWithoutRows(entry: IdentifiedCheck, options: JudgeOptions): EvaluationCheck {
  const { prepared } = entry;
  if (prepared.state === 'value') return judgedValue(entry, prepared, options);
  if (prepared.state === 'error') return unjudged(entry, 'error', prepared.error.message, options);
  const message = prepared.state === 'not_applicable' ? prepared.message : '';
  return unjudged(entry, 'not_applicable', message, options);
}

const isMember = ({ prepared }: IdentifiedCheck) =>
  prepared.check.mode === 'guard' && prepared.check.severity === 'fail';

/** Methods without replicates first: those that state a p, and all drawn ones, are the family that decides B. */
function estimateAll(checks: readonly RowsCheck[], options: JudgeOptions): Map<string, CheckEstimate> {
  const estimates = new Map<string, CheckEstimate>();
  const drawn: { entry: RowsCheck; method: Method }[] = [];
  for (const entry of checks) {
    const method = chooseMethod(estimateRequest(entry, options));
    if (method.draws) drawn.push({ entry, method });
    else estimates.set(entry.id, method.estimate({ ...estimateRequest(entry, options), replicates: 0, seed: 0 }));
  }
  const exactMembers = checks.filter((entry) => isMember(entry) && estimates.get(entry.id)?.estimate.pFail != null);
  const members = exactMembers.length + drawn.filter(({ entry }) => isMember(entry)).length;
  const replicates = replicatesNeeded(options.bootstrap, members, options.alpha);
  for (const { entry, method } of drawn) {
    const seed = checkSeed(entry.id, options.policy);
    estimates.set(entry.id, method.estimate({ ...estimateRequest(entry, options), replicates, seed }));
  }
  for (const entry of checks) estimates.set(entry.id, settledEstimate(entry, estimates.get(entry.id)!));
  return estimates;
}

function estimateRequest(
  { prepared }: RowsCheck,
  { alpha }: JudgeOptions,
): Omit<EstimateRequest, 'replicates' | 'seed'> {
  const { check, scope, candidate, champion } = prepared;
  return { metric: check.definition!, scope, contrast: contrastOf(check), candidate, champion, alpha };
}

function settledEstimate({ prepared }: RowsCheck, estimated: CheckEstimate): CheckEstimate {
  const contrast = contrastOf(prepared.check);
  const scale = contrastScale(contrast, prepared.candidate, prepared.champion ?? 0);
  return { ...estimated, estimate: settled(estimated.estimate, preparedContrast(prepared)!, scale) };
}

/** Adjusted p of every guard check: Holm over the family, warn checks alone. */
function adjustFamily(
  checks: readonly IdentifiedCheck[],
  estimates: ReadonlyMap<string, CheckEstimate>,
): Map<string, number> {
  const pOf = (id: string) => {
    const estimate = estimates.get(id)?.estimate;
    return estimate?.inconclusive === 'dropped_replicates' ? null : (estimate?.pFail ?? null);
  };
  const guarded = checks.filter(({ id, prepared }) => prepared.check.mode === 'guard' && pOf(id) !== null);
  const family = guarded.filter(isMember);
  const holm = holmAdjust(family.map(({ id }) => pOf(id)!));
  return new Map([
    ...guarded.filter((entry) => !isMember(entry)).map(({ id }) => [id, pOf(id)!] as const),
    ...family.map(({ id }, index) => [id, holm[index]!] as const),
  ]);
}

/** The fields that say what was asked; numbers that nobody has are null. */
function frame({ id, prepared }: IdentifiedCheck, { alpha }: JudgeOptions): EvaluationCheck {
  const { check, slice, rows, candidate, champion } = prepared;
  return {
    id,
    metric: check.metric,
    kind: check.bound,
    slice,
    direction: check.direction,
    verdict: 'error',
    severity: check.severity,
    blocking: true,
    evidence: check.mode,
    unit: check.unit,
    candidate,
    champion,
    delta: candidate !== null && champion !== null ? candidate - champion : null,
    bound: check.value,
    contrast: { value: preparedContrast(prepared), interval: null },
    interval: null,
    level: 1 - 2 * alpha,
    method: 'none',
    p: null,
    p_adjusted: null,
    n: rows,
    mde: null,
    rows_needed: null,
    message: '',
  };
}

function concluded(fields: EvaluationCheck, verdict: CheckVerdict, message: string): EvaluationCheck {
  const { severity } = fields;
  return { ...fields, verdict, blocking: isBlocking({ verdict, severity }), message: message.slice(0, 4096) };
}

function unjudged(entry: IdentifiedCheck, verdict: 'error' | 'not_applicable', message: string, options: JudgeOptions) {
  return concluded(frame(entry, options), verdict, message);
}

/** Numbers without rows are judged by their value, unless the check itself asks for evidence they cannot give. */
function judgedValue(
  entry: IdentifiedCheck,
  prepared: Extract<PreparedCheck, { state: 'value' }>,
  options: JudgeOptions,
): EvaluationCheck {
  const { check, slice, candidate, champion } = prepared;
  const fields = frame(entry, options);
  const mode: EvidenceMode = check.modeIsExplicit ? check.mode : 'point';
  const verdict = mode === 'point' ? pointVerdict(fields.contrast.value!, check.strict) : 'inconclusive';
  const message = checkMessage({
    ...{ check, slice, verdict, mode, candidate, champion, shown: null, level: 1 - 2 * options.alpha, rows: null },
    ...{ reason: null, mde: null, rowsNeeded: null, otherModes: null, identical: false, withoutRows: prepared.from },
  });
  return concluded({ ...fields, evidence: mode, n: null }, verdict, message);
}

function judgedRows(
  { id, prepared }: RowsCheck,
  estimated: CheckEstimate,
  adjusted: number | null,
  options: JudgeOptions,
): EvaluationCheck {
  const { check, slice, rows, candidate, champion } = prepared;
  const { alpha } = options;
  const { estimate, method, shown } = estimated;
  const judgedAs = (mode: EvidenceMode) =>
    judge(mode, { estimate, p: mode === check.mode ? adjusted : estimate.pFail, strict: check.strict, alpha });
  const verdict = judgedAs(check.mode);
  const { mde, rowsNeeded } = powerStatement({
    ...{ check, estimated, champion, alpha },
    rows: rows!,
    inconclusive: verdict === 'inconclusive',
  });
  const fields = frame({ id, prepared }, options);
  const otherModes = check.mode === 'point' ? { guard: judgedAs('guard'), prove: judgedAs('prove') } : null;
  const message = checkMessage({
    ...{ check, slice, verdict, mode: check.mode, candidate, champion, shown, level: 1 - 2 * options.alpha, rows },
    ...{
      reason: estimate.inconclusive,
      mde,
      rowsNeeded,
      otherModes,
      withoutRows: null,
      identical: method === IDENTICAL,
    },
  });
  return concluded(
    {
      ...fields,
      contrast: { value: estimate.value, interval: ends(estimate) },
      interval: shown === null ? null : ends(shown),
      method,
      p: estimate.pFail,
      p_adjusted: adjusted,
      mde,
      rows_needed: rowsNeeded,
    },
    verdict,
    message,
  );
}

function ends({ lower, upper }: { lower: number | null; upper: number | null }): [number | null, number | null] | null {
  return lower === null && upper === null ? null : [lower, upper];
}
