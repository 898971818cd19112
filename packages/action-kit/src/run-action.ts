import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import {
  asDeliveryError,
  ConfigError,
  type DeliveryError,
  EXIT,
  type ExitCode,
  ExternalError,
  type Host,
  redact,
  registerSecret,
} from '@model-delivery/core';
import type { GitHubClient } from '@model-delivery/github';
import type { ActionSpec, InputValues } from './action-spec.ts';
import { describeError } from './error-rendering.ts';
import { githubClient } from './github-access.ts';
import { actionLog } from './log.ts';
import { guardProcess } from './process-guard.ts';
import { givenToken, readInputs } from './read-inputs.ts';

/** The runner cuts a message at 4,096 characters; the hint behind it must survive. In UTF-16 units. */
const MAX_MESSAGE_LENGTH = 3000;
/** All outputs of a job share 1 MB; ours are paths, words and one sentence. In UTF-16 units. */
const MAX_OUTPUT_LENGTH = 8000;

/** What an action gives back: its exit code and the outputs that its spec declares. */
export interface ActionOutcome {
  exitCode: ExitCode;
  /** One sentence; the message of a failed step. */
  summary: string;
  outputs: Record<string, string>;
  /** Where the failure stands in the configuration, if it does. */
  location?: { file: string; line: number } | undefined;
  hint?: string | undefined;
}

/** What the body of an action gets besides its inputs. */
export interface ActionContext {
  host: Host;
  token: string;
  /** A client of the GitHub API; made once, when first asked for. */
  client(): Promise<GitHubClient>;
  /** Says in the debug log how long the process has run: start-up is measured with it. */
  mark(step: string): void;
}

type Body<S extends ActionSpec> = (inputs: InputValues<S>, context: ActionContext) => Promise<ActionOutcome>;

/**
 * The frame of every action: reads the inputs, runs the body, sets the outputs of the spec (and no others), and only then
 * fails the step. Errors are rendered in one place. What we did not foresee exits 70: an exception nobody caught, a rejected
 * promise nobody awaited, a body that never ends. A cancelled run is none of these.
 */
export async function runAction<S extends ActionSpec>(spec: S, tool: Host['tool'], body: Body<S>): Promise<void> {
  const cancelled = new AbortController();
  const guard = guardProcess({
    cancelled,
    unforeseen: (error) => endStep(spec, errorOutcome(error)),
    killed: () => endStep(spec, errorOutcome(cancellation(spec))),
  });
  const outcome = await attempt(spec, tool, body, cancelled.signal);
  endStep(spec, outcome);
  guard.ended();
}

async function attempt<S extends ActionSpec>(
  spec: S,
  tool: Host['tool'],
  body: Body<S>,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  try {
    const token = givenToken(process.env);
    if (token !== '') core.setSecret(token);
    registerSecret(token);
    const inputs = readInputs(spec, process.env);
    const host: Host = {
      cwd: workingDirectory(process.env, (inputs as { 'working-directory'?: string })['working-directory'] ?? '.'),
      env: process.env,
      now: Date.now,
      log: actionLog(),
      tool,
      signal,
    };
    let client: Promise<GitHubClient> | undefined;
    return await body(inputs, {
      host,
      token,
      client: () => (client ??= githubClient(host, token)),
      mark: (step) => core.debug(`${step} after ${performance.now().toFixed(1)} ms`),
    });
  } catch (thrown) {
    // A stage that was told to stop throws whatever it was doing.
    return errorOutcome(signal.aborted ? cancellation(spec) : asDeliveryError(thrown));
  }
}

/** @throws ConfigError when the directory is not there: every relative path would be reported missing in its place. */
function workingDirectory(env: Host['env'], given: string): string {
  const path = resolve(env.GITHUB_WORKSPACE ?? process.cwd(), given);
  if (given === '.' || statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new ConfigError({
    code: 'WORKING_DIRECTORY_MISSING',
    message: `The input working-directory is ${JSON.stringify(given)}, and ${path} is not a directory.`,
    hint: 'It is relative to the workspace. Does the job check the repository out before this step?',
  });
}

function cancellation(spec: ActionSpec): DeliveryError {
  return new ExternalError({
    code: 'CANCELLED',
    system: 'workflow runner',
    message: `The run was cancelled while ${spec.name} was working.`,
    hint: 'Run the job again for a result.',
    retryable: true,
  });
}

function errorOutcome(error: DeliveryError): ActionOutcome {
  if (error.exitCode === EXIT.bug) showStack(error);
  return {
    exitCode: error.exitCode,
    summary: `${error.code}: ${error.message}`,
    hint: error.hint,
    outputs: { verdict: 'error', summary: error.message },
    location: error instanceof ConfigError ? error.location : undefined,
  };
}

function showStack(error: DeliveryError): void {
  const stack = describeError(error);
  if (process.env.MODEL_DELIVERY_DEBUG === '1') actionLog().info(stack);
  else core.debug(stack);
}

/** Outputs, then the message, then the exit code: whoever reads the outputs of a failed step finds them. */
function endStep(spec: ActionSpec, outcome: ActionOutcome): void {
  for (const name of Object.keys(spec.outputs)) core.setOutput(name, outputText(outcome.outputs[name] ?? ''));
  if (outcome.exitCode === EXIT.pass) return;
  process.exitCode = outcome.exitCode;
  const message = [clipped(outcome.summary, MAX_MESSAGE_LENGTH), outcome.hint].filter(Boolean).join('\n');
  actionLog().error(message, outcome.location);
}

function outputText(value: string): string {
  return clipped(redact(value), MAX_OUTPUT_LENGTH);
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}\u2026`;
}
