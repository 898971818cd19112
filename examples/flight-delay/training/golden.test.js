import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, fitEncoder } from './encoder.js';
import { goldenRequests } from './golden.js';

const FLIGHTS = [
  { id: 'a', distance: 100, origin: 'JFK' },
  { id: 'b', distance: 300, origin: 'EWR' },
];
const encoder = fitEncoder(FLIGHTS, { numeric: ['distance'], categorical: ['origin'] });

test('a golden request asks for one flight and knows the answer', () => {
  const [first, second] = goldenRequests(FLIGHTS, { encoder, weights: [0, 0, 0, Math.log(3)] }, encode);
  assert.deepEqual(first.request.inputs, [
    { name: 'distance', datatype: 'FP64', shape: [1], data: [100] },
    { name: 'origin', datatype: 'BYTES', shape: [1], data: ['JFK'] },
  ]);
  assert.ok(Math.abs(first.response.outputs[0].data[0] - 0.75) < 1e-12);
  assert.equal(second.response.outputs[0].data[0], 0.5);
});
