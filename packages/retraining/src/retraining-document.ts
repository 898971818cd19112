import type { Retraining } from '@model-delivery/core';
import type { Decision } from './decide.ts';
import type { RetrainingEvidence } from './judge-signals.ts';

/** What the caller adds to a decision: the documents' paths, what was dispatched, notices. */
export interface DocumentFacts {
  asOf: string;
  inputs: Retraining['inputs'];
  dispatched: Retraining['dispatched'];
  /** Number of the breaker's issue. */
  issue: number | null;
  warnings: string[];
}

/** Longest text a document carries, in UTF-16 units. */
const MAX_TEXT = 4096;

/**
 * The `retraining/1` document. A decision is a value: the verdict is `pass` whether or not it triggered, and `inconclusive`
 * (which never blocks by itself) when not one signal could be judged.
 */
export function retrainingDocument(evidence: RetrainingEvidence, decision: Decision, facts: DocumentFacts): Retraining {
  return {
    schema: 'retraining/1',
    model: evidence.model,
    verdict: decision.signals.some((signal) => signal.judged) ? 'pass' : 'inconclusive',
    as_of: facts.asOf,
    triggered: decision.triggered,
    reason: cut(decision.reason),
    signals: decision.signals.map((signal) => ({ ...signal, message: cut(signal.message) })),
    idempotency_key: decision.key,
    cooldown_until: decision.cooldownUntil,
    budget: decision.budget,
    breaker: { ...decision.breaker, issue: facts.issue },
    dispatched: facts.dispatched,
    inputs: facts.inputs,
    champion: evidence.champion?.version ?? null,
    policy: evidence.policy as Retraining['policy'],
    warnings: facts.warnings,
  };
}

const cut = (text: string) => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`);

/** The decision in one sentence, for outputs and logs. */
export function summaryOfRetraining(document: Retraining): string {
  const did = document.dispatched === null ? '' : ` Dispatched ${document.dispatched.workflow} as ${runOf(document)}.`;
  return `${document.model}: ${document.triggered ? 'retrain' : 'do not retrain'}. ${document.reason}${did}`;
}

function runOf({ dispatched }: Retraining): string {
  return dispatched?.run_id == null ? 'a run whose number the server did not tell' : `run ${dispatched.run_id}`;
}
