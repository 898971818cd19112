import { ExternalError } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { runCommand } from '../json-command.ts';
import type { TrafficTarget } from '../ports.ts';

/** A server may load a large model before it answers. */
const PROMOTE_TIMEOUT_MS = 15 * 60_000;

/**
 * Adds a promotion to a target whose arms are fixed servers: the user's command makes the stable arm serve the promoted
 * version (it gets `{"version","key"}` on stdin), then the stable arm gets all traffic. Without a command the target stays as it is:
 * the candidate arm serves.
 */
export function promoteByCommand(
  target: TrafficTarget,
  command: readonly string[] | undefined,
  context: AdapterContext,
): TrafficTarget {
  if (command === undefined) return target;
  return {
    ...target,
    promote: async (version, key, signal) => {
      await runCommand({
        name: `target.${target.kind}.promote`,
        command,
        input: { version, key },
        timeoutMs: PROMOTE_TIMEOUT_MS,
        context,
        signal,
      });
      const before = await target.read(signal);
      const after = await target.apply({ stable: 100, candidate: 0 }, before.version, key, signal);
      if (after.ok) return;
      throw new ExternalError({
        code: 'PROMOTE_CONFLICT',
        system: target.kind,
        message: 'Somebody else changed the split while the promoted model was moved to the stable arm.',
        hint: 'Look at the target, then run `model-delivery canary reconcile`.',
        retryable: true,
      });
    },
  };
}
