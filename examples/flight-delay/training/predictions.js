/** No flight is certain: a probability of 0 or 1 would make one surprise cost an infinite log loss. */
const CLOSEST_TO_CERTAIN = 1e-6;

/**
 * The predictions as CSV, one line a flight: what the gate joins (id), judges (late, p), slices by (origin) and takes
 * as the unit that varies (flight_date).
 */
export function predictionsCsv(flights, scores) {
  const lines = flights.map(({ id, flight_date: date, origin, late }, row) => {
    const p = Math.min(Math.max(scores[row], CLOSEST_TO_CERTAIN), 1 - CLOSEST_TO_CERTAIN);
    return [id, date.toISOString().slice(0, 10), origin, late, p.toFixed(6)].join(',');
  });
  return `${['id,flight_date,origin,late,p', ...lines].join('\n')}\n`;
}
