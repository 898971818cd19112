import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLastReadings } from './weather.js';

test('a missing reading is the last one of the same airport', () => {
  const at = (id, hour, origin, temp) => ({ id, time_hour: new Date(hour * 3_600_000), origin, temp });
  const flights = [at('a', 1, 'JFK', null), at('b', 2, 'JFK', 50), at('c', 3, 'EWR', 40), at('d', 4, 'JFK', null)];
  assert.deepEqual(
    withLastReadings(flights).map(({ temp }) => temp),
    [50, 50, 40, 50],
  );
});
