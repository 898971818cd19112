import { loadConfig } from '@model-delivery/core';
import { expect, test } from 'vitest';
import { configurationText } from './configuration-text.ts';

const text = configurationText({
  model: 'churn',
  dataset: 'train',
  source: 'data/train.csv',
  profilePath: null,
  profile: null,
  key: 'id',
});

test('the configuration is valid as it is written', () => {
  expect(Object.keys(loadConfig(text, 'model-delivery.yaml').config)).toEqual(['version', 'model', 'data', 'report']);
});

test('every stage that is left as a comment is valid once its comment signs are removed', () => {
  const opened = text.replaceAll(/^# (?=(evaluation|registry|rollout|retraining):| {2})/gm, '');
  const { config } = loadConfig(opened, 'model-delivery.yaml');
  expect(Object.keys(config).toSorted()).toEqual(
    ['data', 'evaluation', 'model', 'registry', 'report', 'retraining', 'rollout', 'version'].toSorted(),
  );
  expect(config.rollout!.breakers).toEqual([{ id: 'broken', guardrail: 'errors', max_share: 0.5, min_requests: 20 }]);
});
