const READINGS = ['temp', 'dewp', 'humid', 'wind_speed', 'precip', 'pressure', 'visib'];

/** The flights in the order of departure, with each missing weather reading replaced by the last one of the airport. */
export function withLastReadings(flights) {
  const byTime = flights.toSorted((a, b) => a.time_hour - b.time_hour);
  const filled = new Map();
  // Backwards first: the first flights of an airport take the first reading there is.
  for (const order of [byTime.toReversed(), byTime]) {
    const last = new Map();
    for (const flight of order) {
      const complete = { ...filled.get(flight.id), ...present(flight) };
      for (const column of READINGS) {
        const key = `${flight.origin} ${column}`;
        if (flight[column] === null) complete[column] = last.get(key) ?? complete[column];
        else last.set(key, flight[column]);
      }
      filled.set(flight.id, complete);
    }
  }
  return flights.map((flight) => filled.get(flight.id));
}

function present(flight) {
  return Object.fromEntries(Object.entries(flight).filter(([, value]) => value !== null));
}
