import { parseArgs } from 'node:util';
import { ConfigError, FAIL_ON, type FailOn, nearestName, nearestNames } from '@model-delivery/core';

/** One flag of a command. */
export interface Flag {
  description: string;
  /** Placeholder of its value; a flag without one is a switch. */
  value?: string;
  short?: string;
  multiple?: boolean;
}

export const GLOBAL_FLAGS = {
  config: { description: 'Configuration file (default model-delivery.yaml).', value: 'FILE' },
  out: { description: 'Directory for documents (default .model-delivery).', value: 'DIR' },
  json: { description: 'Write the result as JSON to stdout, everything else to stderr.' },
  'fail-on': { description: 'When to exit non-zero: policy (default), fail, inconclusive, never.', value: 'WORD' },
  quiet: { description: 'Only results and errors.' },
  seed: { description: 'Seed of resampling (default: from check and policy).', value: 'N' },
  'as-of': { description: 'Date that waivers are judged by (default today, UTC).', value: 'DATE' },
  help: { description: 'Show this help.', short: 'h' },
  version: { description: 'Show the version.' },
} satisfies Record<string, Flag>;

/** Flags and words of one call, strictly parsed. */
export interface Call {
  words: string[];
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  thresholds: { metric: string; value: number }[];
  config: string;
  out: string;
  json: boolean;
  quiet: boolean;
  failOn: FailOn;
  seed: number | undefined;
  asOf: string | undefined;
}

/** A flag's text; undefined when it was not given. */
export function textFlag(call: Call, name: string): string | undefined {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** All texts of a repeatable flag. */
export function textFlags(call: Call, name: string): string[] {
  const value = call.values[name];
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
}

export function usageError(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'USAGE', message, hint });
}

/** The command's name first: global flags may stand before it, as in git, and count as if they stood behind it. */
export function commandFirst(argv: readonly string[]): string[] {
  let at = 0;
  while (at < argv.length) {
    const [, name = '', inline] = /^--([a-z-]+)(=.*)?$/.exec(argv[at]!) ?? [];
    const flag: Flag | undefined = Object.hasOwn(GLOBAL_FLAGS, name)
      ? GLOBAL_FLAGS[name as keyof typeof GLOBAL_FLAGS]
      : undefined;
    if (flag === undefined || name === 'help' || name === 'version') break;
    at += flag.value !== undefined && inline === undefined ? 2 : 1;
  }
  const [command, ...rest] = argv.slice(at);
  return command === undefined ? [...argv] : [command, ...argv.slice(0, at), ...rest];
}

/** Parses the arguments after the command's name. @throws ConfigError naming the nearest flag. */
export function parseCall(command: string, args: readonly string[], flags: Record<string, Flag>): Call {
  const { rest, thresholds } = takeThresholds(args, command === 'evaluate');
  const known: Record<string, Flag> = { ...GLOBAL_FLAGS, ...flags };
  const help = `Run \`model-delivery ${command} --help\` for its flags.`;
  refuseUnknown(rest, known, help);
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...rest],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        Object.entries(known).map(([name, flag]) => [
          name,
          {
            type: flag.value === undefined ? ('boolean' as const) : ('string' as const),
            ...(flag.short ? { short: flag.short } : {}),
            ...(flag.multiple ? { multiple: true } : {}),
          },
        ]),
      ),
    });
  } catch (error) {
    throw usageError((error as Error).message.split('. ')[0]!, help);
  }
  const values = parsed.values as Call['values'];
  return {
    words: parsed.positionals,
    values,
    thresholds,
    config: (values.config as string | undefined) ?? 'model-delivery.yaml',
    out: (values.out as string | undefined) ?? '.model-delivery',
    json: values.json === true,
    quiet: values.quiet === true,
    failOn: failOnWord(values['fail-on'] as string | undefined),
    seed: seedOf(values.seed as string | undefined),
    asOf: dateOf(values['as-of'] as string | undefined),
  };
}

function refuseUnknown(args: readonly string[], known: Record<string, Flag>, help: string): void {
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name === undefined || Object.hasOwn(known, name)) continue;
    const near = nearestNames(name, Object.keys(known), 1)[0] ?? nearestName(name, Object.keys(known));
    throw usageError(`Unknown flag --${name}; did you mean --${near}?`, help);
  }
}

/** `--threshold-METRIC X`: the metric's name is part of the flag, `-` and `_` are the same. */
function takeThresholds(args: readonly string[], allowed: boolean) {
  const rest: string[] = [];
  const thresholds: Call['thresholds'] = [];
  for (let i = 0; i < args.length; i++) {
    const match = allowed ? /^--threshold-([A-Za-z0-9_.-]+)(?:=(.*))?$/.exec(args[i]!) : null;
    if (!match) {
      rest.push(args[i]!);
      continue;
    }
    const text = match[2] ?? args[++i];
    const value = Number(text);
    if (text === undefined || text.trim() === '' || !Number.isFinite(value)) {
      throw usageError(
        `--threshold-${match[1]} expects a number; found ${text ?? 'nothing'}.`,
        'Write for example --threshold-f1 0.88.',
      );
    }
    thresholds.push({ metric: match[1]!.replaceAll('-', '_'), value });
  }
  return { rest, thresholds };
}

function failOnWord(word: string | undefined): FailOn {
  if (word === undefined) return 'policy';
  if ((FAIL_ON as readonly string[]).includes(word)) return word as FailOn;
  throw usageError(
    `--fail-on expects one of ${FAIL_ON.join(', ')}; found ${word}.`,
    'Leave it out to follow the configuration.',
  );
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw usageError(
    `--seed expects a whole number; found ${text}.`,
    'Leave it out for the seed that follows from check and policy.',
  );
}

function dateOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  if (valid) return text;
  throw usageError(`--as-of expects a date such as 2026-11-21; found ${text}.`, 'Leave it out for today.');
}
