import type { DeliveryError, GuardrailStatus } from '@model-delivery/core';
import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { Arm, Reading, SmokeReport, TargetState, Weights } from '../ports.ts';

type Digest = `sha256:${string}`;

/** Something outside that could not be asked. */
export interface Unreachable {
  unreachable: DeliveryError;
}

/** Who asks the machine to go on: the next look, somebody who wants it taken back, or the watchdog. */
export type Request = { kind: 'tick' } | { kind: 'abort'; reason: string } | { kind: 'reconcile' };

/** What one look at the world saw. Everything is absent that the state did not need. */
export interface Observation {
  nowMs: number;
  /** The process that looks. */
  owner: string;
  request: Request;
  target?: TargetState | Unreachable | undefined;
  /** The champion alias; null when it does not exist. */
  champion?: Digest | null | Unreachable | undefined;
  reading?: Reading | Unreachable | undefined;
  smoke?: SmokeReport | Unreachable | undefined;
  /** Key of the write that this process made and the target confirmed, just now. */
  confirmed?: string | undefined;
  /** The move of the alias that this process asked for just now and the registry refused, and why. */
  aliasRefused?: AliasRefused | undefined;
  /** Whether this process told the target to make the candidate its stable arm, just now. */
  settled?: boolean | undefined;
  /** Whether a process still lives; null where that cannot be told from here. */
  alive: (owner: string) => boolean | null;
}

/** A move of the champion alias that was refused. */
export interface AliasRefused {
  action: 'promote' | 'rollback';
  why: string;
}

/** What has to be done in the world once the journal says so. */
export type Effect =
  | { kind: 'apply'; weights: Weights; expect: string; key: string; until: number }
  | { kind: 'smoke' }
  | { kind: 'alias'; action: 'promote' | 'rollback'; to: Digest; expect: Digest | null; reason: string }
  | { kind: 'settle'; version: Digest; key: string };

/** The machine's answer: the journal to write (unchanged: the same object), then the effect; `again` asks for another look at once. */
export interface Step {
  journal: RolloutJournal;
  effect: Effect | null;
  again: boolean;
  /** Why nothing could be done that had to be; the command exits with it. */
  failure?: DeliveryError | undefined;
}

/** What the judge makes of the window between two reads. */
export interface Judgement {
  /** State of the judge after this window, JSON. */
  evidence: unknown;
  /** False where the window says nothing: then nothing may advance. */
  known: boolean;
  /** Why the window is unknown. */
  problem: string;
  /** Requests of the window by arm. */
  requests: Record<Arm, number>;
  /** A breaker or the robust harm test: take it back. */
  rollback: string | null;
  /** The exact harm test, now: back to the first step. */
  hold: string | null;
  /** Every guardrail is met (latched). */
  met: boolean;
  /** What the evidence says, in one sentence. */
  reason: string;
  statuses: GuardrailStatus[];
}

/** Judges windows. Pure: the same evidence and reads give the same judgement. */
export interface CanaryJudging {
  judge(evidence: unknown, previous: Reading, reading: Reading): Judgement;
}

export const isUnreachable = (value: unknown): value is Unreachable =>
  typeof value === 'object' && value !== null && 'unreachable' in value;
