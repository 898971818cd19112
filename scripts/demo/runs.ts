import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Rollout } from '@model-delivery/core';
import {
  consoleReporter,
  type RunResult,
  runEvent,
  runnerRepository,
  type WorkflowEvent,
} from '@model-delivery/testkit';
import { root } from '../root.ts';
import type { Stage } from './stage.ts';
import { STOPPERS, type Stopper } from './step.ts';

/** Documents by the action that writes them. */
const DOCUMENTS: Record<string, Stopper> = {
  'data-report.json': 'validate-data',
  'evaluation.json': 'evaluate-gate',
  'model-version.json': 'register-model',
  'rollout.json': 'deploy-canary',
};

export type Say = (text: string) => void;

/** Lets the workflows of the example run that an event starts; `folder` keeps what the jobs leave. */
export async function runWorkflows(stage: Stage, event: WorkflowEvent, folder: string, say: Say): Promise<RunResult[]> {
  const { runs } = await runEvent({
    repository: runnerRepository(stage.repository),
    event,
    repositories: { 'model-delivery/model-delivery@v1': root },
    service: stage.service,
    vars: stage.vars,
    reporter: consoleReporter(say, { verbose: Boolean(process.env.DEMO_VERBOSE) }),
    host: { root: join(stage.directory, folder), toolCache: join(stage.directory, 'tool-cache') },
  });
  return runs;
}

/** Steps that used an action of the suite, by the action's document: each stage names itself in its outputs. */
export function stepsOf(runs: readonly RunResult[]) {
  return runs.flatMap((run) => Object.values(run.jobs)).flatMap((job) => job.steps);
}

/** The first action of the chain that failed. */
export function stoppedIn(runs: readonly RunResult[]): Stopper | null {
  const failed = stepsOf(runs)
    .filter((step) => step.conclusion === 'failure')
    .map((step) => DOCUMENTS[basename(step.outputs.document ?? '')]);
  return STOPPERS.find((stopper) => failed.includes(stopper)) ?? null;
}

/** The summary of the last step that wrote a document of this name; empty when none did. */
export function summaryIn(runs: readonly RunResult[], document: string): string {
  return stepsOf(runs).findLast((step) => basename(step.outputs.document ?? '') === document)?.outputs.summary ?? '';
}

/** The rollout document that the jobs of a folder left; null when there was no rollout. */
export function rolloutIn(stage: Stage, folder: string): Rollout | null {
  const directory = join(stage.directory, folder);
  if (!existsSync(directory)) return null;
  const found = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /_work\/.*\.model-delivery\/rollout\.json$/.test(name),
  );
  const documents = found.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Rollout);
  // The report job of a run carries a copy; the rollout with the most decisions is the finished one.
  return documents.toSorted((a, b) => (a.decisions?.length ?? 0) - (b.decisions?.length ?? 0)).at(-1) ?? null;
}
