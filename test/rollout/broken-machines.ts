import type { JournalHead, RolloutJournal, TargetState } from '@model-delivery/rollout';
import { CANDIDATE } from './fault-schedule.ts';
import type { Breakage } from './run-schedule.ts';

/*
 * Machines that are broken on purpose, each in one promise. A schedule that does not find them out proves nothing about the sound one.
 * They are bent from outside, at the ports: what a process is told, or what becomes of what it writes.
 */

/** Believes its own writes instead of reading the target. */
const skipsTheReadBack: Breakage = (_world, place, setting) => {
  let believed: TargetState | null = null;
  const target = {
    ...place.target,
    read: async () => believed ?? place.target.read(),
    apply: async (...[weights, expect, key]: Parameters<typeof place.target.apply>) => {
      believed = { weights, version: expect, candidateReady: true, converged: true };
      await place.target.apply(weights, expect, key).catch(() => {});
      return { ok: true as const, state: believed };
    },
  };
  return { place: { ...place, target }, setting };
};

/** Takes silence for good news. */
const advancesOnUnknown: Breakage = (_world, place, setting) => {
  const judging = {
    judge: (...asked: Parameters<NonNullable<typeof setting.judging>['judge']>) => {
      const judgement = setting.judging!.judge(...asked);
      const requests = { stable: 100, candidate: 100 };
      return judgement.known ? judgement : { ...judgement, known: true, met: true, requests };
    },
  };
  return { place, setting: { ...setting, judging } };
};

/** Goes on although harm is suspected, or proven. */
const ignores =
  (word: 'hold' | 'rollback'): Breakage =>
  (_world, place, setting) => {
    const judging = {
      judge: (...asked: Parameters<NonNullable<typeof setting.judging>['judge']>) => ({
        ...setting.judging!.judge(...asked),
        [word]: null,
      }),
    };
    return { place, setting: { ...setting, judging } };
  };

const bentWrite =
  (bend: (head: JournalHead, journal: RolloutJournal) => RolloutJournal): Breakage =>
  (_world, place, setting) => {
    const journal = {
      ...place.journal,
      write: (head: JournalHead, next: RolloutJournal) => place.journal.write(head, bend(head, next)),
    };
    return { place: { ...place, journal }, setting };
  };

/** Never says that it still looks after the rollout. */
const neverRenewsTheLease = bentWrite(({ journal }, next) =>
  journal === null ? next : { ...next, lease: journal.lease },
);

/** Forgets what it was about to write. */
const forgetsIntents = bentWrite((_head, next) => ({ ...next, intent: null }));

/** Writes its journal over whatever somebody else wrote meanwhile. */
const overwritesTheJournal: Breakage = (_world, place, setting) => {
  const journal = {
    ...place.journal,
    write: async (head: JournalHead, next: RolloutJournal) =>
      (await place.journal.write(head, next)) ?? place.journal.write(await place.journal.read(), next),
  };
  return { place: { ...place, journal }, setting };
};

/** Makes the write first and announces it afterwards. */
const writesBeforeItAnnounces: Breakage = (_world, place, setting) => {
  const journal = {
    ...place.journal,
    write: async (head: JournalHead, next: RolloutJournal) => {
      const { intent } = next;
      if (intent !== null && intent.key !== head.journal?.intent?.key) {
        const { version } = await place.target.read();
        await place.target.apply(intent.weights, version, intent.key);
      }
      return place.journal.write(head, next);
    },
  };
  return { place: { ...place, journal }, setting };
};

/** A target that takes every write, whatever it is based on: an old write that comes late undoes the rollback. */
const writesWithoutExpecting: Breakage = (world, place, setting) => {
  world.ignoresExpect = true;
  return { place, setting };
};

/** Moves the alias as soon as the promotion is decided. */
const promotesTheAliasFirst: Breakage = (world, place, setting) => {
  const journal = {
    ...place.journal,
    write: async (head: JournalHead, next: RolloutJournal) => {
      const written = await place.journal.write(head, next);
      if (written !== null && next.state === 'Promoting' && world.champion !== CANDIDATE)
        await place.champion.move('promote', CANDIDATE, world.champion, 'too early');
      return written;
    },
  };
  return { place: { ...place, journal }, setting };
};

/** Leaves the alias where it is when it takes the traffic back. */
const keepsTheAlias: Breakage = (_world, place, setting) => ({
  place: {
    ...place,
    champion: {
      ...place.champion,
      current: async () => {
        const { journal } = await place.journal.read();
        return journal?.state === 'RollingBack' ? journal.champion : place.champion.current();
      },
    },
  },
  setting,
});

/** By what it forgets. */
export const BROKEN_MACHINES: Record<string, Breakage> = {
  'skips the read-back': skipsTheReadBack,
  'advances on unknown data': advancesOnUnknown,
  'ignores a hold': ignores('hold'),
  'ignores harm': ignores('rollback'),
  'never renews its lease': neverRenewsTheLease,
  'forgets its intents': forgetsIntents,
  'overwrites the journal': overwritesTheJournal,
  'writes before it announces': writesBeforeItAnnounces,
  'writes without expecting': writesWithoutExpecting,
  'promotes the alias first': promotesTheAliasFirst,
  'keeps the alias when it rolls back': keepsTheAlias,
};
