import { ExternalError, type RolloutConfig } from '@model-delivery/core';
import type {
  CanaryJudging,
  ChampionAlias,
  JournalLog,
  MetricSource,
  Reading,
  RolloutJournal,
  TargetState,
  TrafficTarget,
  Weights,
} from '@model-delivery/rollout';

export type Random = () => number;
export const CANDIDATE = `sha256:${'c'.repeat(64)}` as const;
export const CHAMPION = `sha256:${'a'.repeat(64)}` as const;
export const INTRUDER = `sha256:${'e'.repeat(64)}` as const;
export const WINDOW_MS = 60_000;

export const ROLLOUT: RolloutConfig = {
  endpoint: 'faults',
  steps: [{ weight: 5 }, { weight: 25, min_time: '2m' }, { weight: 50 }, { weight: 100 }],
  window: '60s',
  horizon: '1h',
  soak: { for: '2m' },
  lease: { ttl: '5m', grace: '2m' },
};

/** The end of a process, wherever it stands. */
export class ProcessEnded extends Error {}

/** What befalls one schedule. Probabilities of misfortune per operation, and the truth about the candidate. */
export interface Fate {
  random: Random;
  crash: number;
  failure: number;
  lateWrite: number;
  /** From these times on (ms) the evidence is met, or harm is proven. */
  metAt: number;
  harmAt: number;
  /** Intervals in which harm is suspected, and in which the metrics are silent. */
  suspected: [number, number];
  silent: [number, number];
  knowsProcesses: boolean;
  /** How the candidate is carried: by a split, at once (no champion), as a whole, or by the alias; and whether the stable arm is told. */
  mode: 'split' | 'direct' | 'whole' | 'alias';
  settles: boolean;
}

/** A word for what went wrong, with the schedule that shows it. */
export type Violation = string;

interface LateWrite {
  at: number;
  weights: Weights;
  expect: number;
  by: string;
}

/** The world outside of the rollout, in memory: one target, one champion alias, metrics that follow the split. */
export class FaultyWorld {
  now = 1_000_000;
  calm = false;
  readonly violations: Violation[] = [];
  readonly dead = new Set<string>();
  weights: Weights = { stable: 100, candidate: 0 };
  version = 1;
  champion: `sha256:${string}` | null;
  /** What the stable arm serves, and when somebody last looked after the rollout without trouble. */
  stableServes: `sha256:${string}` | null;
  lookedAt = 0;
  /** For a machine that is broken on purpose: the target takes every write, whatever it is based on. */
  ignoresExpect = false;
  journal: RolloutJournal | null = null;
  lastJudged: { known: boolean; met: boolean; hold: boolean; harm: boolean } | null = null;
  harmSeen = false;
  #crowned = false;
  readonly #counters = { stable: 0, candidate: 0 };
  readonly fate: Fate;
  #late: LateWrite[] = [];

  constructor(fate: Fate) {
    this.fate = fate;
    this.champion = fate.mode === 'direct' ? null : CHAMPION;
    this.stableServes = this.champion;
  }

  /** Time passes; traffic follows the split; writes that were under way arrive. */
  pass(ms: number): void {
    this.now += ms;
    const requests = Math.round((ms / 1000) * 20);
    this.#counters.stable += Math.round((requests * this.weights.stable) / 100);
    this.#counters.candidate += Math.round((requests * this.weights.candidate) / 100);
    const due = this.#late.filter(({ at }) => at <= this.now || this.calm);
    this.#late = this.#late.filter((write) => !due.includes(write));
    for (const write of due) if (this.ignoresExpect || write.expect === this.version) this.#land(write.weights);
  }

  /** Somebody else changes the split, or the alias. */
  intrude(weights: Weights): void {
    this.weights = weights;
    this.version += 1;
  }

  /** An operation takes a while, in which others come first. */
  async delay(longest = 80): Promise<void> {
    for (let turns = Math.floor(longest * this.fate.random() ** 4); turns > 0; turns--) await null;
  }

