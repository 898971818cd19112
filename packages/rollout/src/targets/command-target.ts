import { ExternalError } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { runCommand, runJsonCommand } from '../json-command.ts';
import type { ApplyOutcome, TargetState, TrafficTarget, Weights } from '../ports.ts';
import { inPercent } from './split-percentages.ts';
import { parseWeights } from './weights-file.ts';

/** Three argument vectors. `timeoutMs` holds for each call. */
export interface CommandTargetSettings {
  read: readonly string[];
  apply: readonly string[];
  promote?: readonly string[] | undefined;
  timeoutMs: number;
}

/** Weights that a system rounds (to whole percents, to 1/256) still count as the weights asked for. */
const ROUNDING = 0.5;

/**
 * Any system that the user's own commands drive (kubectl, aws, gcloud). `read` prints `{"weights","version"}` and may add
 * `"candidate_ready"` and `"converged"`; `apply` gets `{"weights","expect","key"}` and prints nothing, a state, or
 * `{"conflict":true}`; `promote` gets `{"version","key"}`.
 */
export function commandTarget(settings: CommandTargetSettings, context: AdapterContext): TrafficTarget {
  const call = (
    name: 'read' | 'apply' | 'promote',
    command: readonly string[],
    input: unknown,
    signal?: AbortSignal,
  ) => ({
    name: `target.command.${name}`,
    command,
    input,
    timeoutMs: settings.timeoutMs,
    context,
    signal,
  });
  const read = async (signal?: AbortSignal) =>
    stateFrom('read', await runJsonCommand(call('read', settings.read, {}, signal)));
  const target: TrafficTarget = {
    kind: 'command',
    canSplit: true,
    promotesByAlias: false,
    read,
    apply: async (weights, expect, key, signal): Promise<ApplyOutcome> => {
      const answer = await runJsonCommand(call('apply', settings.apply, { weights, expect, key }, signal));
      const conflict = isObject(answer) && answer.conflict === true;
      const told = isObject(answer) && answer.weights !== undefined && answer.version !== undefined;
      const state = told ? stateFrom('apply', answer) : await read(signal);
      return { ok: !conflict && (sameSplit(state.weights, weights) || !state.converged), state };
    },
  };
  const promote = settings.promote;
  if (promote === undefined) return target;
  return {
    ...target,
    promote: async (version, key, signal) => {
      await runCommand(call('promote', promote, { version, key }, signal));
    },
  };
}

function sameSplit(a: Weights, b: Weights): boolean {
  // 0 is exact: a rollback that leaves half a percent is not a rollback.
  if ((a.candidate === 0) !== (b.candidate === 0) || (a.stable === 0) !== (b.stable === 0)) return false;
  return Math.abs(a.candidate - b.candidate) <= ROUNDING;
}

function stateFrom(name: 'read' | 'apply', answer: unknown): TargetState {
  try {
    if (!isObject(answer)) throw new Error('expected an object');
    if (typeof answer.version !== 'string' || answer.version === '') throw new Error('`version` is missing');
    return {
      weights: inPercent(parseWeights(JSON.stringify(answer.weights ?? null))),
      version: answer.version,
      candidateReady: optionalBoolean(answer, 'candidate_ready') ?? null,
      converged: optionalBoolean(answer, 'converged') ?? true,
    };
  } catch (cause) {
    throw new ExternalError({
      code: 'COMMAND_ANSWER_UNUSABLE',
      system: `target.command.${name}`,
      message: `The answer of target.command.${name} cannot be used: ${(cause as Error).message}; found ${JSON.stringify(answer ?? null).slice(0, 200)}`,
      hint: 'Expected {"weights":{"stable":95,"candidate":5},"version":"…"}; `version` changes with every change of the split.',
      cause,
    });
  }
}

function optionalBoolean(answer: Record<string, unknown>, key: string): boolean | undefined {
  const value = answer[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw new Error(`\`${key}\` is not true or false`);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
