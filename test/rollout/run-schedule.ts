import { CLOSED_ROLLOUT_STATES, DeliveryError, type RefLog } from '@model-delivery/core';
import {
  type MachineSetting,
  openJournal,
  openRollout,
  type Request,
  type RolloutWorld,
  rolloutPolicy,
  tick,
} from '@model-delivery/rollout';
import {
  CANDIDATE,
  CHAMPION,
  type Fate,
  FaultyWorld,
  INTRUDER,
  ProcessEnded,
  type Random,
  ROLLOUT,
  type Violation,
  WINDOW_MS,
} from './fault-schedule.ts';

/** mulberry32: small, seeded, good enough to schedule misfortune. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function drawFate(random: Random): Fate {
  const start = 1_000_000;
  const later = (scale: number) => start + random() * scale * WINDOW_MS;
  const often = (share: number, value: number) => (random() < share ? value : Number.POSITIVE_INFINITY);
  const interval = (): [number, number] => {
    const from = later(20);
    return [from, from + random() * 8 * WINDOW_MS];
  };
  return {
    random,
    crash: random() < 0.7 ? random() * 0.08 : 0,
    failure: random() < 0.5 ? random() * 0.1 : 0,
    lateWrite: random() < 0.4 ? random() * 0.3 : 0,
    metAt: often(0.85, later(10)),
    harmAt: often(0.3, later(30)),
    suspected: random() < 0.3 ? interval() : [0, 0],
    silent: random() < 0.4 ? interval() : [0, 0],
    knowsProcesses: random() < 0.7,
    mode: random() < 0.7 ? 'split' : (['direct', 'whole', 'alias'] as const)[Math.floor(random() * 3)]!,
    settles: random() < 0.3,
  };
}

/** How a schedule ended. */
export interface ScheduleResult {
  violations: Violation[];
  state: string;
  actions: string[];
}

/** A machine that is broken on purpose: what its processes see of the world is bent. */
export type Breakage = (world: FaultyWorld, place: RolloutWorld, setting: MachineSetting) => Bent;
export interface Bent {
  place: RolloutWorld;
  setting: MachineSetting;
}
const SOUND: Breakage = (_world, place, setting) => ({ place, setting });

/**
 * Plays one random schedule of ticks, crashes, lost answers, late writes and strangers, then lets calm return, and looks.
 * @param breakage shows that a broken machine is found out
 */
export async function runSchedule(seed: number, refLog: RefLog, breakage = SOUND): Promise<ScheduleResult> {
  const random = seededRandom(seed);
  const world = new FaultyWorld(drawFate(random));
  const schedule = new Schedule(world, refLog, random, breakage);
  await schedule.start();
  const length = 3 + Math.floor(random() * 25);
  for (let i = 0; i < length && !schedule.closed; i++) await schedule.act();
  await schedule.calmDown();
  return { violations: world.violations, state: world.journal?.state ?? 'Idle', actions: schedule.actions };
}

class Schedule {
  readonly actions: string[] = [];
  readonly #world: FaultyWorld;
  readonly #refLog: RefLog;
  readonly #random: Random;
  readonly #setting: MachineSetting;
  readonly #breakage: Breakage;
  #processes = 0;
  #strangers = false;

