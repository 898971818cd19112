import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionsCsv } from './predictions.js';

const flight = { id: '20130101-B6135-JFK', flight_date: new Date('2013-01-01'), origin: 'JFK', late: 1 };

test('one line a flight, in the columns the gate reads', () => {
  assert.equal(
    predictionsCsv([flight], [0.25]),
    'id,flight_date,origin,late,p\n20130101-B6135-JFK,2013-01-01,JFK,1,0.250000\n',
  );
});

test('no probability is written as certain', () => {
  const [, never, always] = predictionsCsv([flight, flight], [0, 1]).split('\n');
  assert.ok(never.endsWith(',0.000001'), never);
  assert.ok(always.endsWith(',0.999999'), always);
});
