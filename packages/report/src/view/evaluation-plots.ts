import type { EvaluationCheck } from '@model-delivery/core';
import type { Block } from '../content.ts';
import { markOf } from '../verdict-words.ts';
import { candidateText, changeText, isComparison } from './evaluation-check.ts';

/** Most rows a plot shows; the table beside it has them all. */
const MOST_ROWS = 40;

/** Where each check's contrast lies relative to its bound. */
export function boundPlot(checks: readonly EvaluationCheck[]): Block[] {
  const rows = checks
    .filter((check) => check.contrast.value !== null)
    .slice(0, MOST_ROWS)
    .map((check) => ({
      label: check.id,
      value: check.contrast.value!,
      interval: check.contrast.interval,
      mark: markOf(check),
      note: isComparison(check) ? changeText(check) : candidateText(check),
    }));
  return rows.length === 0 ? [] : [{ kind: 'bound-plot', title: 'Distance of each check to its bound', rows }];
}

/** Candidate and champion over the slices, one plot a metric. */
export function slicePlots(checks: readonly EvaluationCheck[]): Block[] {
  const sliced = checks.filter((check) => check.slice !== null && check.candidate !== null);
  const metrics = [...new Set(sliced.map((check) => check.metric))];
  return metrics.slice(0, 4).flatMap((metric): Block[] => {
    const bySlice = new Map(sliced.filter((check) => check.metric === metric).map((check) => [check.slice!, check]));
    const pairs = [...bySlice].slice(0, MOST_ROWS).map(([label, check]) => ({
      label,
      candidate: check.candidate!,
      champion: check.champion,
      mark: markOf(check),
    }));
    return pairs.length < 2 ? [] : [{ kind: 'pair-plot', title: `${metric} by slice`, pairs }];
  });
}
