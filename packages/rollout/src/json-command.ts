import { spawn } from 'node:child_process';
import { relative } from 'node:path';
import { ConfigError, ExternalError, redact } from '@model-delivery/core';
import type { AdapterContext } from './adapter-context.ts';

/** More than any answer needs; a command that prints without end is stopped. */
const MAX_OUTPUT_BYTES = 10 * 1024 * 1024;
const SHOWN_STDERR = 1000;
/** Between asking a command to end and ending it. */
const GRACE_MS = 2000;

/** One call of a user's command: an argument vector (no shell), JSON on stdin, JSON on stdout. */
export interface JsonCommand {
  /** `target.command.apply`: the key in the configuration, for messages. */
  name: string;
  command: readonly string[];
  input: unknown;
  timeoutMs: number;
  context: AdapterContext;
  signal?: AbortSignal | undefined;
}

/**
 * Runs the command in the configuration's directory and returns the JSON it prints; undefined where it prints nothing.
 * @throws ConfigError when the program does not exist; ExternalError when it fails, takes too long or prints no JSON.
 */
export async function runJsonCommand(call: JsonCommand): Promise<unknown> {
  const { stdout } = await runCommand(call);
  if (stdout.trim() === '') return undefined;
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new ExternalError({
      code: 'COMMAND_ANSWER_NOT_JSON',
      system: call.name,
      message: `${label(call)} printed no JSON: ${excerpt(stdout)}`,
      hint: 'It must print exactly one JSON value on standard output; everything else belongs on standard error.',
      cause,
    });
  }
}

/** The same without expecting JSON: the exit code decides. */
export function runCommand(call: JsonCommand): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const [program, ...args] = call.command as [string, ...string[]];
    const child = spawn(program, args, {
      cwd: call.context.directory,
      env: call.context.env as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      // Its own process group, so that what it started ends with it.
      detached: true,
    });
    const stop = watchLimits(call, child.pid);
    const output = { stdout: '', stderr: '' };
    collect(child.stdout, (text) => {
      if (output.stdout.length <= MAX_OUTPUT_BYTES) output.stdout += text;
      else stop.now('printed more than 10 MB');
    });
    collect(child.stderr, (text) => {
      output.stderr = (output.stderr + text).slice(-MAX_OUTPUT_BYTES);
    });
    // A command that does not read its input closes the pipe: that is its right.
    child.stdin.on('error', () => {});
    child.stdin.end(`${JSON.stringify(call.input)}\n`);
    child.on('error', (error) => {
      stop.done();
      reject(notStarted(call, error));
    });
    child.on('close', (code, signal) => {
      stop.done();
      if (stop.reason() === undefined && code === 0) resolve(output);
      else reject(failed(call, stop.reason() ?? (code === null ? `ended by ${signal}` : `exit code ${code}`), output));
    });
  });
}

function collect(stream: NodeJS.ReadableStream, add: (text: string) => void): void {
  stream.setEncoding('utf8');
  stream.on('data', add);
}

/** Ends the command's whole group on timeout, abort or too much output. */
function watchLimits(call: JsonCommand, pid: number | undefined) {
  let reason: string | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const signalGroup = (signal: NodeJS.Signals) => {
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It has already ended.
    }
  };
  const now = (why: string) => {
    if (reason !== undefined) return;
    reason = why;
    signalGroup('SIGTERM');
    killTimer = setTimeout(() => signalGroup('SIGKILL'), GRACE_MS);
  };
  const timer = setTimeout(() => now(`no end after ${call.timeoutMs / 1000} s`), call.timeoutMs);
  const onAbort = () => now('stopped because this run is ending');
  call.signal?.addEventListener('abort', onAbort, { once: true });
  if (call.signal?.aborted) onAbort();
  return {
    now,
    reason: () => reason,
    done: () => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      call.signal?.removeEventListener('abort', onAbort);
    },
  };
}

function label(call: JsonCommand): string {
  return `The command of ${call.name} (${call.command[0]})`;
}

function excerpt(text: string): string {
  // On one line: it stands in the middle of a message.
  const shown = redact(text.trim().slice(0, 64 * SHOWN_STDERR)).replaceAll(/\s*\n\s*/g, '; ');
  return shown.length > SHOWN_STDERR ? `${shown.slice(0, SHOWN_STDERR)}…` : shown;
}

function notStarted(call: JsonCommand, error: NodeJS.ErrnoException) {
  return new ConfigError({
    code: 'COMMAND_NOT_STARTED',
    message: `${label(call)} could not be started in ${relative(process.cwd(), call.context.directory) || 'the working directory'}: ${error.code ?? error.message}.`,
    hint: 'Name a program on the PATH or a path relative to the configuration; arguments are separate list items, no shell reads them.',
    cause: error,
  });
}

function failed(call: JsonCommand, why: string, output: { stdout: string; stderr: string }) {
  const said = excerpt(output.stderr) || excerpt(output.stdout) || 'nothing printed';
  return new ExternalError({
    code: 'COMMAND_FAILED',
    system: call.name,
    message: `${label(call)} failed: ${why}; it said: ${said}`,
    hint: 'Run the same command by hand with the same environment; it must end with exit code 0.',
    retryable: true,
  });
}
