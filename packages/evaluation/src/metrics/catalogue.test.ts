import { describe, expect, test } from 'vitest';
import { findMetric, METRIC_NAMES, nearMetricNames } from './catalogue.ts';

describe('the catalogue', () => {
  test('every name of the interface, lower is better for losses, errors and latency', () => {
    const lower = METRIC_NAMES.filter((name) => findMetric(name)!.direction === 'lower');
    expect(lower).toEqual(['log_loss', 'brier', 'mae', 'mse', 'rmse']);
    for (const name of [
      'roc_auc',
      'average_precision',
      'accuracy',
      'balanced_accuracy',
      'precision',
      'recall',
      'f1',
      'mcc',
      'r2',
    ]) {
      expect(findMetric(name)?.direction).toBe('higher');
    }
  });

  test.each([
    ['latency_p99', 0.99],
    ['latency_p5', 0.05],
    ['latency_p99.9', 0.999],
    ['latency_p50', 0.5],
  ])('%s is the quantile %d', (name, quantile) => {
    expect(findMetric(name)).toMatchObject({ family: 'quantile', direction: 'lower', quantile });
  });

  test.each(['latency_p0', 'latency_p100', 'latency_p', 'latency_p999', 'latency_mean', 'AUC', 'F1', 'auc', ''])(
    '%s is no metric',
    (name) => {
      expect(findMetric(name)).toBeUndefined();
    },
  );

  test('near names are named', () => {
    expect(nearMetricNames('AUC')).toContain('roc_auc');
    expect(nearMetricNames('f1_score')[0]).toBe('f1');
    expect(nearMetricNames('logloss')[0]).toBe('log_loss');
  });
});
