import type { Config } from '../config/config.ts';
import type { PolicyChange } from '../documents/fields.ts';
import { loosenedData } from './data-loosened.ts';
import { loosenedEvaluation } from './evaluation-loosened.ts';

/** The configuration a pull request is judged by, and how it came about. */
export interface AppliedPolicy {
  config: Config;
  /** Undefined where the policy is simply the configuration's. */
  change: PolicyChange | undefined;
}

/**
 * The policy of a stage on a pull request: `evaluation` except `candidate` and `columns`, the `registry` that its
 * champion is looked up in, and `data.waivers` come from the base commit; everything else is the head's, because schema changes come with their data.
 * @param base configuration at the base commit; null when it has none, which makes this pull request introduce its policy.
 */
export function applyPolicy(head: Config, base: Config | null, stage: 'data' | 'evaluation'): AppliedPolicy {
  if (base === null) return { config: head, change: { introduced: true, loosened: [] } };
  return stage === 'data' ? dataPolicy(head, base) : evaluationPolicy(head, base);
}

function dataPolicy(head: Config, base: Config): AppliedPolicy {
  if (head.data === undefined) return { config: head, change: undefined };
  const config = { ...head, data: { ...head.data, waivers: base.data?.waivers ?? [] } };
  if (base.data === undefined) return { config, change: { introduced: true, loosened: [] } };
  const loosened = loosenedData(base.data, head.data);
  return { config, change: loosened.length === 0 ? undefined : { introduced: false, loosened } };
}

function evaluationPolicy(head: Config, base: Config): AppliedPolicy {
  if (base.evaluation === undefined) return { config: head, change: { introduced: true, loosened: [] } };
  const own = head.evaluation ?? base.evaluation;
  const evaluation = { ...base.evaluation, candidate: own.candidate, columns: own.columns };
  const loosened =
    head.evaluation === undefined
      ? [{ key: 'evaluation', base: 'present', head: null }]
      : loosenedEvaluation(base.evaluation, head.evaluation);
  return {
    // Where the champion is looked up is policy, too: an empty ledger would make every model the first one.
    config: { ...head, evaluation, ...(base.registry === undefined ? {} : { registry: base.registry }) },
    change: loosened.length === 0 ? undefined : { introduced: false, loosened },
  };
}
