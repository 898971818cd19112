import {
  asDeliveryError,
  canonicalJson,
  type DeliveryError,
  documentError,
  EXIT,
  type Host,
  nearestName,
} from '@model-delivery/core';
import { TOOL } from '@model-delivery/use-cases/version';
import type { Command } from './command.ts';
import { errorText } from './error-text.ts';
import { commandFirst, parseCall, usageError } from './flags.ts';
import { commandHelp, generalHelp } from './help.ts';
import { terminalLog, terminalText } from './terminal-log.ts';

/** What every command is for, and how to load it. Nothing of a command is parsed before it is asked for. */
const COMMANDS: Record<string, { summary: string; load: () => Promise<Command> }> = {
  init: {
    summary: 'Profile a file and write a configuration and a workflow that pass on it.',
    load: async () => (await import('./commands/init.ts')).init,
  },
  doctor: {
    summary: 'Check configuration, engine, git, token and environment.',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  validate: {
    summary: 'Validate data: schema, rules, statistics, drift.',
    load: async () => (await import('./commands/validate.ts')).validate,
  },
  profile: {
    summary: 'Write, merge or compare data profiles.',
    load: async () => (await import('./commands/profile.ts')).profile,
  },
  evaluate: {
    summary: 'Judge a model: thresholds and comparison with the champion.',
    load: async () => (await import('./commands/evaluate.ts')).evaluate,
  },
  register: {
    summary: 'Register a model with its proof.',
    load: async () => (await import('./commands/register.ts')).register,
  },
  promote: {
    summary: 'Move an alias to a registered version.',
    load: async () => (await import('./commands/promote.ts')).promote,
  },
  rollback: {
    summary: 'Move an alias back to the version before.',
    load: async () => (await import('./commands/rollback.ts')).rollback,
  },
  archive: {
    summary: 'Mark a version as not to be used any more.',
    load: async () => (await import('./commands/archive.ts')).archive,
  },
  history: {
    summary: 'Tell what the aliases named, when and why.',
    load: async () => (await import('./commands/history.ts')).history,
  },
  show: {
    summary: 'Show a registered version.',
    load: async () => (await import('./commands/show.ts')).show,
  },
  pull: {
    summary: 'Write the files of a version to a directory, verified.',
    load: async () => (await import('./commands/pull.ts')).pull,
  },
  verify: {
    summary: 'Recompute everything about a version and the ledger.',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  'retrain-check': {
    summary: 'Judge whether to train again, and dispatch the retraining workflow.',
    load: async () => (await import('./commands/retrain-check.ts')).retrainCheck,
  },
  report: {
    summary: 'Render documents as Markdown, HTML or JUnit.',
    load: async () => (await import('./commands/report.ts')).report,
  },
  canary: {
    summary: 'Roll a registered model out step by step, judged by evidence, and back.',
    load: async () => (await import('./commands/canary.ts')).canary,
  },
  'dev-gateway': {
    summary: 'A weighted reverse proxy for demos, tests and one-host serving.',
    load: async () => (await import('./commands/dev-gateway.ts')).devGateway,
  },
};

/** Streams and environment of one run of the CLI. */
export interface Terminal {
  argv: readonly string[];
  env: Host['env'];
  cwd: string;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  now: () => number;
  signal?: AbortSignal | undefined;
}

/** Runs the CLI and gives its exit code. Nothing escapes: what we did not foresee exits 70. */
export async function main(terminal: Terminal): Promise<number> {
  const debug = Boolean(terminal.env.MODEL_DELIVERY_DEBUG);
  try {
    return await dispatch(terminal, debug);
  } catch (thrown) {
    const error = asDeliveryError(thrown);
    if (terminal.argv.includes('--json')) terminal.stdout(`${errorJson(error)}\n`);
    terminal.stderr(renderError(error, debug));
    return error.exitCode;
  }
}

async function dispatch(terminal: Terminal, debug: boolean): Promise<number> {
  const [name, ...args] = commandFirst(terminal.argv);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.stdout(`${generalHelp(COMMANDS)}\n`);
    return name === undefined ? EXIT.config : EXIT.pass;
  }
  if (name === '--version') {
    terminal.stdout(`${TOOL.version}\n`);
    return EXIT.pass;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    const near = nearestName(name, Object.keys(COMMANDS));
    throw usageError(`Unknown command ${name}; did you mean ${near}?`, 'Run `model-delivery --help` for the commands.');
  }
  const command = await entry.load();
  if (args.includes('--help') || args.includes('-h')) {
    terminal.stdout(`${commandHelp(name, command)}\n`);
    return EXIT.pass;
  }
  const call = parseCall(name, args, command.flags);
  const log = terminalLog(terminal.stderr, { quiet: call.quiet, debug });
  const host: Host = {
    cwd: terminal.cwd,
    env: terminal.env,
    now: terminal.now,
    log,
    tool: TOOL,
    signal: terminal.signal,
  };
  const result = await command.run(host, call);
  terminal.stdout(call.json ? `${result.json}\n` : result.text === '' ? '' : `${terminalText(result.text)}\n`);
  return result.exitCode;
}

/** The error of a command that has no document of its own. */
export function errorJson(error: DeliveryError): string {
  return canonicalJson({ schema: 'error/1', verdict: 'error', error: documentError(error) });
}

/** An error that ended the command, with its stack traces where somebody looks for a bug. */
export function renderError(error: DeliveryError, debug: boolean): string {
  const trace = debug && error.stack ? `\n${terminalText(`${error.stack}\n${causes(error)}`)}` : '';
  return `error: ${terminalText(errorText(documentError(error)))}${trace}\n`;
}

function causes(error: Error): string {
  const cause = error.cause;
  return cause instanceof Error ? `caused by ${cause.stack}\n${causes(cause)}` : '';
}
