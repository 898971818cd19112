import { canonicalJson, sha256Hex } from '@model-delivery/core';
import { type JudgedSignals, judgeSignals, type RetrainingEvidence } from './judge-signals.ts';
import type { Signal } from './signals/signal.ts';
import { countedDispatches } from './state/changes.ts';
import type { DispatchRecord, RetrainingState } from './state/retraining-state.ts';
import { durationMs } from './windows.ts';

/** Retraining runs without a new champion before the breaker opens, unless `retraining.breaker` says otherwise. */
export const DEFAULT_BREAKER_RUNS = 3;

/** What keeps a crossed signal from starting a run. */
export type Hold = 'in_flight' | 'answered' | 'breaker' | 'budget' | 'cooldown';

/** The decision and everything it was made from. */
export interface Decision extends JudgedSignals {
  triggered: boolean;
  /** Why it did or did not, in one sentence. */
  reason: string;
  hold: Hold | null;
  /** sha256 of the model and what crossed; null where nothing did. */
  key: `sha256:${string}` | null;
  cooldownUntil: string | null;
  budget: { used: number; runs: number | null; per: string | null };
  /** `runs` null: nothing is known about champions, so the breaker is off. */
  breaker: { useless: number; runs: number | null; open: boolean };
}

/**
 * Whether to train again: some signal crossed, and neither an unfinished or equal dispatch, the breaker, the budget nor the
 * cooldown is in the way. Pure: the same evidence and state give the same decision.
 */
export function decideRetraining(
  evidence: RetrainingEvidence,
  state: RetrainingState,
  options: { knowsChampions: boolean },
): Decision {
  const judged = judgeSignals(evidence, state);
  const facts = {
    ...judged,
    key: judged.crossing.length === 0 ? null : idempotencyKey(evidence.model, judged.crossing),
    cooldownUntil: cooldownUntil(evidence, state),
    budget: budgetOf(evidence, state),
    breaker: breakerOf(evidence, state, options.knowsChampions),
  };
  const crossed = judged.signals.filter((signal) => signal.crossed);
  if (crossed.length === 0)
    return { ...facts, triggered: false, hold: null, reason: quietReason(judged, state, evidence) };
  const held = holdOf(facts, state);
  const asks = askingSentence(crossed);
  if (held !== null)
    return { ...facts, triggered: false, hold: held.hold, reason: `${asks} Not started: ${held.why}.` };
  return { ...facts, triggered: true, hold: null, reason: asks };
}

/** `sha256:<hex>` of the model's name and the sorted evidence that crossed. */
export function idempotencyKey(model: string, crossing: readonly string[]): `sha256:${string}` {
  return `sha256:${sha256Hex(canonicalJson({ model, windows: [...new Set(crossing)].sort() }))}`;
}

type Facts = Omit<Decision, 'triggered' | 'reason' | 'hold'>;

function holdOf(facts: Facts, state: RetrainingState): { hold: Hold; why: string } | null {
  const pending = state.dispatches.find((each) => each.status === 'intended');
  if (pending !== undefined) {
    return { hold: 'in_flight', why: `a dispatch of ${pending.time} by ${pending.by} is not settled yet` };
  }
  const same = countedDispatches(state).find((each) => each.key === facts.key);
  if (same !== undefined) return { hold: 'answered', why: `the same evidence started ${runWords(same)} already` };
  const { breaker, budget, cooldownUntil: until } = facts;
  if (breaker.open) {
    return {
      hold: 'breaker',
      why: `${breaker.useless} retraining ${breaker.useless === 1 ? 'run' : 'runs'} since the champion was promoted brought no better model; it takes a new champion, or the closing of the issue, to go on`,
    };
  }
  if (budget.runs !== null && budget.used >= budget.runs) {
    return { hold: 'budget', why: `the budget of ${budget.runs} runs per ${budget.per} is used up` };
  }
  return until === null ? null : { hold: 'cooldown', why: `the cooldown lasts until ${until}` };
}

const runWords = (record: DispatchRecord) =>
  record.run_id === null ? `a run at ${record.time}` : `run ${record.run_id}`;

function askingSentence(crossed: readonly Signal[]): string {
  return `Retraining is asked for by ${crossed.map((signal) => `${signal.kind}: ${signal.message}`).join(' And by ')}`;
}

/** Why nothing crossed; names every signal, also those that could not be judged, and a run that has answered this report. */
function quietReason(judged: JudgedSignals, state: RetrainingState, evidence: RetrainingEvidence): string {
  const signals = judged.signals.map((signal) => `${signal.kind}: ${signal.message}`).join(' ');
  const digests = [evidence.dataReport?.digest, evidence.evaluation?.digest];
  const key = state.windows.find(
    (window) => digests.includes(window.digest) && window.answered_by !== null,
  )?.answered_by;
  const answered = state.dispatches.find((each) => each.key === key && each.status === 'dispatched');
  const note = answered === undefined ? '' : ` This report was answered already by ${runWords(answered)}.`;
  return `No retraining: no signal crossed its line. ${signals}${note}`;
}

function cooldownUntil({ policy, momentMs }: RetrainingEvidence, state: RetrainingState): string | null {
  if (policy.cooldown === undefined) return null;
  const last = Math.max(...countedDispatches(state).map((each) => Date.parse(each.time)), Number.NEGATIVE_INFINITY);
  const until = last + durationMs(policy.cooldown);
  return until > momentMs ? new Date(until).toISOString() : null;
}

function budgetOf({ policy, momentMs }: RetrainingEvidence, state: RetrainingState): Decision['budget'] {
  if (policy.budget === undefined) return { used: 0, runs: null, per: null };
  const from = momentMs - durationMs(policy.budget.per);
  const used = countedDispatches(state).filter((each) => Date.parse(each.time) > from).length;
  return { used, runs: policy.budget.runs, per: policy.budget.per };
}

/** Runs that brought no better model: those dispatched since the champion was promoted, or since the issue was closed. */
function breakerOf(evidence: RetrainingEvidence, state: RetrainingState, knowsChampions: boolean): Decision['breaker'] {
  if (!knowsChampions) return { useless: 0, runs: null, open: false };
  const runs = evidence.policy.breaker?.runs ?? DEFAULT_BREAKER_RUNS;
  const marks = [evidence.champion?.since, state.issue?.closed_at].flatMap((each) => (each ? [Date.parse(each)] : []));
  const from = Math.max(Number.NEGATIVE_INFINITY, ...marks);
  const useless = countedDispatches(state).filter((each) => Date.parse(each.time) > from).length;
  return { useless, runs, open: useless >= runs };
}
