import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadRequest, flightsOf } from './request.js';

const COLUMNS = [
  { name: 'distance', datatype: 'FP64' },
  { name: 'origin', datatype: 'BYTES' },
];
const tensor = (name, data) => ({ name, datatype: 'FP64', shape: [data.length], data });

test('one flight a row; columns the model does not know are ignored', () => {
  const inputs = [tensor('origin', ['JFK', 'EWR']), tensor('distance', [100, null]), tensor('gate', [1, 2])];
  assert.deepEqual(flightsOf({ inputs }, COLUMNS), [
    { distance: 100, origin: 'JFK' },
    { distance: null, origin: 'EWR' },
  ]);
});

test('what cannot be understood is refused', () => {
  const refused = [
    {},
    { inputs: [tensor('distance', [1])] },
    { inputs: [tensor('distance', [1]), tensor('origin', ['JFK', 'EWR'])] },
    { inputs: [tensor('distance', ['far']), tensor('origin', ['JFK'])] },
    { inputs: [tensor('distance', []), tensor('origin', [])] },
  ];
  for (const body of refused) assert.throws(() => flightsOf(body, COLUMNS), BadRequest);
});
