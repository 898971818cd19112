import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEATURES } from './features.js';
import { readFlights, readFlightsOf } from './flights.js';

const trained = await readFlightsOf('data/train');
const tested = await readFlights('data/test.parquet');

test('no day of the test set is trained on', () => {
  const days = new Set(trained.map((flight) => flight.flight_date.getTime()));
  assert.deepEqual(
    tested.filter((flight) => days.has(flight.flight_date.getTime())),
    [],
  );
});

test('every feature is a column of the data', () => {
  const columns = [...FEATURES.numeric, ...FEATURES.categorical];
  assert.deepEqual(
    columns.filter((column) => !(column in tested[0])),
    [],
  );
});

test('the label is no feature', () => {
  assert.ok(![...FEATURES.numeric, ...FEATURES.categorical].includes('late'));
});
