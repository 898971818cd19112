import type { ExitCode, Host } from '@model-delivery/core';
import type { Call, Flag } from './flags.ts';

/** What a command hands back: the exit code, and its result for a person and for a program. */
export interface CommandResult {
  exitCode: ExitCode;
  /** Shown to a person on stdout. */
  text: string;
  /** Exactly one JSON text for `--json`, without line end. */
  json: string;
}

/** One command of the CLI. Its module is loaded only when it runs. */
export interface Command {
  summary: string;
  usage: string[];
  flags: Record<string, Flag>;
  run(host: Host, call: Call): Promise<CommandResult>;
}