  /** Before an operation of a process the process may end, or find nobody. */
  misfortune(owner: string, what: string): void {
    if (this.dead.has(owner)) throw new ProcessEnded(`${owner} at ${what}`);
    if (this.calm) return;
    if (this.fate.random() < this.fate.crash) {
      this.dead.add(owner);
      throw new ProcessEnded(`${owner} at ${what}`);
    }
    if (this.fate.random() < this.fate.failure)
      throw new ExternalError({ code: 'SIMULATED', system: what, message: `${what}: no answer.` });
  }

  target(owner: string): TrafficTarget {
    const state = (): TargetState => ({
      weights: { ...this.weights },
      version: String(this.version),
      candidateReady: true,
      converged: true,
    });
    return {
      kind: 'memory',
      canSplit: this.fate.mode !== 'whole' && this.fate.mode !== 'alias',
      promotesByAlias: this.fate.mode === 'alias',
      ...(this.fate.settles ? { promote: () => this.#settle(owner) } : {}),
      read: async () => {
        await this.delay();
        this.misfortune(owner, 'target read');
        return state();
      },
      apply: async (weights, expect, key) => {
        await this.delay(600);
        this.#checkWriter(owner, key);
        this.misfortune(owner, 'target write');
        if (!this.calm && this.fate.random() < this.fate.lateWrite) {
          const at = this.now + this.fate.random() * 10 * WINDOW_MS;
          this.#late.push({ at, weights, expect: Number(expect), by: owner });
          throw new ExternalError({ code: 'SIMULATED', system: 'target', message: 'the answer did not come in time' });
        }
        if (!this.ignoresExpect && Number(expect) !== this.version) return { ok: false, state: state() };
        this.#land(weights);
        this.misfortune(owner, 'answer of a target write');
        return { ok: true, state: state() };
      },
    };
  }

  /** The stable arm is made to serve the new champion, and takes all traffic again. */
  async #settle(owner: string): Promise<void> {
    this.misfortune(owner, 'settling');
    if (this.stableServes !== CANDIDATE) {
      if (!this.#crowned) this.violations.push(`the stable arm was told before the alias moved`);
      this.stableServes = CANDIDATE;
      this.intrude({ stable: 100, candidate: 0 });
    }
    this.misfortune(owner, 'answer of the settling');
  }

  #checkWriter(owner: string, key: string): void {
    if (this.dead.has(owner)) return;
    const { intent } = this.journal ?? {};
    if (intent?.key !== key || intent.by !== owner)
      this.violations.push(
        `a write of ${owner} (${key}) that is not the announced one (${intent?.key} by ${intent?.by})`,
      );
  }

  #land(weights: Weights): void {
    this.weights = { ...weights };
    this.version += 1;
    const allowed = this.#allowed();
    if (weights.candidate > allowed)
      this.violations.push(`${weights.candidate} % landed where ${this.journal?.state} allows ${allowed} %`);
  }

