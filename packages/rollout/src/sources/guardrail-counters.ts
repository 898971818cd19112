import { ConfigError, type RolloutConfig } from '@model-delivery/core';
import { ARMS, type Arm, type CumulativeCount, type CumulativeMean, type Reading } from '../ports.ts';
import type { Sample } from './exposition.ts';
import { parseSelector, type Selector, selects } from './selector.ts';

/** A guardrail of the configuration. */
export type Guardrail = NonNullable<RolloutConfig['guardrails']>[number];
/** Values of `arm_label` by arm. */
export type ArmLabels = Record<Arm, string>;

const DEFAULT_ARM_LABEL = 'version';

/** One counter to read: a selector, summed by the arm label and, for histograms, by bucket edge. */
export interface CounterQuery {
  selector: Selector;
  by: readonly string[];
}

/** Which counters one guardrail needs and how its numbers come from them. */
export interface GuardrailPlan {
  id: string;
  armLabel: string;
  queries: { total: CounterQuery; events?: CounterQuery };
  numbers(total: readonly Sample[], events: readonly Sample[]): CumulativeCount | CumulativeMean | null;
}

/**
 * What has to be read for the guardrails.
 * @throws ConfigError for a selector that is not a raw counter
 */
export function guardrailPlans(guardrails: readonly Guardrail[]): GuardrailPlan[] {
  return guardrails.map(planOf);
}

function planOf(guardrail: Guardrail): GuardrailPlan {
  const armLabel = guardrail.arm_label ?? DEFAULT_ARM_LABEL;
  const query = (text: string, role: string): CounterQuery => ({
    selector: parseSelector(text, `rollout.guardrails ${guardrail.id}: ${role}`),
    by: [armLabel],
  });
  if (guardrail.kind === 'histogram') {
    return histogramPlan(guardrail, armLabel, query(guardrail.metric, 'metric').selector);
  }
  const { id } = guardrail;
  const total = query(guardrail.total, 'total');
  if (guardrail.kind === 'mean') {
    return { id, armLabel, queries: { total, events: query(guardrail.value, 'value') }, numbers: meanOf };
  }
  return { id, armLabel, queries: { total, events: query(guardrail.events, 'events') }, numbers: countOf };
}

/** A counter that never counted has no series yet: with requests there, that is 0 events. */
function countOf(total: readonly Sample[], events: readonly Sample[]): CumulativeCount | null {
  return total.length === 0 ? null : { n: sum(total), events: sum(events) };
}

/** The judge compares means of windows; squares are not read (Prometheus keeps none) and stand as 0. */
function meanOf(total: readonly Sample[], value: readonly Sample[]): CumulativeMean | null {
  if (total.length === 0 || (value.length === 0 && sum(total) > 0)) return null;
  return { n: sum(total), sum: sum(value), sum_sq: 0 };
}

/** Events = requests slower than the bucket edge `slo`; all buckets are one metric, so the two numbers belong together. */
function histogramPlan(
  guardrail: Extract<Guardrail, { kind: 'histogram' }>,
  armLabel: string,
  selector: Selector,
): GuardrailPlan {
  const buckets: Selector = { ...selector, metric: `${selector.metric}_bucket` };
  return {
    id: guardrail.id,
    armLabel,
    queries: { total: { selector: buckets, by: [armLabel, 'le'] } },
    numbers: (samples) => {
      if (samples.length === 0) return null;
      const at = (edge: number) => samples.filter((sample) => edgeOf(sample) === edge);
      const [fast, all] = [at(guardrail.slo), at(Number.POSITIVE_INFINITY)];
      if (fast.length === 0) throw notAnEdge(guardrail, buckets.metric, samples);
      if (all.length === 0) return { n: Number.NaN, events: Number.NaN };
      return { n: sum(all), events: sum(all) - sum(fast) };
    },
  };
}

function edgeOf(sample: Sample): number {
  const text = sample.labels.get('le') ?? '';
  return text === '+Inf' || text === 'Inf' ? Number.POSITIVE_INFINITY : text === '' ? Number.NaN : Number(text);
}

function notAnEdge(
  guardrail: Extract<Guardrail, { kind: 'histogram' }>,
  metric: string,
  samples: readonly Sample[],
): ConfigError {
  const edges = [...new Set(samples.map(edgeOf))].filter(Number.isFinite).sort((a, b) => a - b);
  return new ConfigError({
    code: 'HISTOGRAM_SLO_NOT_AN_EDGE',
    message: `rollout.guardrails ${guardrail.id}: slo ${guardrail.slo} is no bucket edge of ${metric}; its edges are ${edges.slice(0, 50).join(', ') || 'none'}.`,
    hint: 'How many requests were slower is known at bucket edges only: choose one of them, or add a bucket to the server.',
  });
}

function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, sample) => total + sample.value, 0);
}

/** Sums what was read into a {@link Reading}. `samplesOf` gives the samples of a query (by arm label, possibly many series). */
export function assembleReading(
  plans: readonly GuardrailPlan[],
  arms: ArmLabels,
  samplesOf: (query: CounterQuery) => readonly Sample[],
  when: { timeMs: number; problems: string[] },
): Reading {
  const guardrails: Reading['guardrails'] = {};
  for (const plan of plans) {
    const of = (query: CounterQuery | undefined, arm: Arm): Sample[] =>
      query === undefined ? [] : samplesOf(query).filter((sample) => sample.labels.get(plan.armLabel) === arms[arm]);
    guardrails[plan.id] = Object.fromEntries(
      ARMS.map((arm) => [arm, plan.numbers(of(plan.queries.total, arm), of(plan.queries.events, arm))]),
    ) as Record<Arm, CumulativeCount | CumulativeMean | null>;
  }
  return { timeMs: when.timeMs, guardrails, problems: when.problems };
}

/** All queries of the plans. */
export function queriesOf(plans: readonly GuardrailPlan[]): CounterQuery[] {
  return plans.flatMap(({ queries }) =>
    queries.events === undefined ? [queries.total] : [queries.total, queries.events],
  );
}

/** Samples of one query among all samples of a text. */
export function selectSamples(samples: readonly Sample[], query: CounterQuery): Sample[] {
  return samples.filter((sample) => sample.metric === query.selector.metric && selects(query.selector, sample.labels));
}