  constructor(world: FaultyWorld, refLog: RefLog, random: Random, breakage: Breakage) {
    this.#world = world;
    this.#breakage = breakage;
    this.#refLog = refLog;
    this.#random = random;
    const judging = world.judging();
    this.#setting = {
      policy: rolloutPolicy(ROLLOUT),
      judging,
      hasSmoke: true,
      hasSource: true,
      settles: world.fate.settles,
      confirmMs: WINDOW_MS,
    };
  }

  get closed(): boolean {
    return CLOSED_ROLLOUT_STATES.includes(this.#world.journal?.state ?? 'Idle');
  }

  async start(): Promise<void> {
    const log = openJournal(this.#refLog, ROLLOUT.endpoint);
    const target = this.#world.target('starter');
    const state = { weights: this.#world.weights, version: '1', candidateReady: true, converged: true };
    const { champion } = this.#world;
    const opening = { model: 'm', config: ROLLOUT, candidate: CANDIDATE, champion, target, state };
    const journal = openRollout({ ...opening, nowMs: this.#world.now, owner: 'starter' });
    await log.write(await log.read(), journal);
    this.#world.journal = journal;
    this.#world.lookedAt = this.#world.now;
  }

  async act(): Promise<void> {
    const dice = this.#random();
    this.#world.pass(dice < 0.03 ? 90 * WINDOW_MS : this.#random() * 1.5 * WINDOW_MS);
    if (dice < 0.03) return void this.actions.push('lost ticks');
    if (dice < 0.05) return this.#stranger();
    if (dice < 0.09) return this.#together([{ kind: 'abort', reason: 'somebody aborted' }]);
    if (dice < 0.14) return this.#together([{ kind: 'reconcile' }]);
    if (dice < 0.4)
      return this.#together(
        [{ kind: 'tick' }, { kind: 'tick' }, { kind: 'tick' }].slice(dice < 0.3 ? 1 : 0) as Request[],
      );
    return this.#together([{ kind: 'tick' }]);
  }

  #stranger(): void {
    this.#strangers = true;
    if (this.#random() < 0.5) {
      this.actions.push('foreign split');
      const candidate = [0, 5, 25, 50, 77, 100][Math.floor(this.#random() * 6)]!;
      this.#world.intrude({ stable: 100 - candidate, candidate });
    } else {
      this.actions.push('foreign champion');
      this.#world.champion = INTRUDER;
    }
  }

  async #together(requests: Request[]): Promise<void> {
    this.actions.push(requests.map(({ kind }) => kind).join('+'));
    await Promise.all(requests.map((request) => this.#process(request)));
  }

  async #process(request: Request): Promise<void> {
    const owner = `process-${++this.#processes}`;
    const world = this.#world;
    const inner = openJournal(this.#refLog, ROLLOUT.endpoint);
    const place: RolloutWorld = {
      journal: world.log(inner, owner),
      target: world.target(owner),
      source: world.source(owner),
      smoke: async () => {
        world.misfortune(owner, 'smoke');
        return { fixtures: 2, passed: 2, message: '', server: {}, warnings: [] };
      },
      champion: world.alias(owner),
      now: () => world.now,
      sleep: async (ms) => world.pass(ms),
      owner,
      alive: (other) => (world.fate.knowsProcesses || world.dead.has(other) ? !world.dead.has(other) : null),
    };
    const overdueMs = world.now - world.journal!.lease.expires - this.#setting.policy.leaseGraceMs;
    const bent = this.#breakage(world, place, this.#setting);
    try {
      const { failure, outrun } = await tick(bent.place, bent.setting, request);
      if (failure === null && !outrun) world.lookedAt = world.now;
      const { state } = world.journal!;
      const settled = failure === null && !outrun && request.kind === 'reconcile' && overdueMs > 0;
      if (settled && ['Canary', 'Hold'].includes(state))
        world.violations.push(`abandoned for ${overdueMs / 1000} s beyond its lease and still at ${state}`);
      if (failure && failure.code !== 'SIMULATED') world.violations.push(`unexpected failure ${failure.message}`);
    } catch (thrown) {
      const cause = thrown instanceof DeliveryError ? (thrown.cause ?? thrown) : thrown;
      const simulated = cause instanceof ProcessEnded || (cause as DeliveryError).code === 'SIMULATED';
      if (!simulated) world.violations.push(`unexpected ${String(cause)} ${(cause as Error).stack}`);
    } finally {
      world.dead.add(owner);
    }
  }

  /** No misfortune any more: ticks until the rollout rests, then what must hold at the end. */
  async calmDown(): Promise<void> {
    this.#world.calm = true;
    const atRest = () => this.closed || ['Foreign', 'Broken'].includes(this.#world.journal!.state);
    for (let i = 0; i < 200 && !atRest(); i++) {
      this.#world.pass(WINDOW_MS);
      await this.#process({ kind: 'tick' });
    }
    this.#world.pass(WINDOW_MS);
    this.#judgeEnd();
  }

  #judgeEnd(): void {
    const { journal, weights, champion, violations, harmSeen } = this.#world;
    const state = journal!.state;
    if (!this.closed && state !== 'Foreign' && state !== 'Broken') violations.push(`never came to rest: ${state}`);
    if (!this.closed) return;
    if (this.#strangers) return;
    const { mode, settles } = this.#world.fate;
    const completed = state === 'Completed';
    const served = settles && completed ? this.#world.stableServes : CANDIDATE;
    const share = completed && !settles ? 100 : 0;
    if (mode !== 'alias' && weights.candidate !== share) violations.push(`${state} with ${weights.candidate} %`);
    if (served !== CANDIDATE) violations.push(`${state}, and the stable arm serves ${served}`);
    const expected = completed ? CANDIDATE : mode === 'direct' ? null : CHAMPION;
    if (champion !== expected) violations.push(`${state} with the champion ${champion}`);
    if (state === 'Completed' && harmSeen) violations.push('Completed although harm was proven');
  }
}
