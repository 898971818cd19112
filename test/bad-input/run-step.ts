import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readZip } from '@model-delivery/github';
import { actionMetadata, type StepResult } from '../support/action-step.ts';
import type { Job } from '../support/scene.ts';
import type { Observed } from './bad-input-case.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { differences, snapshot } from './directory-snapshot.ts';

const STAGE_DOCUMENTS: Record<string, string> = {
  'validate-data': '.model-delivery/data-report.json',
  'evaluate-gate': '.model-delivery/evaluation.json',
  'register-model': '.model-delivery/model-version.json',
  'deploy-canary': '.model-delivery/rollout.json',
  'trigger-retraining': '.model-delivery/retraining.json',
};
/** The post step of this action must know whose canary it is. */
const KEEPS_STATE = ['deploy-canary'];
const REPORT_PAGE = '.model-delivery/report.html';

export interface StepOptions {
  inputs?: Record<string, string>;
  env?: Record<string, string>;
  /** Further texts that may appear nowhere. */
  forbidden?: string[];
  /** Files that may change besides the document: bytes in a content-addressed store that nothing names. */
  mayChange?: RegExp;
}

/** A step whose own result does not matter to the row. */
export function step(job: Job, action: string, options: StepOptions = {}): Promise<StepResult> {
  const RUNNER_TEMP = join(filesOf(job), 'runner-temp');
  mkdirSync(RUNNER_TEMP, { recursive: true });
  return job.step(action, options.inputs ?? {}, { ...COMPILE_CACHE, RUNNER_TEMP, ...options.env });
}

/** Where the runner keeps the event and the command files of a job. */
function filesOf(job: Job): string {
  return dirname(job.environment.GITHUB_EVENT_PATH!);
}

/** Runs `dist/<action>/index.js` as a step of a job and looks at everything it left behind, also on the fake GitHub. */
export async function runStep(action: string, job: Job, options: StepOptions = {}): Promise<Observed> {
  const before = snapshot(job.workspace);
  const ended = await step(job, action, options);
  refuseForeignOutputs(action, ended);
  refuseCommandFiles(job, KEEPS_STATE.includes(action));
  const own = STAGE_DOCUMENTS[action];
  const path = own === undefined ? null : join(job.workspace, own);
  const written = path !== null && existsSync(path) ? readFileSync(path, 'utf8') : null;
  const changed = differences(before, snapshot(job.workspace));
  return {
    exitCode: ended.exitCode,
    errors: ended.annotations.filter(({ level }) => level === 'error').map(({ message }) => message),
    visible: [visibleStep(ended), written ?? '', ...published(job)].join('\n'),
    document: written === null ? null : (JSON.parse(written) as Record<string, unknown>),
    otherFiles: changed.filter((name) => name !== own && name !== REPORT_PAGE && !options.mayChange?.test(name)),
    forbidden: [job.token, job.workspace, ...(options.forbidden ?? [])],
  };
}

/** Annotations, log, outputs and summary of a step. */
function visibleStep(step: StepResult): string {
  const annotations = step.annotations.map(({ level, message }) => `${level}: ${message}`);
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name}=${value}`);
  return [...annotations, step.log, ...outputs, step.summary].join('\n');
}

/** Names of outputs are those of action.yml, whatever the data say. */
function refuseForeignOutputs(action: string, step: StepResult): void {
  const declared = Object.keys(actionMetadata(action).outputs).sort().join();
  const set = Object.keys(step.outputs).sort().join();
  if (set !== declared) throw new Error(`outputs ${set}, declared are ${declared}\n${step.log}`);
}

/** No step of ours changes the environment, the path or the state of a job, and none leaves temporary files. */
function refuseCommandFiles(job: Job, keepsState: boolean): void {
  const left = readdirSync(join(filesOf(job), 'runner-temp')).filter((name) => name !== 'model-delivery-compile-cache');
  if (left.length > 0) throw new Error(`the step left ${left.join()} in RUNNER_TEMP`);
  const steps = readdirSync(filesOf(job)).filter((name) => name.startsWith('step-'));
  if (steps.length === 0) throw new Error('the command files of the step were not found');
  for (const name of steps) {
    for (const kind of keepsState ? ['env', 'path'] : ['env', 'path', 'state']) {
      const text = readFileSync(join(filesOf(job), name, kind), 'utf8');
      if (text !== '') throw new Error(`the step wrote to GITHUB_${kind.toUpperCase()}: ${text}`);
    }
  }
}

/** Everything that reviewers see on GitHub: comments, check runs and the artifacts of the run. */
function published(job: Job): string[] {
  const { repository, scene } = job.project;
  const comments = [...repository.comments.values()].map(({ body }) => body);
  const checks = [...repository.checkRuns.values()].map((check) => JSON.stringify(check));
  const artifacts = scene.github.artifacts.list(repository.fullName, job.run.id).flatMap(({ name, content }) => {
    // Hostile archives, which a row has put there, are the input of the step and not its result.
    if (!isArchive(content)) return [];
    return [name, ...[...readZip(content).values()].map((bytes) => bytes.toString('utf8'))];
  });
  return [...comments, ...checks, ...artifacts];
}

function isArchive(content: Buffer): boolean {
  try {
    readZip(content);
    return true;
  } catch {
    return false;
  }
}
