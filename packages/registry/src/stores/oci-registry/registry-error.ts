import { type DeliveryError, ExternalError, PermissionError } from '@model-delivery/core';

const SYSTEM = 'container registry';

/** What a registry refused: status, and the code and message of its first error, if it is one that says so. */
export function refusal(doing: string, reference: string, status: number, body: string, attempts = 1): DeliveryError {
  const message = `${doing} at ${reference}: the registry answered ${status}${detail(body)}.`;
  if (status === 401 || status === 403) {
    return new PermissionError({
      code: status === 401 ? 'STORE_UNAUTHORIZED' : 'STORE_FORBIDDEN',
      message,
      hint: 'Give credentials with the right to it: MODEL_DELIVERY_OCI_USERNAME and MODEL_DELIVERY_OCI_PASSWORD, `docker login`, or for ghcr.io a job with\npermissions:\n  packages: write',
    });
  }
  const retryable = isTransient(status);
  return new ExternalError({
    code: 'STORE_REFUSED',
    system: SYSTEM,
    retryable,
    attempts,
    message: `${message.slice(0, -1)}${attempts > 1 ? `, ${attempts} times` : ''}.`,
    hint: retryable
      ? 'Run it again later: what was uploaded whole is not sent again.'
      : 'Check `registry.store.oci`: the registry must exist, know the repository and take OCI artifacts.',
  });
}

/** Whether the same request may succeed later. */
export function isTransient(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** A registry that did not answer, or broke off. */
export function unreachable(doing: string, reference: string, attempts: number, cause: unknown): ExternalError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new ExternalError({
    code: 'STORE_UNREACHABLE',
    system: SYSTEM,
    retryable: true,
    attempts,
    message: `${doing} at ${reference}: the registry cannot be reached (${code ?? message}), tried ${attempts} times.`,
    hint: 'Check `registry.store.oci`, the network and HTTPS_PROXY, and run it again: what was uploaded whole is not sent again.',
    cause,
  });
}

/** An answer that contradicts the specification. */
export function unexpectedAnswer(doing: string, reference: string, found: string): ExternalError {
  return new ExternalError({
    code: 'STORE_ANSWER',
    system: SYSTEM,
    message: `${doing} at ${reference}: ${found}.`,
    hint: 'Check that `registry.store.oci` names a container registry that follows the OCI distribution specification.',
  });
}

function detail(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors: { code?: string; message?: string }[] };
    const { code, message } = errors[0]!;
    return ` (${[code, message]
      .filter((part) => typeof part === 'string')
      .join(': ')
      .slice(0, 300)})`;
  } catch {
    return '';
  }
}
