import type { DeliveryError, Host } from '@model-delivery/core';
import {
  isAtRest,
  type Request,
  type RolloutJournal,
  type RolloutWorld,
  type Tick,
  tick,
} from '@model-delivery/rollout';
import type { RolloutSetting } from './rollout-setting.ts';

/** Where a command left the rollout. */
export interface Carried {
  journal: RolloutJournal | null;
  failure: DeliveryError | null;
}

/** How long a run that was told to stop may take to give the traffic back; the runner kills after 7.5 s. */
const STOP_BUDGET_MS = 6500;
/** What is waited for while something is under way that is faster than a window: a read-back, a rollback. */
const SHORT_WAIT_MS = 1000;
/** How often in a row something may be out of reach before a run gives up; the next tick or the watchdog goes on. */
const FAILURES = 5;

const carried = ({ head, failure }: Tick): Carried => ({ journal: head.journal, failure });

/** One look, and where it decided to take the rollout back: until that is confirmed, as long as it takes seconds. */
export async function carryOnce(world: RolloutWorld, setting: RolloutSetting, request: Request): Promise<Carried> {
  let last = await tick(world, setting.machine, request);
  for (let look = 0; look < 4 && last.failure === null && confirming(last); look++) {
    await world.sleep(setting.machine.confirmMs);
    last = await tick(world, setting.machine, { kind: 'tick' });
  }
  return carried(last);
}

const confirming = ({ head }: Tick): boolean => head.journal?.state === 'RollingBack' && head.journal.confirm !== null;

/** Ticks until the rollout rests, and tells of every state and weight on the way. A signal takes it back at once. */
export async function carryToEnd(
  host: Host,
  world: RolloutWorld,
  setting: RolloutSetting,
  onMove: (journal: RolloutJournal) => void,
): Promise<Carried> {
  let failures = 0;
  let told = '';
  let where = '';
  for (;;) {
    const last = await tick(world, setting.machine, { kind: 'tick' });
    if (host.signal?.aborted) return stop(world, setting);
    const { journal } = last.head;
    if (journal === null) return carried(last);
    const line = `${journal.state} at ${journal.weights.candidate} %: ${journal.reason}`;
    if (line !== told) host.log.info(line);
    told = line;
    const now = `${journal.state} ${journal.weights.candidate}`;
    if (now !== where) onMove(journal);
    where = now;
    failures = last.failure ? failures + 1 : 0;
    if (last.failure) host.log.warning(last.failure.message);
    if (isAtRest(journal.state) || failures >= FAILURES || heldForGood(journal, setting, world.now()))
      return carried(last);
    await world.sleep(pauseOf(journal, setting));
    if (host.signal?.aborted) return stop(world, setting);
  }
}

function pauseOf(journal: RolloutJournal, setting: RolloutSetting): number {
  const { policy, confirmMs } = setting.machine;
  if (journal.state === 'RollingBack') return confirmMs;
  const quick = journal.intent !== null || journal.state === 'Locked' || journal.state === 'Deployed';
  return quick ? Math.min(policy.windowMs, SHORT_WAIT_MS) : policy.windowMs;
}

/** The policy `inconclusive: hold` leaves it at its first step for a person to decide. */
function heldForGood(journal: RolloutJournal, setting: RolloutSetting, nowMs: number): boolean {
  const { policy } = setting.machine;
  const over = nowMs - (journal.times.canary ?? nowMs) >= policy.horizonMs;
  return journal.state === 'Hold' && policy.inconclusive === 'hold' && over;
}

/** Takes the rollout back within what a cancelled step is given. */
export async function stop(
  world: RolloutWorld,
  setting: RolloutSetting,
  reason = 'The run was told to stop.',
): Promise<Carried> {
  const deadline = AbortSignal.timeout(STOP_BUDGET_MS);
  const hurried: RolloutWorld = { ...world, signal: deadline, sleep: (ms) => pause(Math.min(ms, 500), deadline) };
  const machine = { ...setting.machine, confirmMs: Math.min(setting.machine.confirmMs, SHORT_WAIT_MS) };
  let last = await tick(hurried, machine, { kind: 'abort', reason });
  while (!deadline.aborted && last.head.journal?.state === 'RollingBack') {
    await pause(machine.confirmMs, deadline);
    if (!deadline.aborted) last = await tick(hurried, machine, { kind: 'tick' });
  }
  return carried(last);
}

/** Waits; a signal wakes it. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((done) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      done();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
  });
}
