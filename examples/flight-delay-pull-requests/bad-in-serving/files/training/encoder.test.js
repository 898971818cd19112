import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, fitEncoder, inputNames } from './encoder.js';

const FLIGHTS = [
  { distance: 100, origin: 'JFK' },
  { distance: 300, origin: 'EWR' },
];
const encoder = fitEncoder(FLIGHTS, { numeric: ['distance'], categorical: ['origin'] });

test('inputs are the constant, the standardised columns and one column a category', () => {
  assert.deepEqual(inputNames(encoder), ['constant', 'distance', 'origin=EWR', 'origin=JFK']);
  assert.deepEqual([...encode(FLIGHTS[0], encoder)], [1, -1, 0, 1]);
  assert.deepEqual([...encode(FLIGHTS[1], encoder)], [1, 1, 1, 0]);
});

test('a missing value is a mistake', () => {
  assert.throws(() => encode({ distance: null, origin: 'EWR' }, encoder), /distance is null/);
});

test('a category that training never saw is none of the known ones', () => {
  assert.deepEqual([...encode({ distance: 200, origin: 'LGA' }, encoder)], [1, 0, 0, 0]);
});

test('a constant column is not divided by zero', () => {
  const constant = fitEncoder([{ visib: 10 }, { visib: 10 }], { numeric: ['visib'], categorical: [] });
  assert.deepEqual([...encode({ visib: 10 }, constant)], [1, 0]);
});
