import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consoleReporter, pullRequestEvent, type RunResult, runEvent, runnerRepository } from '@model-delivery/testkit';
import { root } from '../root.ts';
import { filesOf, PULL_REQUESTS, type Stage } from './stage.ts';
import type { Step } from './step.ts';

/** Actions whose failure stops a pull request, in the order of the chain. */
const GATES = ['validate-data', 'evaluate-gate'] as const;

export interface Expected {
  id: string;
  outcome: 'passed' | 'stopped';
  stoppedBy: (typeof GATES)[number] | null;
}

/** Opens one pull request of the example and lets its workflow run. */
export async function playPullRequest(stage: Stage, expected: Expected, say: (text: string) => void): Promise<Step> {
  const folder = join(PULL_REQUESTS, expected.id);
  const about = JSON.parse(readFileSync(join(folder, 'pull-request.json'), 'utf8')) as Record<
    'title' | 'branch' | 'body',
    string
  >;
  stage.tree.commit(filesOf(join(folder, 'files')), { message: about.title, branch: about.branch, from: 'main' });
  const pull = stage.repository.pulls.open({ title: about.title, body: about.body, author: 'ann', head: about.branch });
  say(`\nPull request #${pull.number}: ${about.title}\n`);
  const started = performance.now();
  const { runs } = await runEvent({
    repository: runnerRepository(stage.repository),
    event: { name: 'pull_request', payload: pullRequestEvent(stage.github, stage.repository, pull.number, 'opened') },
    repositories: { 'model-delivery/model-delivery@v1': root },
    service: stage.service,
    reporter: consoleReporter(say, { verbose: Boolean(process.env.DEMO_VERBOSE) }),
    host: { root: join(stage.directory, expected.id), toolCache: join(stage.directory, 'tool-cache') },
  });
  const stoppedBy = stoppedIn(runs);
  const passed = runs.length > 0 && runs.every((run) => run.conclusion === 'success');
  const outcome = passed ? 'passed' : 'stopped';
  const comments = [...stage.repository.comments.values()].filter((comment) => comment.issueNumber === pull.number);
  // The sentence a reviewer reads first: the headline of the report.
  const reason = stepsOf(runs).find((step) => step.outputs['comment-url'])?.outputs.summary ?? '';
  return {
    id: expected.id,
    title: about.title,
    body: about.body,
    number: pull.number,
    outcome,
    stoppedBy,
    championBefore: outputOf(runs, 'evaluate-gate', 'champion') || null,
    championAfter: outputOf(runs, 'evaluate-gate', 'champion') || null,
    reason,
    comment: comments[0]?.body ?? '',
    checks: [...stage.repository.checkRuns.values()]
      .filter((check) => check.headSha === pull.head.sha)
      .map(({ name, conclusion }) => ({ name, conclusion })),
    seconds: (performance.now() - started) / 1000,
    asExpected:
      outcome === expected.outcome && stoppedBy === expected.stoppedBy && comments.length === 1 && reason !== '',
  };
}

/** Steps that used an action of the suite, by the action's document: each stage names itself in its outputs. */
function stepsOf(runs: readonly RunResult[]) {
  return runs.flatMap((run) => Object.values(run.jobs)).flatMap((job) => job.steps);
}

function stageOf(document: string | undefined): string | null {
  if (document?.endsWith('data-report.json')) return 'validate-data';
  return document?.endsWith('evaluation.json') ? 'evaluate-gate' : null;
}

function stoppedIn(runs: readonly RunResult[]): Expected['stoppedBy'] {
  const failed = stepsOf(runs).filter((step) => step.conclusion === 'failure');
  return GATES.find((gate) => failed.some((step) => stageOf(step.outputs.document) === gate)) ?? null;
}

function outputOf(runs: readonly RunResult[], stage: string, name: string): string {
  return stepsOf(runs).find((step) => stageOf(step.outputs.document) === stage)?.outputs[name] ?? '';
}
