import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentDigest } from '@model-delivery/core';
import { churnFiles, metrics } from './churn-project.ts';
import { commandLine } from './command-line.ts';
import type { Job, Scene } from './scene.ts';

/** Evaluations that the command line wrote, by accuracy: reports are tested on real documents without judging again. */
const written = new Map<number, Record<string, unknown>>();

async function evaluation(scene: Scene, accuracy: number): Promise<Record<string, unknown>> {
  const known = written.get(accuracy);
  if (known !== undefined) return known;
  const job = scene.repository(churnFiles()).pushJob();
  job.write('out/metrics.json', metrics(accuracy));
  await commandLine(['evaluate', '--purpose', 'pull_request'], job.workspace);
  const document = JSON.parse(readFileSync(join(job.workspace, '.model-delivery/evaluation.json'), 'utf8'));
  written.set(accuracy, document);
  return document;
}

/** Leaves the evaluation of a model of this accuracy in the workspace of a job, as if a step of the job had made it. */
export async function leaveEvaluation(job: Job, accuracy: number): Promise<void> {
  const document = await evaluation(job.project.scene, accuracy);
  job.write('.model-delivery/evaluation.json', `${JSON.stringify(ofRun(document, job))}\n`);
}

/** `meta` is outside of the digest: it may say which run wrote the document. */
function ofRun(document: Record<string, unknown>, job: Job): Record<string, unknown> {
  const { environment } = job;
  const run = {
    id: Number(environment.GITHUB_RUN_ID),
    number: Number(environment.GITHUB_RUN_NUMBER),
    attempt: Number(environment.GITHUB_RUN_ATTEMPT),
  };
  return { ...document, meta: { ...(document.meta as object), run } };
}

/** The text of a passing evaluation with changes, sealed again: what someone who writes documents by hand can do. */
export async function sealed(scene: Scene, changes: Record<string, unknown> = {}): Promise<string> {
  const { meta, ...content } = { ...(await evaluation(scene, 0.95)), ...changes } as Record<string, unknown>;
  const digest = documentDigest(content);
  return `${JSON.stringify({ ...content, meta: { ...(meta as object), digest } })}\n`;
}
