import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PullRecord, pullRequestEvent, pushEvent, type RunResult } from '@model-delivery/testkit';
import { aliasIn, ledgerEvents } from './ledger.ts';
import { rolloutIn, runWorkflows, type Say, stepsOf, stoppedIn, summaryIn } from './runs.ts';
import type { Expected } from './script.ts';
import { EXAMPLE, filesOf, isLater, PULL_REQUESTS, type Stage } from './stage.ts';
import type { Outcome, Step } from './step.ts';

/** What is said of an act before it is played. */
interface Act {
  title: string;
  body: string;
}

const FIRST: Act = {
  title: 'The first model',
  body: 'Nothing serves yet. The first push to main trains; with no champion the absolute bounds decide, and the model is served at once.',
};
const DRIFT: Act = {
  title: 'November is colder',
  body: 'A month of live flights has arrived, with the outcomes. The nightly monitor compares it with the data of the champion and starts a retraining, which is delivered like any other model.',
};

/** Plays one act and tells how it ended. */
export async function playAct(stage: Stage, expected: Expected, say: Say): Promise<Step> {
  const before = ledgerEvents(stage.tree);
  const deployedBefore = stage.repository.deployments.size;
  const started = performance.now();
  const { act, pull, runs } = await PLAYS[expected.plays](stage, expected.id, say);
  const events = ledgerEvents(stage.tree);
  const championBefore = aliasIn(before, 'champion');
  const championAfter = aliasIn(events, 'champion');
  const rollout = rolloutIn(stage, expected.id);
  const stoppedBy = stoppedIn(runs);
  const outcome = outcomeOf(expected, runs, stoppedBy, championBefore !== championAfter, rollout?.state);
  const comments =
    pull === null ? [] : [...stage.repository.comments.values()].filter((c) => c.issueNumber === pull.number);
  const reason = reasonOf(runs);
  const moved = outcome === 'promoted' || outcome === 'retrained';
  return {
    id: expected.id,
    ...act,
    number: pull?.number ?? null,
    outcome,
    stoppedBy,
    championBefore,
    championAfter,
    reason,
    comment: comments[0]?.body ?? '',
    checks: checksOf(stage, pull),
    rollout,
    deployments: deploymentsOf(stage, deployedBefore),
    seconds: (performance.now() - started) / 1000,
    asExpected:
      outcome === expected.outcome &&
      stoppedBy === expected.stoppedBy &&
      // Stopped by a verdict, not by an accident on the way to one.
      reason !== '' &&
      !reason.startsWith('error') &&
      comments.length === (pull === null ? 0 : 1) &&
      moved === (championBefore !== championAfter),
  };
}

function outcomeOf(
  expected: Expected,
  runs: readonly RunResult[],
  stoppedBy: string | null,
  moved: boolean,
  state: string | undefined,
): Outcome {
  if (state === 'RolledBack') return 'rolled_back';
  if (stoppedBy !== null || runs.length === 0 || runs.some((run) => run.conclusion !== 'success')) return 'stopped';
  if (!moved) return 'passed';
  return expected.plays === 'drift' ? 'retrained' : 'promoted';
}

/** The sentence of the last stage that decided. */
function reasonOf(runs: readonly RunResult[]): string {
  const trigger = stepsOf(runs).find((step) => step.outputs.triggered === 'true')?.outputs.reason;
  const decided =
    summaryIn(runs, 'rollout.json') || summaryIn(runs, 'evaluation.json') || summaryIn(runs, 'data-report.json');
  return [trigger, decided].filter(Boolean).join(' ');
}

function checksOf(stage: Stage, pull: PullRecord | null) {
  if (pull === null) return [];
  return [...stage.repository.checkRuns.values()]
    .filter((check) => check.headSha === pull.head.sha)
    .map(({ name, conclusion }) => ({ name, conclusion }));
}

function deploymentsOf(stage: Stage, before: number): Step['deployments'] {
  return [...stage.repository.deployments.values()]
    .slice(before)
    .flatMap((deployment) => deployment.statuses)
    .map(({ state, description }) => ({ state, description: description ?? '' }));
}

