/*
 * One process of a rollout that kills itself with SIGKILL before or after its n-th write of journal, split or alias:
 * node killed-process.ts DIRECTORY TARGET_JSON met|harm N. `harm` is found at 50 %. Without N it takes one tick. It ends by printing
 * the journal's state.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetConfig } from '@model-delivery/core';
import { gitRefLog } from '@model-delivery/git';
import {
  type CanaryJudging,
  isAtRest,
  openJournal,
  openRollout,
  type RolloutWorld,
  rolloutPolicy,
  targetFor,
  tick,
} from '@model-delivery/rollout';
import { ownerAlive, processOwner } from '../../packages/use-cases/src/rollout/process-owner.ts';
import { CANDIDATE, CHAMPION } from './fault-schedule.ts';

const [directory = '.', targetJson = '{}', evidence = 'met', number] = process.argv.slice(2);
const killAt = number === undefined ? Number.POSITIVE_INFINITY : Number(number);
let writes = 0;

/** Two chances to die for each write: before it and after it. */
async function dangerous<T>(write: () => Promise<T>): Promise<T> {
  if (++writes === killAt) process.kill(process.pid, 'SIGKILL');
  const result = await write();
  if (++writes === killAt) process.kill(process.pid, 'SIGKILL');
  return result;
}

const config = {
  endpoint: 'killed',
  target: JSON.parse(targetJson) as TargetConfig,
  steps: [{ weight: 5 }, { weight: 50 }, { weight: 100 }],
  window: '1ms',
  soak: { for: '0s' },
};
const champion = join(directory, 'champion.txt');
const championNow = () => (existsSync(champion) ? readFileSync(champion, 'utf8') : CHAMPION) as typeof CHAMPION;
const log = openJournal(gitRefLog({ directory, env: process.env }), config.endpoint);
const target = targetFor(config.target, { directory, env: process.env });
let requests = 0;
let share = 0;
const judging: CanaryJudging = {
  judge: () => ({
    evidence: null,
    known: true,
    problem: '',
    requests: { stable: 100 * (100 - share), candidate: 100 * share },
    rollback: evidence === 'harm' && share === 50 ? 'harm' : null,
    hold: null,
    met: true,
    reason: 'met',
    statuses: [],
  }),
};
const world: RolloutWorld = {
  journal: { ...log, write: (head, journal) => dangerous(() => log.write(head, journal)) },
  target: { ...target, apply: (...split) => dangerous(() => target.apply(...split)) },
  source: {
    kind: 'test',
    read: async () => {
      const { candidate } = (await target.read()).weights;
      share = candidate;
      requests += candidate;
      const arm = (n: number) => ({ n, events: 0 });
      return {
        timeMs: Date.now(),
        guardrails: { e: { stable: arm(1), candidate: arm(candidate === 0 ? 1e6 : requests) } },
        problems: [],
      };
    },
  },
  smoke: async () => ({ fixtures: 1, passed: 1, message: '', server: {}, warnings: [] }),
  champion: {
    alias: 'champion',
    current: async () => championNow(),
    move: (_action, to, expect) =>
      dangerous(async () => {
        if (championNow() !== expect) return { ok: false as const, actual: championNow() };
        writeFileSync(champion, to);
        return { ok: true as const };
      }),
  },
  now: Date.now,
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  owner: processOwner(),
  alive: ownerAlive,
};
const setting = {
  policy: rolloutPolicy(config),
  judging,
  hasSmoke: true,
  hasSource: true,
  settles: false,
  confirmMs: 1,
};

const head = await log.read();
if (head.journal === null) {
  const opening = { model: 'm', config, candidate: CANDIDATE, champion: CHAMPION, target, state: await target.read() };
  await world.journal.write(head, openRollout({ ...opening, nowMs: Date.now(), owner: world.owner }));
}
const ticks = number === undefined ? 1 : 40;
for (let i = 0; i < ticks; i++) {
  const { head: after } = await tick(world, setting, { kind: 'tick' });
  if (isAtRest(after.journal!.state)) break;
  await world.sleep(3);
}
const { journal } = await log.read();
console.log(JSON.stringify({ state: journal!.state, step: journal!.step, intent: journal!.intent, writes }));
