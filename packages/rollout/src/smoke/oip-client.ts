import { ExternalError } from '@model-delivery/core';
import { parseInferenceJson, type Tensor } from './inference-tensor.ts';

/** An answer of the server: status, JSON body (undefined where it is none), and its text. */
export interface ServerAnswer {
  status: number;
  body: unknown;
  text: string;
}

const MAX_BYTES = 50 * 1024 * 1024;
const READY_PAUSE_MS = 200;

/** Client of one model on a server of the Open Inference Protocol v2. */
export class OipClient {
  readonly #base: string;
  readonly #model: string;
  readonly #timeoutMs: number;

  constructor(base: string, model: string, timeoutMs: number) {
    this.#base = base.replace(/\/(?:v2\/?)?$/, '');
    this.#model = `/v2/models/${encodeURIComponent(model)}`;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Waits until server and model say that they are ready.
   * @throws ExternalError with the last thing found when they are not within `waitMs`
   */
  async untilReady(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const deadline = performance.now() + waitMs;
    for (const path of ['/v2/health/ready', `${this.#model}/ready`]) {
      for (;;) {
        const found = await this.#readiness(path, signal);
        if (found === null) break;
        if (performance.now() >= deadline || signal?.aborted) throw this.#notReady(path, found, waitMs);
        await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
      }
    }
  }

  async #readiness(path: string, signal: AbortSignal | undefined): Promise<string | null> {
    try {
      const { status, text } = await this.ask(path, undefined, signal);
      return status === 200 ? null : `answered ${status} ${text.slice(0, 200)}`;
    } catch (error) {
      return reasonOf(error);
    }
  }

  #notReady(path: string, found: string, waitMs: number): ExternalError {
    return new ExternalError({
      code: 'SMOKE_NOT_READY',
      system: 'candidate',
      message: `The candidate at ${this.#base} is not ready after ${waitMs / 1000} s: ${path} ${found}.`,
      hint: 'Check that the candidate serves there, that rollout.smoke.model is the name the server knows, and raise rollout.smoke.wait for slow starts.',
      retryable: true,
    });
  }

  /** What server and model tell about themselves; empty where they tell nothing. */
  async metadata(
    signal: AbortSignal | undefined,
  ): Promise<{ server: Record<string, unknown>; model: Record<string, unknown> }> {
    const get = async (path: string) => {
      const { status, body } = await this.ask(path, undefined, signal);
      return status === 200 && typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    };
    return { server: await get('/v2'), model: await get(this.#model) };
  }

  /** @throws ExternalError when there is no answer */
  async infer(request: { inputs: readonly Tensor[] }, signal: AbortSignal | undefined): Promise<ServerAnswer> {
    try {
      return await this.ask(`${this.#model}/infer`, request, signal);
    } catch (cause) {
      throw new ExternalError({
        code: 'SMOKE_NO_ANSWER',
        system: 'candidate',
        message: `The candidate at ${this.#base} gave no answer to a golden request: ${reasonOf(cause)}.`,
        hint: 'It was ready before: look at its log. Raise rollout.smoke.timeout for slow models.',
        retryable: true,
        cause,
      });
    }
  }

  async ask(path: string, body: unknown, signal: AbortSignal | undefined): Promise<ServerAnswer> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const answer = await fetch(`${this.#base}${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: exactJson(body), headers: { 'content-type': 'application/json' } }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body ?? []) {
      size += chunk.length;
      if (size > MAX_BYTES) throw new Error('the answer is larger than 50 MB');
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    return { status: answer.status, text, body: parsedOrUndefined(text) };
  }
}

function parsedOrUndefined(text: string): unknown {
  try {
    return parseInferenceJson(text);
  } catch {
    return undefined;
  }
}

/** JSON with exact integers beyond 2^53: they are set in after the text is made. */
function exactJson(value: unknown): string {
  const integers: bigint[] = [];
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? `\u0000${integers.push(member) - 1}` : member,
  );
  return text.replace(/"\\u0000(\d+)"/g, (_, index: string) => String(integers[Number(index)]));
}

function reasonOf(error: unknown): string {
  const { cause, name, message } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return 'did not answer in time';
  return cause?.code ?? cause?.message ?? message;
}
