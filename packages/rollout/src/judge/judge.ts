import type { GuardrailStatus } from '@model-delivery/core';
import { BreakerRun } from './breaker.ts';
import { type CanaryWindow, type KnownWindow, readGuardrail } from './canary-window.ts';
import { GuardrailEvidence } from './guardrail-evidence.ts';
import { guardrailStatus, percent } from './guardrail-status.ts';
import type { BreakerPolicy, JudgePolicy } from './judge-policy.ts';
import { type JudgeState, type LastWindow, policyHash, readJudgeState } from './judge-state.ts';
import { packNumbers } from './packed-numbers.ts';

/** What the evidence so far demands, in the order in which it counts: roll back, hold, advance. */
export interface Judgement {
  /** End of the last window, seconds; null before the first. */
  t: number | null;
  /** Whether every guardrail was known in the last window: nothing advances otherwise. */
  known: boolean;
  unknown: LastWindow['unknown'];
  rollback: { cause: 'breaker' | 'robust'; guardrail: string; reason: string } | null;
  hold: { guardrail: string; reason: string } | null;
  /** Whether every guardrail is met (latched). */
  met: boolean;
  /** Guardrails that are not met. */
  unmet: string[];
}

/** Weighs windows one after the other. Pure: the same windows give the same judgements, also when continued from `toJSON`. */
export interface Judge {
  readonly policy: JudgePolicy;
  /** Adds a window and gives what the evidence demands now. */
  add(window: CanaryWindow): Judgement;
  readonly latest: Judgement;
  /** Candidate requests of known windows since the last `beginStep` (or the start). */
  readonly requestsInStep: number;
  readonly windows: { known: number; unknown: number; consecutiveUnknown: number };
  /** A new step begins: its requests are counted from 0. Evidence carries over. */
  beginStep(): void;
  statuses(): GuardrailStatus[];
  toJSON(): JudgeState;
}

interface RunningBreaker {
  policy: BreakerPolicy;
  runs: Map<string, BreakerRun>;
}

/** A judge without evidence, or continued from a state. @throws EvidenceError when the state is damaged or of another policy. */
export function createJudge(policy: JudgePolicy, state?: JudgeState): Judge {
  return new WindowJudge(policy, state);
}

class WindowJudge implements Judge {
  readonly policy: JudgePolicy;
  readonly #guardrails: GuardrailEvidence[];
  readonly #breakers: RunningBreaker[];
  #windows = { known: 0, unknown: 0, consecutiveUnknown: 0 };
  #requestsInStep = 0;
  #last: LastWindow | null = null;

  constructor(policy: JudgePolicy, state?: JudgeState) {
    this.policy = policy;
    const numbers = state && readJudgeState(policy, state);
    this.#guardrails = policy.guardrails.map(
      (guardrail, i) => new GuardrailEvidence(guardrail, policy, numbers?.guardrails[i]),
    );
    this.#breakers = policy.breakers.map((breaker, i) => ({
      policy: breaker,
      runs: new Map(breaker.guardrails.map((id, j) => [id, new BreakerRun(breaker, numbers?.breakers[i]?.[j])])),
    }));
    if (!state || !numbers) return;
    const { known, unknown, consecutive_unknown } = state.windows;
    this.#windows = { known, unknown, consecutiveUnknown: consecutive_unknown };
    this.#requestsInStep = numbers.requestsInStep;
    this.#last = state.last;
  }

  add(window: CanaryWindow): Judgement {
    const unknown: LastWindow['unknown'] = [];
    let requests = 0;
    for (const guardrail of this.#guardrails) {
      const { id } = guardrail.policy;
      const read = readGuardrail(
        guardrail.policy,
        Object.hasOwn(window.guardrails, id) ? window.guardrails[id] : undefined,
      );
      if ('unknown' in read) unknown.push({ guardrail: id, reason: read.unknown });
      else requests = Math.max(requests, this.#learn(guardrail, read));
    }
    this.#count(unknown.length === 0, window.requests?.candidate ?? requests);
    this.#last = { t: window.t, unknown };
    return this.latest;
  }

  /** Gives the candidate's requests. */
  #learn(guardrail: GuardrailEvidence, read: KnownWindow): number {
    guardrail.update(read);
    if (read.kind === 'means') return read.means.candidate.n;
    for (const { runs } of this.#breakers) runs.get(guardrail.policy.id)?.add(read.counts.candidate);
    return read.counts.candidate.n;
  }

  #count(known: boolean, requests: number): void {
    const { known: before, unknown, consecutiveUnknown } = this.#windows;
    this.#windows = known
      ? { known: before + 1, unknown, consecutiveUnknown: 0 }
      : { known: before, unknown: unknown + 1, consecutiveUnknown: consecutiveUnknown + 1 };
    if (known) this.#requestsInStep += requests;
  }

  get latest(): Judgement {
    const findings = this.#guardrails.map((guardrail) => ({ id: guardrail.policy.id, ...guardrail.finding }));
    const robust = findings.find(({ harmRobust }) => harmRobust);
    const exact = findings.find(({ harmExact }) => harmExact);
    const unmet = findings.filter(({ met }) => met === null).map(({ id }) => id);
    const broken = this.#broken();
    const found = (id: string) => ({ guardrail: id, reason: this.#status(id, broken).message });
    return {
      t: this.#last?.t ?? null,
      known: this.#last !== null && this.#last.unknown.length === 0,
      unknown: this.#last?.unknown ?? [],
      rollback: broken ?? (robust ? { cause: 'robust', ...found(robust.id) } : null),
      hold: exact ? found(exact.id) : null,
      met: unmet.length === 0,
      unmet,
    };
  }

  #broken(): Judgement['rollback'] {
    for (const { policy, runs } of this.#breakers) {
      for (const [guardrail, run] of runs) {
        const broken = run.broken;
        if (!broken) continue;
        const reason = `Breaker ${policy.id}: ${guardrail} of the candidate at ${percent(broken.share)} of its last ${broken.requests} requests, above ${percent(policy.maxShare)}.`;
        return { cause: 'breaker', guardrail, reason };
      }
    }
    return null;
  }

  get requestsInStep(): number {
    return this.#requestsInStep;
  }

  get windows() {
    return { ...this.#windows };
  }

  beginStep(): void {
    this.#requestsInStep = 0;
  }

  statuses(): GuardrailStatus[] {
    const broken = this.#broken();
    return this.policy.guardrails.map(({ id }) => this.#status(id, broken));
  }

  #status(id: string, broken: Judgement['rollback']): GuardrailStatus {
    const guardrail = this.#guardrails.find(({ policy }) => policy.id === id)!;
    return guardrailStatus(guardrail, broken?.guardrail === id ? broken.reason : null);
  }

  toJSON(): JudgeState {
    const { known, unknown, consecutiveUnknown } = this.#windows;
    return {
      schema: 'judge-state/1',
      policy: policyHash(this.policy),
      windows: { known, unknown, consecutive_unknown: consecutiveUnknown },
      requests_in_step: packNumbers([this.#requestsInStep]),
      guardrails: Object.fromEntries(this.#guardrails.map((each) => [each.policy.id, packNumbers(each.numbers())])),
      breakers: Object.fromEntries(
        this.#breakers.map(({ policy, runs }) => [
          policy.id,
          Object.fromEntries([...runs].map(([id, run]) => [id, packNumbers(run.numbers())])),
        ]),
      ),
      last: this.#last,
    };
  }
}
