import { DeliveryError, ExternalError, type Host, type Retraining } from '@model-delivery/core';
import {
  type Decision,
  type DispatchRecord,
  decideRetraining,
  type RetrainingEvidence,
  type RetrainingState,
  rowsByDataset,
  withIntent,
  withOutcome,
  withWindows,
} from '@model-delivery/retraining';
import { breakerIssue } from './breaker-issue.ts';
import type { WorkflowRunner } from './dispatch-port.ts';
import { dispatchWord, inputText, ownerIsGone, ownerWord } from './dispatch-words.ts';
import type { StateLog } from './state-log.ts';

/** How long an intent belongs to whoever wrote it: nobody else settles it, and after half of it its owner starts nothing. */
export const INTENT_LEASE_MS = 120_000;
/** A server that does not tell the run's id lists the run a moment later. */
const LOOKS = 3;
const LOOK_EVERY_MS = 2000;

export interface DispatchContext {
  host: Host;
  evidence: RetrainingEvidence;
  knowsChampions: boolean;
  log: StateLog;
  runner: WorkflowRunner;
  workflow: string;
  /** Undefined: the default of the runner. */
  ref: string | undefined;
  sleep: (ms: number) => Promise<void>;
}

/** What a check with `--dispatch` came to. */
export interface DispatchResult {
  decision: Decision;
  dispatched: Retraining['dispatched'];
  issue: number | null;
  warnings: string[];
}

/**
 * Judges, remembers the windows, and starts the workflow once if the decision says so: the intent is written before the API is
 * asked and the outcome after it. An intent that an earlier run left behind is settled first.
 */
export async function judgeAndDispatch(context: DispatchContext): Promise<DispatchResult> {
  const warnings: string[] = [];
  const settled = await settleIntents(context, warnings);
  const { decision, record, issue } = await decide(context);
  if (record !== null) {
    const dispatched = await start(context, record, warnings);
    return { decision, dispatched: shown(dispatched), issue, warnings };
  }
  if (settled === undefined) return { decision, dispatched: null, issue, warnings };
  const reason = `A run for this was dispatched by ${settled.by} at ${settled.time}, which ended before it could note so. ${settled.reason}`;
  return {
    decision: { ...decision, triggered: true, reason, key: settled.key as Decision['key'] },
    dispatched: shown(settled),
    issue,
    warnings,
  };
}

const shown = (record: DispatchRecord): NonNullable<Retraining['dispatched']> => ({
  workflow: record.workflow,
  ref: record.ref,
  run_id: record.run_id,
  run_url: record.run_url,
});

/** Finds out what became of intents whose owner is gone. Gives the newest dispatch that turned out to have happened. */
async function settleIntents(context: DispatchContext, warnings: string[]): Promise<DispatchRecord | undefined> {
  const { host, log, runner } = context;
  let happened: DispatchRecord | undefined;
  for (const intent of (await log.load()).state.dispatches.filter((each) => each.status === 'intended')) {
    const age = host.now() - Date.parse(intent.time);
    if (age < INTENT_LEASE_MS && !ownerIsGone(host, intent.by)) continue;
    const { workflow, ref, time: since } = intent;
    const found = await runner.find({ workflow, ref, since, word: dispatchWord(intent.key) });
    if (found === null) {
      await note(log, intent.key, { status: 'failed' });
      continue;
    }
    if (!found.certain) {
      warnings.push(
        `Run ${found.run.id} is taken for the dispatch of ${since}: its title does not name it. Give ${workflow} a \`run-name\` with \`\${{ inputs.reason }}\`.`,
      );
    }
    const outcome = { status: 'dispatched' as const, run_id: found.run.id, run_url: found.run.url };
    await note(log, intent.key, outcome);
    happened = { ...intent, ...outcome };
  }
  return happened;
}

interface Decided {
  decision: Decision;
  record: DispatchRecord | null;
  issue: number | null;
}

