import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, canonicalJson, EvidenceError, EXIT, type Host } from '@model-delivery/core';
import { replayPolicy, replayWindows } from '@model-delivery/rollout';
import { readConfiguration } from '@model-delivery/use-cases';
import type { CommandResult } from '../command.ts';
import { type Call, textFlag, usageError } from '../flags.ts';

/**
 * `canary replay --windows FILE`: judges recorded windows by the configuration's guardrails and touches nothing. Prints one JSON line a series.
 * @throws ConfigError without `--windows` or `rollout.guardrails`, EvidenceError for a file that cannot be read or judged
 */
export function replayCommand(host: Host, call: Call): CommandResult {
  const path = textFlag(call, 'windows');
  if (path === undefined) {
    throw usageError(
      'canary replay needs the recorded windows.',
      'Name them: `model-delivery canary replay --windows FILE`.',
    );
  }
  const { rollout } = readConfiguration(host, call.config).loaded.config;
  if (!rollout) {
    throw new ConfigError({
      code: 'ROLLOUT_NOT_CONFIGURED',
      message: `The configuration ${call.config} has no \`rollout\`, so there are no guardrails to judge by.`,
      hint: 'Add `rollout:` with `guardrails:`, or name another file with `--config FILE`.',
    });
  }
  const policy = replayPolicy(rollout);
  const lines = replayWindows(readWindows(host, path), policy).map((series) => canonicalJson(series));
  return { exitCode: EXIT.pass, text: lines.join('\n'), json: lines.join('\n') };
}

function readWindows(host: Host, path: string): string {
  try {
    return readFileSync(resolve(host.cwd, path), 'utf8');
  } catch (error) {
    throw new EvidenceError({
      code: 'WINDOWS_NOT_READABLE',
      message: `Reading the recorded windows ${path} failed: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}.`,
      hint: 'The path is relative to the working directory.',
    });
  }
}
