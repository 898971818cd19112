import type { ModelRows, Scope } from '../predictions/scope.ts';
import { findMetric, METRIC_NAMES, type MetricDefinition, STANDARD_LATENCIES } from './catalogue.ts';
import { isComputable, measure } from './measure.ts';

/**
 * The metrics a model's columns can give, in catalogue order: all of the catalogue, the standard latency quantiles and those that
 * checks ask for. Errors of values (MAE, ...) of two classes are left out unless a check asks for them.
 */
export function listedMetrics(scope: Scope, model: ModelRows, asked: readonly string[]): MetricDefinition[] {
  const names = new Set([...METRIC_NAMES, ...STANDARD_LATENCIES, ...asked]);
  return [...names].flatMap((name) => {
    const metric = findMetric(name);
    if (metric === undefined || !isComputable(metric, scope, model)) return [];
    const ofClasses = metric.need === 'values' && scope.positive === 1;
    return ofClasses && !asked.includes(name) ? [] : [metric];
  });
}

/** Every listed metric of a model; null where it is undefined. */
export function metricValues(scope: Scope, model: ModelRows, asked: readonly string[]): Record<string, number | null> {
  return Object.fromEntries(
    listedMetrics(scope, model, asked).map((metric) => {
      const value = measure(metric, scope, model);
      return [metric.name, value !== undefined && Number.isFinite(value) ? value : null];
    }),
  );
}
