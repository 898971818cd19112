import type { EvaluationConfig, MetricCheck } from '../config/evaluation.ts';
import { BOUND_KINDS, type BoundKind, EVIDENCE_MODES, type EvidenceMode } from '../documents/evaluation-words.ts';
import type { PolicyChange } from '../documents/fields.ts';
import { type Loosened, lookup, severityLower } from './loosened.ts';

/**
 * Keys of `evaluation` that the head makes more lenient than the base: checks and slices removed, bounds relaxed, severities and
 * evidence lowered, rules softened. A change whose direction cannot be told (another champion, seed or threshold) is listed too.
 */
export function loosenedEvaluation(base: EvaluationConfig, head: EvaluationConfig): PolicyChange['loosened'] {
  const found: Loosened[] = [
    ...loosenedChecks('evaluation.checks', base.checks, head.checks),
    ...loosenedSlices(base, head),
    ...loosenedRules(base, head),
    ...loosenedStatistics(base, head),
    ...changed(base, head),
  ];
  return found.map(({ key, base: was, head: is }) => ({ key, base: lookup(was), head: lookup(is) }));
}

const FIRST_MODEL = ['block', 'require_absolute', 'allow'] as const;
const weaker = <T>(order: readonly T[], was: T, is: T) => order.indexOf(is) > order.indexOf(was);

/** `prove` blocks on doubt and on proof, `guard` only on proof, `point` on noise: any step away from `prove` asks for less evidence. */
function evidenceLower(was: EvidenceMode | undefined, is: EvidenceMode | undefined): boolean {
  if (was === is) return false;
  if (was === undefined || is === undefined) return true;
  return EVIDENCE_MODES.indexOf(is) < EVIDENCE_MODES.indexOf(was);
}

/** Bounds that get easier when they fall; the others get easier when they rise. */
const EASIER_BELOW: readonly BoundKind[] = ['min', 'above', 'min_ratio', 'min_delta'];

function boundEasier(bound: BoundKind, was: number, is: number): boolean {
  return EASIER_BELOW.includes(bound) ? is < was : is > was;
}

interface OneBound {
  check: MetricCheck;
  bound: BoundKind;
  value: number;
}

function boundsOf(checks: readonly MetricCheck[], of: MetricCheck, bound: BoundKind): OneBound[] {
  return checks
    .filter((check) => check.metric === of.metric && check.source === of.source && check[bound] !== undefined)
    .map((check) => ({ check, bound, value: check[bound]! }));
}

function loosenedChecks(block: string, base: readonly MetricCheck[], head: readonly MetricCheck[]): Loosened[] {
  return base.flatMap((was) =>
    BOUND_KINDS.filter((bound) => was[bound] !== undefined).flatMap((bound): Loosened[] => {
      const key = `${block}.${was.metric}/${bound}`;
      const candidates = boundsOf(head, was, bound);
      if (candidates.length === 0) return [{ key, base: was[bound], head: null }];
      const found = candidates.map((is) => boundLoosened(key, was, bound, is));
      // One head check that is as strict as the base's is enough.
      return found.some((differences) => differences.length === 0) ? [] : found[0]!;
    }),
  );
}

function boundLoosened(key: string, was: MetricCheck, bound: BoundKind, is: OneBound): Loosened[] {
  const found: Loosened[] = [];
  if (boundEasier(bound, was[bound]!, is.value)) found.push({ key, base: was[bound], head: is.value });
  if (severityLower(was.severity, is.check.severity))
    found.push({ key: `${key}.severity`, base: was.severity, head: is.check.severity });
  if (evidenceLower(was.evidence, is.check.evidence))
    found.push({ key: `${key}.evidence`, base: was.evidence, head: is.check.evidence });
  if (was.higher_is_better !== is.check.higher_is_better) {
    found.push({ key: `${key}.higher_is_better`, base: was.higher_is_better, head: is.check.higher_is_better });
  }
  return found;
}

function loosenedSlices(base: EvaluationConfig, head: EvaluationConfig): Loosened[] {
  const was = base.slices;
  const is = head.slices;
  if (was === undefined) return [];
  if (is === undefined) return [{ key: 'evaluation.slices', base: 'present', head: null }];
  const entries = is.by.map((entry) => JSON.stringify(entry));
  const found: Loosened[] = was.by
    .filter((entry) => !entries.includes(JSON.stringify(entry)))
    .map((entry) => ({ key: `evaluation.slices.by (${[entry].flat().join('&')})`, base: 'present', head: null }));
  if (is.min_n > was.min_n) found.push({ key: 'evaluation.slices.min_n', base: was.min_n, head: is.min_n });
  return [...found, ...loosenedChecks('evaluation.slices.checks', was.checks, is.checks)];
}

function loosenedRules(base: EvaluationConfig, head: EvaluationConfig): Loosened[] {
  const found: Loosened[] = [];
  if (weaker(FIRST_MODEL, base.first_model, head.first_model)) {
    found.push({ key: 'evaluation.first_model', base: base.first_model, head: head.first_model });
  }
  for (const purpose of ['pull_request', 'promotion'] as const) {
    const [was, is] = [base.evidence[purpose], head.evidence[purpose]];
    if (evidenceLower(was, is)) found.push({ key: `evaluation.evidence.${purpose}`, base: was, head: is });
    if (base.on_inconclusive[purpose] === 'block' && head.on_inconclusive[purpose] === 'warn') {
      found.push({ key: `evaluation.on_inconclusive.${purpose}`, base: 'block', head: 'warn' });
    }
  }
  return found;
}

function loosenedStatistics(base: EvaluationConfig, head: EvaluationConfig): Loosened[] {
  const found: Loosened[] = [];
  const [was, is] = [base.statistics, head.statistics];
  // A larger alpha proves a pass sooner, a smaller one proves a failure later: neither direction is harmless.
  if (was.alpha !== is.alpha) found.push({ key: 'evaluation.statistics.alpha', base: was.alpha, head: is.alpha });
  if (is.bootstrap < was.bootstrap)
    found.push({ key: 'evaluation.statistics.bootstrap', base: was.bootstrap, head: is.bootstrap });
  if (was.seed !== is.seed) found.push({ key: 'evaluation.statistics.seed', base: was.seed, head: is.seed });
  return found;
}

function changed(base: EvaluationConfig, head: EvaluationConfig): Loosened[] {
  return (['champion', 'positive', 'decision_threshold', 'promote_to'] as const)
    .filter((key) => base[key] !== undefined && JSON.stringify(base[key]) !== JSON.stringify(head[key]))
    .map((key) => ({ key: `evaluation.${key}`, base: base[key], head: head[key] }));
}
