/**
 * Replays the flights of data/serving as live requests, over and over, until it is stopped:
 *
 *   node serving/load.js GATEWAY [--rate 200] [--data data/serving]      (rate: requests per second)
 *
 * As in the live feed, a sensor that did not deliver is a null.
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { readFlightsOf } from '../training/flights.js';
import { inferRequest } from '../training/golden.js';

const COLUMNS = [
  ...['dep_delay', 'distance', 'temp', 'dewp', 'humid', 'wind_speed', 'precip', 'pressure', 'visib'].map((name) => ({
    name,
    datatype: 'FP64',
  })),
  { name: 'hour', datatype: 'INT64' },
  ...['carrier', 'origin', 'tailnum'].map((name) => ({ name, datatype: 'BYTES' })),
];
const TICK_MS = 10;
/** Requests under way at once; more would only wait. */
const MOST_OPEN = 256;

const { values, positionals } = parseArgs({
  options: { rate: { type: 'string', default: '200' }, data: { type: 'string', default: 'data/serving' } },
  allowPositionals: true,
});
if (positionals[0] === undefined)
  throw new Error('Usage: node serving/load.js GATEWAY [--rate 200] [--data data/serving]');
const url = new URL('/v2/models/flight-delay/infer', positionals[0]);
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const bodies = (await readFlightsOf(values.data)).map((flight) => JSON.stringify(inferRequest(flight, COLUMNS)));
const perTick = (Number(values.rate) * TICK_MS) / 1000;

const answered = { ok: 0, failed: 0 };
let open = 0;
let next = 0;
let owed = 0;

/** One request; the flights come in an order that mixes the days. */
function ask() {
  const body = bodies[(next++ * 7919) % bodies.length];
  open += 1;
  const done = (ok) => {
    open -= 1;
    answered[ok ? 'ok' : 'failed'] += 1;
  };
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const sent = request(url, { method: 'POST', agent, headers }, (response) => {
    response.resume();
    response.once('end', () => done(response.statusCode < 500));
  });
  sent.once('error', () => done(false));
  sent.end(body);
}

setInterval(() => {
  owed = Math.min(owed + perTick, MOST_OPEN);
  for (; owed >= 1 && open < MOST_OPEN; owed -= 1) ask();
}, TICK_MS);
setInterval(() => console.log(`${answered.ok} answered, ${answered.failed} failed`), 5000);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
