import { CLOSED_ROLLOUT_STATES, EvidenceError, ExternalError } from '@model-delivery/core';
import { type JournalHead, openRollout, type RolloutWorld, type TargetState } from '@model-delivery/rollout';
import type { ProvenCandidate } from './chain-of-proof.ts';
import type { RolloutSetting } from './rollout-setting.ts';

/** What became of the wish to begin. */
export type Beginning =
  | { kind: 'opened' | 'resumed'; head: JournalHead }
  /** The candidate already is the champion. */
  | { kind: 'serving'; head: JournalHead };

/**
 * Opens a rollout: the lock is a commit that must find the endpoint closed. One that is open for the same candidate is gone on with.
 * @throws ExternalError when another rollout is open, the split is not at its stable arm or the metrics cannot be read; EvidenceError when a first rollout is refused
 */
export async function beginRollout(
  setting: RolloutSetting,
  world: RolloutWorld,
  candidate: ProvenCandidate,
): Promise<Beginning> {
  const head = await world.journal.read();
  const open = head.journal !== null && !CLOSED_ROLLOUT_STATES.includes(head.journal.state);
  if (open && head.journal!.candidate === candidate.version) return { kind: 'resumed', head };
  if (open) throw alreadyOpen(head, candidate.version);
  const champion = await world.champion.current();
  if (champion === candidate.version) return { kind: 'serving', head };
  if (champion === null && setting.machine.policy.firstRollout === 'refuse') throw firstRefused(candidate.version);
  const { model, config, target } = setting;
  const state = setting.target.promotesByAlias ? null : await world.target.read(world.signal);
  if (state !== null && champion !== null) requireStable(state, setting);
  // Traffic whose effect nobody can read is not given; a candidate that has not counted yet is no obstacle.
  if (target.canSplit && champion !== null) await setting.source?.read(world.signal);
  const opening = { model, config, candidate: candidate.version, champion, target, state };
  const journal = openRollout({ ...opening, nowMs: world.now(), owner: world.owner });
  const locked = { ...journal, warnings: candidate.warnings };
  const written = await world.journal.write(head, locked);
  if (written !== null) return { kind: 'opened', head: written };
  return beginRollout(setting, world, candidate);
}

function alreadyOpen({ journal }: JournalHead, wanted: string): ExternalError {
  return new ExternalError({
    code: 'ROLLOUT_OPEN',
    system: 'rollout journal',
    message: `Starting ${wanted.slice(0, 19)}: the endpoint ${journal!.endpoint} has an open rollout of ${journal!.candidate.slice(0, 19)} (${journal!.state}).`,
    hint: 'Wait for it, carry it on with `canary tick`, or take it back with `canary abort`.',
    retryable: true,
  });
}

function firstRefused(version: string): EvidenceError {
  return new EvidenceError({
    code: 'FIRST_ROLLOUT_REFUSED',
    message: `Starting ${version.slice(0, 19)}: there is no champion to compare with, and \`rollout.first_rollout\` is refuse.`,
    hint: 'Adopt what serves now (`register --adopt --reason TEXT`, then `promote … --to champion`), or set `first_rollout: direct`.',
  });
}

function requireStable(state: TargetState, setting: RolloutSetting): void {
  if (state.weights.candidate === 0) return;
  throw new ExternalError({
    code: 'ROLLOUT_SPLIT_TAKEN',
    system: setting.target.kind,
    message: `Starting a rollout: the target gives the candidate arm ${state.weights.candidate} % already; expected 0 %, with the champion in the stable arm.`,
    hint: 'Let the stable arm serve the champion and set the split to 100/0; `target.…promote` (a command) does so after every promotion.',
  });
}
