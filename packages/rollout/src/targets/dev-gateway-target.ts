import { ExternalError, PermissionError, registerSecret } from '@model-delivery/core';
import type { ApplyOutcome, TargetState, TrafficTarget } from '../ports.ts';
import { inPercent, sameWeights } from './split-percentages.ts';
import {
  parseWeights,
  readWeightsFile,
  replaceFile,
  type WeightsFile,
  weightsText,
  withFileLock,
} from './weights-file.ts';

const HTTP_TIMEOUT_MS = 5000;
const ATTEMPTS = 3;

/**
 * The gateway's weights file on this machine. Compare-and-swap: under a lock, the file's hash is read again before the file
 * is replaced as a whole. `version` is the SHA-256 of the file's bytes.
 */
export function devGatewayFileTarget(path: string): TrafficTarget {
  return {
    kind: 'dev_gateway',
    canSplit: true,
    promotesByAlias: false,
    read: async () => stateOf(await readWeightsFile(path)),
    apply: async (weights, expect) =>
      withFileLock(path, async (): Promise<ApplyOutcome> => {
        const before = await readWeightsFile(path);
        if (before.version !== expect) {
          const state = stateOf(before);
          // A repetition of a write that succeeded meets its own version: the wish is in force.
          return { ok: sameWeights(state.weights, inPercent(weights)), state };
        }
        await replaceFile(path, weightsText(weights));
        return { ok: true, state: stateOf(await readWeightsFile(path)) };
      }),
  };
}

function stateOf({ weights, version }: WeightsFile): TargetState {
  return { weights: inPercent(weights), version, candidateReady: null, converged: true };
}

/** The admin port of a gateway elsewhere: `GET` and `PUT /-/weights` with `If-Match`. */
export function devGatewayAdminTarget(admin: { url: string; token: string }): TrafficTarget {
  registerSecret(admin.token);
  const address = `${admin.url.replace(/\/$/, '')}/-/weights`;
  return {
    kind: 'dev_gateway',
    canSplit: true,
    promotesByAlias: false,
    read: async (signal) => (await ask(address, admin.token, {}, signal)).state,
    apply: async (weights, expect, _key, signal) => {
      const headers = { 'content-type': 'application/json', 'if-match': `"${expect}"` };
      const answer = await ask(address, admin.token, { method: 'PUT', headers, body: weightsText(weights) }, signal);
      // As above: a write whose answer was lost.
      return {
        ok: answer.status === 200 || sameWeights(answer.state.weights, inPercent(weights)),
        state: answer.state,
      };
    },
  };
}

type Asked = { status: number; state: TargetState };

async function ask(address: string, token: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Asked> {
  let last: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const timeout = AbortSignal.timeout(HTTP_TIMEOUT_MS);
    try {
      const answer = await fetch(address, {
        ...init,
        redirect: 'error',
        headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      const text = await answer.text();
      if (answer.status < 500) return understand(address, answer.status, text);
      last = new Error(`it answered ${answer.status}`);
    } catch (error) {
      if (error instanceof ExternalError || error instanceof PermissionError || signal?.aborted) throw error;
      last = error;
    }
  }
  throw new ExternalError({
    code: 'GATEWAY_UNREACHABLE',
    system: 'dev_gateway',
    message: `Asking the gateway at ${address} failed ${ATTEMPTS} times: ${reasonOf(last)}.`,
    hint: 'Check that the gateway runs and that rollout.target.dev_gateway.admin.url names its admin port.',
    retryable: true,
    attempts: ATTEMPTS,
    cause: last,
  });
}

function understand(address: string, status: number, text: string): Asked {
  if (status === 401 || status === 403) {
    throw new PermissionError({
      code: 'GATEWAY_TOKEN_REFUSED',
      message: `The gateway at ${address} refused the token (${status}).`,
      hint: "The variable that rollout.target.dev_gateway.admin.token_env names must hold the gateway's admin.token.",
    });
  }
  try {
    if (status !== 200 && status !== 412) throw new Error(`status ${status}`);
    const body = JSON.parse(text) as { weights: unknown; version: unknown };
    if (typeof body.version !== 'string') throw new Error('no version');
    const weights = inPercent(parseWeights(JSON.stringify(body.weights)));
    return { status, state: { weights, version: body.version, candidateReady: null, converged: true } };
  } catch (cause) {
    throw new ExternalError({
      code: 'GATEWAY_ANSWER_UNUSABLE',
      system: 'dev_gateway',
      message: `The answer of ${address} cannot be used (${(cause as Error).message}): ${text.slice(0, 200)}`,
      hint: 'Check that the address is the admin port of a model-delivery gateway.',
      cause,
    });
  }
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
