import { redact } from './redact.ts';

/** What a {@link DeliveryError} is built from. `code` is stable and documented in docs/errors.md. */
export interface ErrorFields {
  code: string;
  /** What was attempted, what was found, what was expected. */
  message: string;
  /** What to do next. */
  hint?: string | undefined;
  cause?: unknown;
}

/** Exit codes of the CLI; an action fails its step exactly where the CLI would exit non-zero. */
export const EXIT = { pass: 0, fail: 1, config: 2, inconclusive: 3, evidence: 4, external: 5, bug: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Base of every error we throw on purpose. Secrets are removed in the constructor, so no renderer can leak them. */
export abstract class DeliveryError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  abstract readonly exitCode: ExitCode;

  constructor(fields: ErrorFields) {
    super(redact(fields.message), fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.hint = fields.hint === undefined ? undefined : redact(fields.hint);
  }
}

/** The user can fix it: configuration, flags, inputs. Exit 2. */
export class ConfigError extends DeliveryError {
  readonly exitCode = EXIT.config;
  /** Where in the configuration, when known (1-based). */
  readonly location: { file: string; line: number; column?: number } | undefined;

  constructor(fields: ErrorFields & { location?: { file: string; line: number; column?: number } | undefined }) {
    super(fields);
    this.location = fields.location;
  }
}

/** Missing, empty or unusable data, metrics or champion. Exit 4. */
export class EvidenceError extends DeliveryError {
  readonly exitCode = EXIT.evidence;
}

/** A token lacks a permission. The hint prints the `permissions:` block to add. Exit 5. */
export class PermissionError extends DeliveryError {
  readonly exitCode = EXIT.external;
}

/** Another system failed after retries. Exit 5. */
export class ExternalError extends DeliveryError {
  readonly exitCode = EXIT.external;
  readonly system: string;
  readonly retryable: boolean;
  readonly attempts: number;

  constructor(fields: ErrorFields & { system: string; retryable?: boolean; attempts?: number }) {
    super(fields);
    this.system = fields.system;
    this.retryable = fields.retryable ?? false;
    this.attempts = fields.attempts ?? 1;
  }
}

/** A bug of ours. Exit 70. */
export class InternalError extends DeliveryError {
  readonly exitCode = EXIT.bug;
}

/** Turns anything thrown into one of our errors: what we did not throw on purpose is a bug of ours (exit 70). */
export function asDeliveryError(thrown: unknown): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new InternalError({
    code: 'INTERNAL',
    message: `model-delivery hit a bug of its own: ${detail}`,
    hint: 'Please report it with the command you ran and the stack trace (rerun with MODEL_DELIVERY_DEBUG=1).',
    cause: thrown,
  });
}
