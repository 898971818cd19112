/**
 * Trains on data/train and scores data/test.parquet:
 *
 *   node training/train.js [OUTPUT_DIRECTORY] [--recent]     (default: out)
 *
 * With --recent also on the months in data/serving whose outcomes are known by now: every third day of them joins the
 * test set, the other days are trained on. Writes below OUTPUT_DIRECTORY:
 *
 *   model/model.json, model/encoder.mjs  the model, with the code that turns a flight into its inputs
 *   predictions.csv                      what it says about the test set
 *   golden.json                          requests and answers for the smoke test of a server
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encode, fitEncoder, inputNames } from './encoder.js';
import { FEATURES } from './features.js';
import { isHeldOut, readFlights, readFlightsOf } from './flights.js';
import { goldenRequests } from './golden.js';
import { probability, train } from './logistic-regression.js';
import { predictionsCsv } from './predictions.js';
import { withLastReadings } from './weather.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..');
const SETTINGS = { epochs: 30, stepSize: 0.05, seed: 2013 };

const { values, positionals } = parseArgs({ options: { recent: { type: 'boolean' } }, allowPositionals: true });
const output = positionals[0] ?? 'out';
const started = performance.now();
const recent = values.recent ? await readFlightsOf(join(ROOT, 'data/serving')) : [];
const flights = withLastReadings([
  ...(await readFlightsOf(join(ROOT, 'data/train'))),
  ...recent.filter((flight) => !isHeldOut(flight)),
]);
const testFlights = withLastReadings([
  ...(await readFlights(join(ROOT, 'data/test.parquet'))),
  ...recent.filter(isHeldOut),
]);

const encoder = fitEncoder(flights, FEATURES);
const weights = train(
  flights.map((flight) => encode(flight, encoder)),
  flights.map((flight) => flight.late),
  SETTINGS,
);
const model = {
  settings: SETTINGS,
  encoder,
  weights: Object.fromEntries(inputNames(encoder).map((name, input) => [name, weights[input]])),
};
const scores = testFlights.map((flight) => probability(weights, encode(flight, encoder)));

await mkdir(join(output, 'model'), { recursive: true });
await writeFile(join(output, 'model/model.json'), `${JSON.stringify(model, null, 2)}\n`);
await copyFile(join(HERE, 'encoder.js'), join(output, 'model/encoder.mjs'));
await writeFile(join(output, 'predictions.csv'), predictionsCsv(testFlights, scores));
const golden = goldenRequests(testFlights, { encoder, weights }, encode);
await writeFile(join(output, 'golden.json'), `${JSON.stringify(golden, null, 1)}\n`);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`Trained on ${flights.length} flights and scored ${testFlights.length} in ${seconds} s: ${output}`);
