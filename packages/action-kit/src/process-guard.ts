import { asDeliveryError, type DeliveryError, EXIT, InternalError } from '@model-delivery/core';

/** How long what is still open may keep the process alive after the action has ended, in milliseconds. */
const LINGER_MS = 2000;

/** What the process does when it does not end as planned. */
export interface GuardOptions {
  /** Aborted by the first SIGINT or SIGTERM: the stage may still end in order. */
  cancelled: AbortController;
  /** Ends the step after something nobody caught; the exit code is 70 whatever this does. */
  unforeseen(error: DeliveryError): void;
  /** Ends the step on the second signal, when it did not obey the first (the runner sends SIGINT, SIGTERM, then kills). */
  killed(): void;
}

/**
 * Makes sure that no end of the process looks like a success: exceptions nobody caught, promises nobody awaited, an event
 * loop that runs empty before the action has ended, and signals. `ended` says that the action has set its outputs; from then
 * on nothing that was left open holds the step for long.
 */
export function guardProcess(options: GuardOptions): { ended(): void } {
  let ended = false;
  const fail = (error: DeliveryError): void => {
    ended = true;
    process.exitCode = EXIT.bug;
    try {
      options.unforeseen(error);
    } catch (second) {
      // Nothing is left but the bare words: the outputs cannot be written.
      process.stdout.write(`::error::${oneLine(error.message)} (and then: ${oneLine(String(second))})\n`);
    }
    process.exitCode = EXIT.bug;
  };
  process.on('uncaughtException', (thrown) => {
    fail(asBug(thrown));
    flushAndExit(EXIT.bug);
  });
  process.on('exit', () => {
    if (!ended) fail(neverEnded());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!options.cancelled.signal.aborted) return options.cancelled.abort();
      if (ended) return;
      ended = true;
      options.killed();
      flushAndExit(EXIT.external);
    });
  }
  return {
    ended() {
      ended = true;
      // Does not keep the process alive itself: it fires only where something else does, such as a forgotten connection.
      setTimeout(() => flushAndExit(process.exitCode ?? EXIT.pass), LINGER_MS).unref();
    },
  };
}

/** Pipes are asynchronous on Windows: what was written must leave before the process does. */
function flushAndExit(code: NonNullable<typeof process.exitCode>): void {
  process.stdout.write('', () => process.exit(code));
}

/** Uncaught is always a bug of ours, even where the error itself is one that we throw on purpose. */
function asBug(thrown: unknown): DeliveryError {
  const error = asDeliveryError(thrown);
  if (error.exitCode === EXIT.bug) return error;
  return new InternalError({
    code: 'INTERNAL',
    message: `model-delivery hit a bug of its own: nobody handled ${error.code}: ${error.message}`,
    hint: error.hint,
    cause: error,
  });
}

function neverEnded(): DeliveryError {
  return new InternalError({
    code: 'ENDED_WITHOUT_RESULT',
    message: 'model-delivery hit a bug of its own: the process had nothing left to do before there was a result.',
    hint: 'Please report it with the log of this step.',
  });
}

function oneLine(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
