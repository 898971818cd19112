import { ExternalError } from '@model-delivery/core';
import type { MetricSource } from '../ports.ts';
import type { Sample } from './exposition.ts';
import {
  type ArmLabels,
  assembleReading,
  type CounterQuery,
  type Guardrail,
  guardrailPlans,
  queriesOf,
} from './guardrail-counters.ts';
import { fetchMetrics } from './metrics-http.ts';
import { promQl } from './selector.ts';

/** A Prometheus server (or anything that speaks its HTTP API). */
export interface PrometheusSettings {
  url: string;
  token: string | null;
  guardrails: readonly Guardrail[];
  arms: ArmLabels;
}

interface Vector {
  samples: Sample[];
  warnings: string[];
}

/**
 * Reads raw cumulative counters, all at one instant of the server's clock. The reading's time is that of the oldest sample
 * behind it: while Prometheus scrapes nothing new, the time stands still and the read counts as stale.
 * @throws ConfigError for a selector that is no raw counter
 */
export function prometheusSource(settings: PrometheusSettings): MetricSource {
  const plans = guardrailPlans(settings.guardrails);
  return {
    kind: 'prometheus',
    read: async (signal) => {
      const ask = (query: string, time?: number) => queryVector(settings, query, time, signal);
      const now = (await ask('vector(time())')).samples[0]?.value ?? Number.NaN;
      const queries = new Map(queriesOf(plans).map((query) => [promQlSum(query), query]));
      const answers = new Map<string, Vector>();
      for (const text of queries.keys()) answers.set(text, await ask(text, now));
      const ages = await Promise.all(
        [...new Set(plans.map((plan) => promQlTime(plan.queries.total)))].map((text) => ask(text, now)),
      );
      const times = ages.flatMap(({ samples }) => samples.map((sample) => sample.value));
      return assembleReading(plans, settings.arms, (query) => answers.get(promQlSum(query))?.samples ?? [], {
        timeMs: Math.round(1000 * times.reduce((a, b) => Math.min(a, b), now)),
        problems: [...new Set([...answers.values(), ...ages].flatMap(({ warnings }) => warnings))],
      });
    },
  };
}

function promQlSum(query: CounterQuery): string {
  return `sum by (${query.by.join(',')}) (${promQl(query.selector)})`;
}

/** When each arm was last scraped, seconds. */
function promQlTime(query: CounterQuery): string {
  return `min by (${query.by[0]}) (timestamp(${promQl(query.selector)}))`;
}

async function queryVector(
  settings: PrometheusSettings,
  query: string,
  time: number | undefined,
  signal: AbortSignal | undefined,
): Promise<Vector> {
  const url = `${settings.url.replace(/\/$/, '')}/api/v1/query`;
  const form: Record<string, string> = time === undefined ? { query } : { query, time: String(time) };
  const text = await fetchMetrics({ url, form, token: settings.token, signal });
  try {
    return parseVector(JSON.parse(text));
  } catch (cause) {
    throw new ExternalError({
      code: 'PROMETHEUS_ANSWER_UNUSABLE',
      system: 'prometheus',
      message: `The answer of ${url} to ${query} cannot be used (${(cause as Error).message}): ${text.slice(0, 200)}`,
      hint: 'rollout.source.prometheus must name the root of a Prometheus server, such as http://127.0.0.1:9090.',
      cause,
    });
  }
}

interface VectorAnswer {
  status?: unknown;
  error?: unknown;
  warnings?: unknown;
  data?: { resultType?: unknown; result?: unknown };
}

function parseVector(answer: VectorAnswer): Vector {
  if (answer.status !== 'success') throw new Error(`status ${String(answer.status)}: ${String(answer.error)}`);
  if (answer.data?.resultType !== 'vector' || !Array.isArray(answer.data.result)) throw new Error('expected a vector');
  const samples = (answer.data.result as { metric: Record<string, string>; value: [number, string] }[]).map(
    ({ metric, value }): Sample => ({
      metric: '',
      labels: new Map(Object.entries(metric)),
      value: parseValue(value[1]),
      timeMs: value[0] * 1000,
    }),
  );
  const warnings = Array.isArray(answer.warnings) ? answer.warnings.map((text) => `Prometheus warns: ${text}`) : [];
  return { samples, warnings };
}

/** Values are strings: also "NaN" and "+Inf", which no guardrail accepts. */
function parseValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return text.trim() === '' ? Number.NaN : Number(text);
}
