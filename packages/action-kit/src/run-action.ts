import { resolve } from 'node:path';
import * as core from '@actions/core';
import { asDeliveryError, type ExitCode, type Host, registerSecret } from '@model-delivery/core';
import type { ActionSpec, InputValues } from './action-spec.ts';
import type { GitHubClient } from '@model-delivery/github';
import { describeError } from './error-rendering.ts';
import { githubClient } from './github-access.ts';
import { actionLog } from './log.ts';
import { readInputs } from './read-inputs.ts';

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
 * fails the step. Errors are rendered in one place; what we did not foresee exits 70.
 */
export async function runAction<S extends ActionSpec>(spec: S, tool: Host['tool'], body: Body<S>): Promise<void> {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  const outcome = await attempt(spec, tool, body, controller.signal);
  for (const name of Object.keys(spec.outputs)) core.setOutput(name, outcome.outputs[name] ?? '');
  if (outcome.exitCode === 0) return;
  const log = actionLog();
  log.error([outcome.summary, outcome.hint].filter(Boolean).join('\n'), outcome.location);
  process.exitCode = outcome.exitCode;
}

async function attempt<S extends ActionSpec>(spec: S, tool: Host['tool'], body: Body<S>, signal: AbortSignal): Promise<ActionOutcome> {
  try {
    const inputs = readInputs(spec, process.env) as InputValues<S> & Record<string, string | undefined>;
    const token = inputs['github-token'] ?? '';
    if (token !== '') core.setSecret(token);
    registerSecret(token);
    const host: Host = {
      cwd: resolve(process.env.GITHUB_WORKSPACE ?? process.cwd(), inputs['working-directory'] ?? '.'),
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
    const error = asDeliveryError(thrown);
    if (error.exitCode === 70) core.debug(describeError(error));
    return {
      exitCode: error.exitCode,
      summary: `${error.code}: ${error.message}`,
      hint: error.hint,
      outputs: { verdict: 'error', summary: error.message },
      location: 'location' in error ? (error.location as ActionOutcome['location']) : undefined,
    };
  }
}
