import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EvidenceError, type Host } from '@model-delivery/core';
import { sourceFor, targetFor } from '@model-delivery/rollout';
import type { Configuration } from '../configuration.ts';
import { type Diagnosis, examine } from './diagnosis.ts';

/** Whether target and source of a rollout answer, and whether the golden requests are there. Nothing is written. */
export async function diagnoseRollout(host: Host, configuration: Configuration): Promise<Diagnosis[]> {
  const { rollout } = configuration.loaded.config;
  if (rollout === undefined) return [];
  const { target, source, smoke, guardrails = [], arms } = rollout;
  const context = { directory: configuration.baseDirectory, env: host.env, now: host.now };
  const found: Diagnosis[] = [];
  if (target !== undefined)
    found.push(
      await examine('rollout/target', async () => {
        const { weights } = await targetFor(target, context).read(host.signal);
        return `stable has ${weights.stable} %, candidate ${weights.candidate} %`;
      }),
    );
  if (source !== undefined && guardrails.length > 0)
    found.push(
      await examine('rollout/source', async () => {
        const { problems } = await sourceFor(source, guardrails, arms, context).read(host.signal);
        if (problems.length > 0) throw incomplete(problems);
        return `${guardrails.length} of ${guardrails.length} guardrails have numbers of both arms`;
      }),
    );
  if (smoke?.fixtures !== undefined) found.push(goldenRequests(configuration, smoke.fixtures));
  return found;
}

function incomplete(problems: readonly string[]): EvidenceError {
  return new EvidenceError({
    code: 'ROLLOUT_METRICS_INCOMPLETE',
    message: problems.join('; '),
    hint: 'Compare the names of `rollout.guardrails` and `rollout.arms` with what the source shows. A canary does not advance on numbers it does not have.',
  });
}

function goldenRequests({ baseDirectory }: Configuration, fixtures: string): Diagnosis {
  const there = existsSync(resolve(baseDirectory, fixtures));
  return {
    id: 'rollout/smoke',
    verdict: there ? 'pass' : 'not_applicable',
    message: there ? `${fixtures} is there` : `${fixtures} is not there yet`,
    ...(there ? {} : { hint: 'Training may write it; without golden requests nothing gets traffic.' }),
  };
}
