import { join } from 'node:path';
import {
  FakeGitHubService,
  type PullRecord,
  pullRequestEvent,
  pushEvent,
  type RunOptions,
  type RunResult,
  runEvent,
  runnerRepository,
  type WorkflowEvent,
} from '@model-delivery/testkit';
import { root } from '../../scripts/root.ts';
import type { Project } from './scene.ts';

/** How users write this repository in `uses:`. */
export const SUITE = 'model-delivery/model-delivery';

export type RunSettings = Partial<
  Pick<RunOptions, 'secrets' | 'vars' | 'environments' | 'signal' | 'reporter' | 'host'>
>;

const services = new WeakMap<object, FakeGitHubService>();

/** Runs the workflows of a repository that an event starts, with the built actions of this checkout. */
export async function runWorkflows(
  project: Project,
  event: WorkflowEvent,
  settings: RunSettings = {},
): Promise<RunResult[]> {
  const { scene, repository } = project;
  const service = services.get(scene) ?? new FakeGitHubService(scene.github);
  services.set(scene, service);
  const forks = repository.pulls
    .list()
    .map((pull) => pull.head.repository)
    .filter((head) => head !== repository)
    .map((fork) => [fork.fullName, fork.git.directory]);
  const { runs } = await runEvent({
    repository: runnerRepository(repository),
    event,
    repositories: { [`${SUITE}@v1`]: root },
    forks: Object.fromEntries(forks),
    service,
    ...settings,
    host: { toolCache: join(scene.directory, 'tool-cache'), ...settings.host },
  });
  return runs;
}

/** Runs what a pull request starts. */
export function runPull(project: Project, pull: PullRecord, settings: RunSettings = {}): Promise<RunResult[]> {
  const payload = pullRequestEvent(project.scene.github, project.repository, pull.number, 'opened');
  return runWorkflows(project, { name: 'pull_request', payload }, settings);
}

/** Runs what a push of main starts. */
export function runPush(project: Project, settings: RunSettings = {}): Promise<RunResult[]> {
  const after = project.tree.git.resolveCommit('main')!;
  const payload = pushEvent(project.scene.github, project.repository, { ref: 'refs/heads/main', after, pusher: 'ann' });
  return runWorkflows(project, { name: 'push', payload }, settings);
}

/** `job: result` of every job, without the name of the calling job. */
export function results(run: RunResult): Record<string, string> {
  return Object.fromEntries(Object.entries(run.jobs).map(([id, job]) => [id.replace(/^[^/]* \/ /, ''), job.result]));
}

/** All logs of a run, for messages of failing tests. */
export function logOf(run: RunResult | undefined): string {
  return Object.entries(run?.jobs ?? {})
    .map(
      ([id, job]) =>
        `=== ${id}: ${job.result}\n${job.log}\n${job.annotations.map((a) => `${a.level}: ${a.message}`).join('\n')}`,
    )
    .join('\n');
}
