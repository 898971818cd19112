import {
  CLOSED_ROLLOUT_STATES,
  type DeliveryError,
  documentError,
  EXIT,
  type ExitCode,
  ExternalError,
  exitCode,
  type FailOn,
  type Rollout,
  type RolloutConfig,
  type RolloutState,
  type Verdict,
} from '@model-delivery/core';
import type { RolloutJournal } from './journal/rollout-journal.ts';
import { effectiveRollout } from './machine/rollout-policy.ts';

/** What a document is made of besides the journal. */
export interface RolloutFacts {
  model: string;
  config: RolloutConfig;
  /** Null: no rollout of the endpoint was ever opened. */
  journal: RolloutJournal | null;
  /** What could not be reached, where something had to be. */
  failure?: DeliveryError | null | undefined;
  plan?: Rollout['plan'];
  candidate?: string | null | undefined;
  champion?: string | null | undefined;
  reason?: string | undefined;
  warnings?: readonly string[] | undefined;
}

/** `rollout/1` of a rollout as its journal has it. */
export function rolloutDocument(facts: RolloutFacts): Rollout {
  const { journal, config } = facts;
  const error = facts.failure ?? alertOf(journal);
  const verdict = error ? 'error' : verdictOf(journal);
  return {
    schema: 'rollout/1',
    model: facts.model,
    endpoint: config.endpoint,
    candidate: journal?.candidate ?? facts.candidate ?? null,
    champion: journal?.champion ?? facts.champion ?? null,
    state: journal?.state ?? 'Idle',
    step: journal?.step ?? null,
    weight: journal?.weights.candidate ?? 0,
    verdict,
    inconclusive_blocks: journal?.state === 'RolledBack',
    decisions: journal?.decisions ?? [],
    guardrails: journal?.guardrails ?? [],
    reason: (facts.reason ?? journal?.reason ?? 'No rollout of this endpoint is under way.').slice(0, 4096),
    windows: { known: journal?.windows.known ?? 0, unknown: journal?.windows.unknown ?? 0 },
    smoke: journal?.smoke ?? null,
    ...(facts.plan === undefined ? {} : { plan: facts.plan }),
    policy: journal?.policy ?? (effectiveRollout(config) as Rollout['policy']),
    promoted: journal?.state === 'Completed' || journal?.state === 'Soaking',
    warnings: [...(journal?.warnings ?? []), ...(facts.warnings ?? [])].slice(0, 1000),
    ...(error ? { error: documentError(error) } : {}),
  };
}

function verdictOf(journal: RolloutJournal | null): Verdict {
  if (journal === null || journal.state === 'Completed') return 'pass';
  if (journal.state === 'RolledBack' && journal.ending?.outcome === 'harm') return 'fail';
  return 'inconclusive';
}

/** States in which a person must look. */
function alertOf(journal: RolloutJournal | null): DeliveryError | null {
  if (journal === null) return null;
  const { state, reason, ending } = journal;
  const hint =
    'Look at the target and at what serves; `model-delivery canary abort` takes the rollout back to the stable arm.';
  if (state === 'Foreign')
    return new ExternalError({ code: 'ROLLOUT_FOREIGN', system: 'target', message: reason, hint });
  if (state === 'Broken') return new ExternalError({ code: 'ROLLOUT_BROKEN', system: 'target', message: reason, hint });
  if (state === 'RolledBack' && ending?.outcome === 'unreachable') {
    const message = `Rolled back without any traffic: ${ending.reason}`;
    return new ExternalError({
      code: 'ROLLOUT_CANDIDATE_UNREACHABLE',
      system: 'candidate',
      message,
      hint: 'Start the candidate server, then run the canary again.',
    });
  }
  return null;
}

/**
 * Exit code of a command that acts: 0 open or Completed, 1 rolled back for harm, 3 rolled back without a decision, 5 where a
 * person must look or something cannot be reached. `failOn` softens as everywhere; 5 never.
 */
export function rolloutExitCode(document: Rollout, failure: DeliveryError | null, failOn: FailOn): ExitCode {
  if (failure) return failure.exitCode;
  if (document.error) return EXIT.external;
  if (!CLOSED_ROLLOUT_STATES.includes(document.state)) return EXIT.pass;
  return exitCode({ verdict: document.verdict, inconclusiveBlocks: document.inconclusive_blocks }, failOn);
}

const SENTENCE: Partial<Record<RolloutState, string>> = {
  Completed: 'promoted',
  RolledBack: 'rolled back',
  Foreign: 'stopped: somebody else changed the target',
  Broken: 'broken: a person must look',
  Idle: 'nothing under way',
};

/** The rollout in one sentence. */
export function summaryOfRollout(document: Rollout): string {
  const { state, verdict, candidate, endpoint, weight, reason } = document;
  const who = candidate === null ? '' : ` of ${candidate.slice(0, 19)}`;
  const word = SENTENCE[state] ?? `${state} at ${weight} %`;
  return `${verdict}: canary${who} on ${endpoint}: ${word}. ${reason}`.slice(0, 1000);
}
