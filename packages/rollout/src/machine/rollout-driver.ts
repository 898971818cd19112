import { asDeliveryError, type DeliveryError, EXIT, ExternalError } from '@model-delivery/core';
import type { JournalHead, JournalLog } from '../journal/journal-log.ts';
import type { RolloutJournal } from '../journal/rollout-journal.ts';
import type { ChampionAlias, MetricSource, SmokeTest, TrafficTarget } from '../ports.ts';
import {
  type AliasRefused,
  type Effect,
  isUnreachable,
  type Observation,
  type Request,
  type Unreachable,
} from './observation.ts';
import { type MachineSetting, needsOf, step } from './step.ts';

/** A single tick never needs more looks than this; a bug must not become an endless loop. */
const MAX_LOOKS = 60;
const RETRY_MS = 200;

/** The world a rollout runs in. */
export interface RolloutWorld {
  journal: JournalLog;
  target: TrafficTarget;
  source: MetricSource | null;
  smoke: SmokeTest | null;
  champion: ChampionAlias;
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Names this process among all that may ever write. */
  owner: string;
  alive(owner: string): boolean | null;
  signal?: AbortSignal | undefined;
}

/** Where the rollout stands after a tick. */
export interface Tick {
  head: JournalHead;
  /** What could not be reached, where something had to be. */
  failure: DeliveryError | null;
  /** Another process wrote the journal first; this one stepped back. */
  outrun: boolean;
}

/**
 * Carries a rollout as far as one look at the world allows: observe, decide, write the journal, act, look again. The journal is
 * always written before the world is touched. May be killed anywhere.
 */
export async function tick(world: RolloutWorld, setting: MachineSetting, request: Request): Promise<Tick> {
  let head = await world.journal.read();
  const memory: Memory = { readOnce: false };
  for (let look = 0; look < MAX_LOOKS; look++) {
    if (head.journal === null) return { head, failure: null, outrun: false };
    const seen = await observe(world, setting, head.journal, request, memory);
    const next = step(head.journal, seen, setting);
    if (next.journal !== head.journal) {
      const written = await world.journal.write(head, next.journal);
      if (written === null) return { head: await world.journal.read(), failure: null, outrun: true };
      head = written;
    }
    const failure = next.effect ? await perform(world, next.effect, memory) : null;
    if (failure) return { head, failure, outrun: false };
    if (next.failure) return { head, failure: next.failure, outrun: false };
    if (!next.effect && !next.again) return { head, failure: null, outrun: false };
  }
  const failure = new ExternalError({
    code: 'ROLLOUT_UNSETTLED',
    system: world.target.kind,
    message: `The rollout did not come to rest in ${MAX_LOOKS} looks; it stands at ${head.journal?.state}.`,
    hint: 'Run `canary tick` again.',
  });
  return { head, failure, outrun: false };
}

/** What one tick remembers between its looks. */
interface Memory {
  readOnce: boolean;
  smoke?: Observation['smoke'];
  confirmed?: string;
  settled?: boolean;
  aliasRefused?: AliasRefused;
  failures?: number;
}

async function observe(
  world: RolloutWorld,
  setting: MachineSetting,
  journal: RolloutJournal,
  request: Request,
  memory: Memory,
): Promise<Observation> {
  const needs = needsOf(journal, setting, world.now());
  const wantsReading = needs.reading && !memory.readOnce && world.source !== null;
  if (wantsReading) memory.readOnce = true;
  const [target, champion, reading] = await Promise.all([
    needs.target ? reached(() => world.target.read(world.signal)) : undefined,
    needs.champion ? reached(() => world.champion.current()) : undefined,
    wantsReading ? reached(() => world.source!.read(world.signal)) : undefined,
  ]);
  const { smoke, confirmed, settled, aliasRefused } = memory;
  const base = { nowMs: world.now(), owner: world.owner, request, alive: (owner: string) => world.alive(owner) };
  return { ...base, target, champion, reading, smoke, confirmed, settled, aliasRefused };
}

/** The answer, or that there is none: what is no bug of ours is an observation. */
async function reached<T>(ask: () => Promise<T>): Promise<T | Unreachable> {
  try {
    return await ask();
  } catch (thrown) {
    const error = asDeliveryError(thrown);
    if (error.exitCode === EXIT.bug || error.exitCode === EXIT.config) throw error;
    return { unreachable: error };
  }
}

/** Gives why the effect could not be made; a split that could not be set is only one reason to look again. */
async function perform(world: RolloutWorld, effect: Effect, memory: Memory): Promise<DeliveryError | null> {
  switch (effect.kind) {
    case 'smoke':
      memory.smoke = await reached(() => world.smoke!(world.signal));
      return null;
    case 'settle': {
      const done = await reached(async () => world.target.promote?.(effect.version, effect.key, world.signal));
      if (isUnreachable(done)) return done.unreachable;
      memory.settled = true;
      return null;
    }
    case 'alias': {
      // What became of it is read, not believed: the next look asks who is champion.
      const { action, to, expect, reason } = effect;
      const done = await reached(() => world.champion.move(action, to, expect, reason));
      if (isUnreachable(done)) return done.unreachable;
      if (!done.ok) memory.aliasRefused = { action, why: done.message ?? `it names ${done.actual ?? 'nothing'} now.` };
      return null;
    }
    case 'apply':
      await apply(world, effect, memory);
      return null;
  }
}

/** Makes an announced write. Whether it arrived is read back; an error here is only one reason to look. */
async function apply(world: RolloutWorld, effect: Extract<Effect, { kind: 'apply' }>, memory: Memory): Promise<void> {
  if (world.now() >= effect.until) return;
  try {
    const outcome = await world.target.apply(effect.weights, effect.expect, effect.key, world.signal);
    if (outcome.ok) memory.confirmed = effect.key;
  } catch (thrown) {
    const error = asDeliveryError(thrown);
    if (error.exitCode === EXIT.bug || error.exitCode === EXIT.config) throw error;
    memory.failures = (memory.failures ?? 0) + 1;
    await world.sleep(RETRY_MS * 2 ** Math.min(memory.failures, 4));
  }
}
