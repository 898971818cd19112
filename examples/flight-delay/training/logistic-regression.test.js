import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probability, seededRandom, train } from './logistic-regression.js';

/** Rows of a known model: logit = -1 + 2 x. */
function rowsOfAKnownModel(count) {
  const random = seededRandom(7);
  const inputs = Array.from({ length: count }, () => Float64Array.of(1, 4 * random() - 2));
  const labels = inputs.map((row) => (random() < probability([-1, 2], row) ? 1 : 0));
  return { inputs, labels };
}

const SETTINGS = { epochs: 30, stepSize: 0.05, seed: 1 };

test('training recovers the weights that made the labels', () => {
  const { inputs, labels } = rowsOfAKnownModel(20_000);
  const [constant, slope] = train(inputs, labels, SETTINGS);
  assert.ok(Math.abs(constant + 1) < 0.1, `constant ${constant}, expected -1`);
  assert.ok(Math.abs(slope - 2) < 0.1, `slope ${slope}, expected 2`);
});

test('the same data and seed give the same weights', () => {
  const { inputs, labels } = rowsOfAKnownModel(500);
  assert.deepEqual(train(inputs, labels, SETTINGS), train(inputs, labels, SETTINGS));
  assert.notDeepEqual(train(inputs, labels, SETTINGS), train(inputs, labels, { ...SETTINGS, seed: 2 }));
});

test('weights of zero know nothing', () => {
  assert.equal(probability([0, 0], [1, 5]), 0.5);
});
