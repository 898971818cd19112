import { canonicalJson, EvidenceError, sha256Hex } from '@model-delivery/core';
import { GuardrailEvidence } from './guardrail-evidence.ts';
import type { JudgePolicy } from './judge-policy.ts';
import { unpackNumbers } from './packed-numbers.ts';

/** A judge as JSON, to continue bit by bit the same. Numbers that matter are packed as text, so rounding does not touch them. */
export interface JudgeState {
  schema: 'judge-state/1';
  /** sha256 of the policy: evidence of one policy means nothing under another. */
  policy: string;
  windows: { known: number; unknown: number; consecutive_unknown: number };
  /** Candidate requests of known windows since the step began (packed). */
  requests_in_step: string;
  guardrails: Record<string, string>;
  /** By breaker, then guardrail. */
  breakers: Record<string, Record<string, string>>;
  last: LastWindow | null;
}

/** The last window a judge was given. */
export interface LastWindow {
  t: number;
  unknown: { guardrail: string; reason: string }[];
}

export function policyHash(policy: JudgePolicy): string {
  return sha256Hex(canonicalJson(policy));
}

/** The numbers of a state. @throws EvidenceError when it is damaged or belongs to another policy. */
export function readJudgeState(policy: JudgePolicy, state: JudgeState) {
  if (state?.schema !== 'judge-state/1') throw damaged('it is no `judge-state/1`');
  if (state.policy !== policyHash(policy)) {
    throw new EvidenceError({
      code: 'JUDGE_STATE_OF_ANOTHER_POLICY',
      message:
        "The evidence of this canary was gathered under other guardrails, alpha or breakers than today's configuration.",
      hint: 'Finish the rollout under its own configuration, or abort it and start anew.',
    });
  }
  const guardrails = policy.guardrails.map((guardrail) => {
    const numbers = packed(state.guardrails?.[guardrail.id], `guardrail ${guardrail.id}`);
    if (numbers.length !== GuardrailEvidence.stateLength(guardrail))
      throw damaged(`guardrail ${guardrail.id} has ${numbers.length} numbers`);
    return numbers;
  });
  const breakers = policy.breakers.map(({ id, guardrails: watched }) =>
    watched.map((guardrail) => packed(state.breakers?.[id]?.[guardrail], `breaker ${id}`)),
  );
  const requestsInStep = packed(state.requests_in_step, 'requests_in_step')[0];
  const { known, unknown, consecutive_unknown } = state.windows ?? {};
  if (requestsInStep === undefined || ![known, unknown, consecutive_unknown].every(Number.isSafeInteger))
    throw damaged('its counts are no numbers');
  return { guardrails, breakers, requestsInStep };
}

function packed(text: unknown, what: string): Float64Array {
  const numbers = unpackNumbers(text);
  if (numbers === null) throw damaged(`${what} is not readable`);
  return numbers;
}

function damaged(detail: string): EvidenceError {
  return new EvidenceError({
    code: 'JUDGE_STATE_DAMAGED',
    message: `The recorded state of the canary's judge cannot be continued: ${detail}.`,
    hint: 'Replay the recorded windows, or abort the rollout.',
  });
}
