import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EvidenceError, type Host, redact } from '@model-delivery/core';
import { pullVersion } from '@model-delivery/registry';
import type { Configuration } from '../configuration.ts';
import type { Registry } from './open-registry.ts';

/** A champion that is to score today's test set. */
export interface Rescoring {
  registry: Registry;
  version: `sha256:${string}`;
  /** Argument vector; no shell sees it. */
  command: readonly string[];
  /** A new directory of ours. */
  directory: string;
}

/** Variables that a scoring command has no use for: tokens of the job and inputs of the action. */
const WITHHELD = /^(INPUT_|ACTIONS_|GITHUB_TOKEN$|MODEL_DELIVERY_OCI_)/;
/** How much of what the command printed stands in the error. */
const SHOWN = 500;

/**
 * Pulls the champion, verified, and lets the policy's command score it: `MODEL_DELIVERY_MODEL` is the folder of the model,
 * `MODEL_DELIVERY_OUT` where it writes `predictions.*` or `metrics.*`. It runs in the folder of the configuration.
 * @returns the folder the command wrote to
 * @throws EvidenceError when the command fails
 */
export async function rescoreChampion(
  host: Host,
  { baseDirectory }: Configuration,
  rescoring: Rescoring,
): Promise<string> {
  const model = join(rescoring.directory, 'model');
  const out = join(rescoring.directory, 'scores');
  await pullVersion(rescoring.registry.store, rescoring.version, model, { signal: host.signal });
  await mkdir(out);
  const inherited = Object.fromEntries(Object.entries(host.env).filter(([name]) => !WITHHELD.test(name)));
  const env = { ...inherited, MODEL_DELIVERY_MODEL: model, MODEL_DELIVERY_OUT: out };
  host.log.info(`Scoring the champion ${rescoring.version} anew: ${rescoring.command.join(' ')}`);
  const { code, printed } = await run(rescoring.command, { cwd: baseDirectory, env, signal: host.signal });
  if (code === 0) return out;
  throw new EvidenceError({
    code: 'RESCORE_FAILED',
    message: `Scoring the champion ${rescoring.version} anew with ${JSON.stringify(rescoring.command.join(' '))} failed (${code === null ? 'it did not start or was stopped' : `exit ${code}`}): ${redact(printed).trim().slice(-SHOWN)}`,
    hint: 'Run `evaluation.champion.rescore` by hand with MODEL_DELIVERY_MODEL and MODEL_DELIVERY_OUT set.',
  });
}

function run(
  command: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal | undefined },
): Promise<{ code: number | null; printed: string }> {
  const [program, ...args] = command;
  return new Promise((done) => {
    let printed = '';
    const { signal, ...rest } = options;
    const child = spawn(program!, args, { ...rest, ...(signal ? { signal } : {}), stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-16 * SHOWN);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => done({ code: null, printed: `${printed}\n${error.message}` }));
    child.once('close', (code) => done({ code, printed }));
  });
}