  #allowed(): number {
    const { journal } = this;
    if (journal === null) return 0;
    const steps = ROLLOUT.steps!;
    switch (journal.state) {
      case 'Canary':
        return steps[journal.step!]!.weight;
      case 'Hold':
        // A write of a higher step that was under way may arrive before the one that takes it back.
        return journal.intent === null ? steps[0]!.weight : Math.max(...journal.announced);
      case 'Promoting':
      case 'Soaking':
        return 100;
      case 'RollingBack':
        return Math.max(...journal.announced);
      case 'Broken':
        // No write of the rollback ever arrived, which is why a person was called: an older one still may.
        return Math.max(...journal.announced);
      default:
        return 0;
    }
  }

  source(owner: string): MetricSource {
    return {
      kind: 'memory',
      read: async (): Promise<Reading> => {
        this.misfortune(owner, 'metrics');
        const silent = this.#within(this.fate.silent);
        const { stable, candidate } = this.#counters;
        const guardrails = {
          errors: { stable: { n: stable, events: 0 }, candidate: silent ? null : { n: candidate, events: 0 } },
        };
        return { timeMs: this.now, guardrails, problems: [] };
      },
    };
  }

  #within([from, to]: [number, number]): boolean {
    return !this.calm && this.now >= from && this.now < to;
  }

  judging(): CanaryJudging {
    return {
      judge: (evidence, previous, reading) => {
        const arms = reading.guardrails.errors!;
        const before = previous.guardrails.errors!;
        const known = arms.candidate !== null && before.candidate !== null && reading.timeMs > previous.timeMs;
        const latched = (evidence as { met: boolean } | null)?.met === true;
        const met = latched || (known && reading.timeMs >= this.fate.metAt);
        const hold = known && this.#within(this.fate.suspected);
        const harm = known && reading.timeMs >= this.fate.harmAt;
        this.lastJudged = { known, met, hold, harm };
        this.harmSeen ||= harm;
        return {
          evidence: { met },
          known,
          problem: known ? '' : 'silent',
          requests: {
            stable: known ? arms.stable!.n - before.stable!.n : 0,
            candidate: known ? arms.candidate!.n - before.candidate!.n : 0,
          },
          rollback: harm ? 'harm' : null,
          hold: hold ? 'suspicion' : null,
          met,
          reason: 'scripted',
          statuses: [],
        };
      },
    };
  }

  alias(owner: string): ChampionAlias {
    return {
      alias: 'champion',
      current: async () => {
        this.misfortune(owner, 'alias read');
        return this.champion;
      },
      move: async (_action, to, expect) => {
        this.misfortune(owner, 'alias write');
        if (this.champion !== expect) return { ok: false, actual: this.champion };
        if (to === CANDIDATE && this.fate.mode !== 'alias' && this.weights.candidate !== 100)
          this.violations.push(`the alias moved while the candidate had ${this.weights.candidate} %`);
        this.champion = to;
        this.#crowned ||= to === CANDIDATE;
        this.misfortune(owner, 'answer of an alias write');
        return { ok: true };
      },
    };
  }

  /** The journal as a process reaches it: it may end before and after each write, and each advance is checked. */
  log(inner: JournalLog, owner: string): JournalLog {
    return {
      ...inner,
      read: async () => {
        this.misfortune(owner, 'journal read');
        return inner.read();
      },
      write: async (head, journal) => {
        await this.delay();
        this.misfortune(owner, 'journal write');
        const written = await inner.write(head, journal);
        if (written !== null) this.#committed(journal);
        this.misfortune(owner, 'answer of a journal write');
        return written;
      },
    };
  }

  #committed(journal: RolloutJournal): void {
    const before = this.journal;
    this.journal = journal;
    const lost = before?.decisions.find(
      ({ to, time }, i) => journal.decisions[i]?.to !== to || journal.decisions[i].time !== time,
    );
    if (lost) this.violations.push(`the decision ${lost.seq} (${lost.to}) was overwritten`);
    if (journal.state === 'RollingBack' && before?.state !== 'RollingBack') this.#checkLease(journal);
    const climbed = before?.state === 'Canary' && journal.state === 'Canary' && journal.step! > before.step!;
    const promoted = before?.state === 'Canary' && journal.state === 'Promoting';
    const { lastJudged } = this;
    if ((climbed || promoted) && !(lastJudged?.known && lastJudged.met && !lastJudged.hold && !lastJudged.harm))
      this.violations.push(`advanced to ${journal.state} ${journal.step} on ${JSON.stringify(lastJudged)}`);
  }

  /** What is looked after is not taken back as abandoned: a lease is extended before half of it is gone. */
  #checkLease({ reason }: RolloutJournal): void {
    const { ttl, grace } = ROLLOUT.lease as { ttl: string; grace: string };
    const safeMs = (Number.parseInt(ttl, 10) / 2 + Number.parseInt(grace, 10)) * 60_000;
    const idleMs = this.now - this.lookedAt;
    if (reason.includes('lease expired') && idleMs < safeMs)
      this.violations.push(`taken back as abandoned ${idleMs / 1000} s after somebody looked`);
  }
}