interface Played {
  act: Act;
  pull: PullRecord | null;
  runs: RunResult[];
}
type Play = (stage: Stage, id: string, say: Say) => Promise<Played>;

const PLAYS: Record<Expected['plays'], Play> = { initial: playInitial, pull: playPull, drift: playDrift };

/** A push to main, under live traffic: what deliver.yml does with it. */
async function deliver(stage: Stage, before: string | undefined, id: string, say: Say): Promise<RunResult[]> {
  const after = stage.tree.git.resolveCommit('main')!;
  const range = { ref: 'refs/heads/main', ...(before === undefined ? {} : { before }), after, pusher: 'ann' };
  const payload = pushEvent(stage.github, stage.repository, range);
  return runWorkflows(stage, { name: 'push', payload }, id, say);
}

/** Lets workflows run while the service answers live requests: a few always, many while a canary looks at them. */
async function underTraffic<Result>(stage: Stage, say: Say, work: (say: Say) => Promise<Result>): Promise<Result> {
  const stopCalm = stage.serving.traffic('calm');
  let stopBusy: (() => Promise<void>) | undefined;
  const listening: Say = (text) => {
    if (/ Canary > Deploy without traffic\n?$/.test(text)) stopBusy = stage.serving.traffic('busy');
    if (/ Canary > Run .*deploy-canary\n?$/.test(text)) void stopBusy?.();
    say(text);
  };
  try {
    return await work(listening);
  } finally {
    await Promise.all([stopCalm(), stopBusy?.()]);
  }
}

async function playInitial(stage: Stage, id: string, say: Say): Promise<Played> {
  say(`\n${FIRST.title}\n`);
  return { act: FIRST, pull: null, runs: await deliver(stage, undefined, id, say) };
}

async function playPull(stage: Stage, id: string, say: Say): Promise<Played> {
  const folder = join(PULL_REQUESTS, id);
  const about = JSON.parse(readFileSync(join(folder, 'pull-request.json'), 'utf8')) as Act & { branch: string };
  const files = filesOf(join(folder, 'files'));
  stage.tree.commit(files, { message: about.title, branch: about.branch, from: 'main' });
  const pull = stage.repository.pulls.open({ title: about.title, body: about.body, author: 'ann', head: about.branch });
  say(`\nPull request #${pull.number}: ${about.title}\n`);
  const payload = pullRequestEvent(stage.github, stage.repository, pull.number, 'opened');
  const runs = await runWorkflows(stage, { name: 'pull_request', payload }, `${id}/pull-request`, say);
  const act = { title: about.title, body: about.body };
  if (runs.length === 0 || runs.some((run) => run.conclusion !== 'success')) return { act, pull, runs };
  const before = stage.tree.git.resolveCommit('main');
  stage.repository.pulls.merge(pull.number, { by: 'ann', method: 'squash' });
  say(`Merged #${pull.number}\n`);
  const delivered = await underTraffic(stage, say, (heard) => deliver(stage, before, `${id}/delivery`, heard));
  if (delivered.some((run) => run.conclusion !== 'success')) revert(stage, files, about.title);
  return { act, pull, runs: [...runs, ...delivered] };
}

/** What production refused does not stay on main. */
function revert(stage: Stage, files: ReturnType<typeof filesOf>, title: string): void {
  const original = filesOf(EXAMPLE);
  const undone = Object.keys(files).map((path) => [path, original[path] ?? null]);
  stage.tree.commit(Object.fromEntries(undone), { message: `Revert "${title}" [skip ci]` });
}

async function playDrift(stage: Stage, id: string, say: Say): Promise<Played> {
  say(`\n${DRIFT.title}\n`);
  const month = Object.entries(filesOf(EXAMPLE)).filter(([path]) => isLater(path));
  stage.tree.commit(Object.fromEntries(month), { message: 'Flights of November, with their outcomes' });
  const payload = { schedule: '17 5 * * *' };
  const runs = await underTraffic(stage, say, (heard) => runWorkflows(stage, { name: 'schedule', payload }, id, heard));
  return { act: DRIFT, pull: null, runs };
}
