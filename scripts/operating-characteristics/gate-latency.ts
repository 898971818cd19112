import { drawNormal, normalQuantile, quantileEstimate } from '@model-delivery/stats';
import { ALPHA, gateOutcome } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section } from './table.ts';
import { type Simulation, simulate } from './trials.ts';

const BOUND_MS = 100;
const LOG_SPREAD = 0.5;
const QUANTILE = 0.99;

/** Log-normal latencies whose true p99 is `p99Ms`, against `max: 100` by order statistics. */
export function latencyRates(simulation: Simulation, p99Ms: number, n: number) {
  const centre = Math.log(p99Ms) - LOG_SPREAD * normalQuantile(QUANTILE);
  return simulate(simulation, `latency/${p99Ms}/${n}`, (random) => {
    const sorted = Float64Array.from({ length: n }, () => Math.exp(centre + LOG_SPREAD * drawNormal(random))).sort();
    const estimate = quantileEstimate({ sorted, q: QUANTILE, bound: BOUND_MS, side: 'max', alpha: ALPHA });
    return { ...gateOutcome(estimate), point: estimate.value < 0 };
  });
}

export const gateLatency: Section = {
  name: 'latency p99',
  run: (simulation) => {
    const truths = [
      { truth: 'p99 = 80 ms', p99Ms: 80 },
      { truth: 'p99 = 100 ms (the bound)', p99Ms: 100 },
      { truth: 'p99 = 125 ms', p99Ms: 125 },
    ];
    const rows = truths.flatMap(({ truth, p99Ms }) =>
      [100, 298, 299, 1000, 5000].map((n) => {
        const rates = latencyRates(simulation, p99Ms, n);
        return [
          truth,
          countText(n),
          ...[rates.pass, rates.guardFail, rates.inconclusive, rates.point].map(percentText),
        ];
      }),
    );
    const headings = [
      'truth',
      'rows',
      'pass %',
      'fail (guard blocks) %',
      'inconclusive %',
      'rule "measured value" blocks %',
    ];
    const table = { id: 'gate-latency', title: 'Latency p99, max 100 ms', markdown: markdownTable(headings, rows) };
    return { tables: [table], figures: [] };
  },
};
