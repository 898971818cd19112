import { ExternalError, PermissionError } from '@model-delivery/core';

const MAX_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 2;

/** One request to a metrics server. */
export interface MetricsRequest {
  url: string;
  /** Form fields to POST; without them the request is a GET. */
  form?: Record<string, string>;
  token: string | null;
  signal?: AbortSignal | undefined;
}

/**
 * The body of a metrics server's answer, at most 10 MB.
 * @throws ExternalError when it cannot be reached or answers anything but 200; PermissionError for 401 and 403
 */
export async function fetchMetrics(request: MetricsRequest): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchOnce(request);
    } catch (error) {
      const retryable = error instanceof ExternalError && error.retryable && !request.signal?.aborted;
      if (!retryable || attempt === ATTEMPTS) throw error;
    }
  }
}

async function fetchOnce({ url, form, token, signal }: MetricsRequest): Promise<string> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let answer: Response;
  let body: string;
  try {
    answer = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    body = await readBounded(answer, url);
  } catch (cause) {
    if (cause instanceof ExternalError) throw cause;
    throw unreachable(url, cause);
  }
  if (answer.status === 200) return body;
  throw refused(url, answer.status, body);
}

async function readBounded(answer: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new ExternalError({
        code: 'METRICS_TOO_LARGE',
        system: 'metrics',
        message: `Reading ${url}: the answer is larger than ${MAX_BYTES / 1024 / 1024} MB.`,
        hint: 'Serve the guardrails on their own endpoint, or read them through a Prometheus server.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unreachable(url: string, cause: unknown): ExternalError {
  const inner = (cause as { cause?: { code?: string; message?: string } }).cause;
  return new ExternalError({
    code: 'METRICS_UNREACHABLE',
    system: 'metrics',
    message: `Reading ${url} failed: ${inner?.code ?? inner?.message ?? (cause as Error).message}.`,
    hint: 'Check rollout.source, and that the address can be reached from where this runs.',
    retryable: true,
    attempts: ATTEMPTS,
    cause,
  });
}

function refused(url: string, status: number, body: string): ExternalError | PermissionError {
  const found = `${url} answered ${status}: ${body.trim().slice(0, 300) || 'nothing'}`;
  if (status === 401 || status === 403) {
    return new PermissionError({
      code: 'METRICS_REFUSED',
      message: `Reading metrics: ${found}`,
      hint: 'Give the token by the environment and name its variable: source: { prometheus: { url: …, token_env: NAME } }.',
    });
  }
  return new ExternalError({
    code: 'METRICS_FAILED',
    system: 'metrics',
    message: `Reading metrics: ${found}`,
    hint: 'Open the address by hand; it must answer 200.',
    retryable: status >= 500 || status === 429,
    attempts: ATTEMPTS,
  });
}
