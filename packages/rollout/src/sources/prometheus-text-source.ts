import type { MetricSource } from '../ports.ts';
import { parseExposition, type Sample } from './exposition.ts';
import {
  type ArmLabels,
  assembleReading,
  type Guardrail,
  guardrailPlans,
  queriesOf,
  selectSamples,
} from './guardrail-counters.ts';
import { fetchMetrics } from './metrics-http.ts';

/** Where and what to read; `now` gives milliseconds where the text states no time. */
export interface TextSourceSettings {
  url: string;
  token: string | null;
  guardrails: readonly Guardrail[];
  arms: ArmLabels;
  now: () => number;
}

/**
 * One `/metrics` page with the counters of both arms (a gateway, a single server). For many servers use a Prometheus.
 * @throws ConfigError for a selector that is no raw counter
 */
export function prometheusTextSource(settings: TextSourceSettings): MetricSource {
  const plans = guardrailPlans(settings.guardrails);
  const wanted = new Set(queriesOf(plans).map((query) => query.selector.metric));
  return {
    kind: 'prometheus_text',
    read: async (signal) => {
      const text = await fetchMetrics({ url: settings.url, token: settings.token, signal });
      const samples = parseExposition(text, wanted);
      return assembleReading(plans, settings.arms, (query) => selectSamples(samples, query), {
        timeMs: oldestTime(samples) ?? settings.now(),
        problems: [],
      });
    },
  };
}

/** The page is as old as its oldest stated time. */
function oldestTime(samples: readonly Sample[]): number | null {
  const times = samples.flatMap((sample) => (sample.timeMs === null ? [] : [sample.timeMs]));
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}