/** Decides on the newest state and writes windows and, where triggered, the intent in one commit. */
async function decide(context: DispatchContext): Promise<Decided> {
  const { host, evidence, knowsChampions, log, runner, workflow } = context;
  let ref: string | undefined;
  return log.update<Decided>(`Judge retraining of ${evidence.model}`, async (state) => {
    let decision = decideRetraining(evidence, state, { knowsChampions });
    let current = state;
    if (decision.hold === 'breaker') {
      current = await withBreakerIssue(context, decision, state);
      decision = decideRetraining(evidence, current, { knowsChampions });
    }
    const issue = current.issue?.closed_at === null ? current.issue.number : null;
    current = withWindows(current, decision.windows);
    if (!decision.triggered) return { state: current, result: { decision, record: null, issue } };
    if (ref === undefined) {
      await runner.check(workflow);
      ref = context.ref ?? (await runner.defaultRef());
    }
    const intended = {
      key: decision.key!,
      time: new Date(host.now()).toISOString(),
      by: ownerWord(host),
      workflow,
      ref,
      reason: decision.reason.slice(0, 4096),
      champion: evidence.champion?.version ?? null,
      rows: rowsByDataset(evidence.dataReport?.document ?? null),
    };
    const record: DispatchRecord = { ...intended, status: 'intended', run_id: null, run_url: null };
    return { state: withIntent(current, intended), result: { decision, record, issue } };
  });
}

/** The state with the breaker's issue: found closed it stops counting what was before, else it is opened or brought up to date. */
async function withBreakerIssue(
  { evidence, runner }: DispatchContext,
  decision: Decision,
  state: RetrainingState,
): Promise<RetrainingState> {
  const { issue } = state;
  if (issue !== null && issue.closed_at === null) {
    const closedAt = await runner.issueClosedAt(issue.number);
    if (closedAt !== null) return { ...state, issue: { ...issue, closed_at: new Date(closedAt).toISOString() } };
  }
  const written = await runner.writeIssue(breakerIssue(evidence, decision, state));
  if (written === null || (issue?.closed_at === null && issue.number === written.number)) return state;
  return { ...state, issue: { number: written.number, url: written.url, closed_at: null } };
}

/** Asks the API once, and notes what came of it. */
async function start(context: DispatchContext, intent: DispatchRecord, warnings: string[]): Promise<DispatchRecord> {
  const { host, log, runner } = context;
  const { workflow, ref, key } = intent;
  let run: Awaited<ReturnType<WorkflowRunner['dispatch']>>;
  try {
    if (host.now() - Date.parse(intent.time) > INTENT_LEASE_MS / 2) throw tooSlow(workflow);
    run = await runner.dispatch(workflow, ref, { reason: inputText(key, intent.reason) });
  } catch (error) {
    const found = runner.mayHaveStarted(error) ? await look(context, intent) : null;
    if (found === null) {
      // Only a plain refusal settles it. After anything else the intent stays: the next check looks before it starts anything.
      if (error instanceof DeliveryError && !runner.mayHaveStarted(error)) await note(log, key, { status: 'failed' });
      throw error;
    }
    run = found;
  }
  if (run.id === null) run = (await look(context, intent)) ?? run;
  if (run.id === null)
    warnings.push(`The server did not tell which run of ${workflow} was started, and none is listed yet.`);
  const outcome = { status: 'dispatched' as const, run_id: run.id, run_url: run.url };
  await note(log, key, outcome);
  return { ...intent, ...outcome };
}

/** Looks a few times for the run of an intent of ours. */
async function look({ runner, sleep }: DispatchContext, intent: DispatchRecord) {
  const { workflow, ref, time: since } = intent;
  for (let i = 0; i < LOOKS; i++) {
    const found = await runner.find({ workflow, ref, since, word: dispatchWord(intent.key) });
    if (found !== null) return found.run;
    if (i < LOOKS - 1) await sleep(LOOK_EVERY_MS);
  }
  return null;
}

const note = (log: StateLog, key: string, outcome: Parameters<typeof withOutcome>[2]) =>
  log.update(`Note the outcome of ${key.slice(0, 19)}: ${outcome.status}`, (state) => ({
    state: withOutcome(state, key, outcome),
    result: undefined,
  }));

function tooSlow(workflow: string): ExternalError {
  return new ExternalError({
    code: 'DISPATCH_TOO_SLOW',
    system: 'git',
    message: `Between the intent to dispatch ${workflow} and its turn more than ${INTENT_LEASE_MS / 2000} s went by; nothing was started.`,
    hint: 'Run it again.',
    retryable: true,
  });
}
