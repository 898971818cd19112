/**
 * Trains on data/train and scores data/test.parquet:
 *
 *   node training/train.js [OUTPUT_DIRECTORY]     (default: out)
 *
 * writes OUTPUT_DIRECTORY/model/model.json and OUTPUT_DIRECTORY/predictions.csv.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode, fitEncoder, inputNames } from './encoder.js';
import { FEATURES } from './features.js';
import { readFlights, readFlightsOf } from './flights.js';
import { probability, train } from './logistic-regression.js';
import { predictionsCsv } from './predictions.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SETTINGS = { epochs: 30, stepSize: 0.05, seed: 2013 };

const output = process.argv[2] ?? 'out';
const started = performance.now();
const flights = await readFlightsOf(join(ROOT, 'data/train'));
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

const testFlights = await readFlights(join(ROOT, 'data/test.parquet'));
const scores = testFlights.map((flight) => probability(weights, encode(flight, encoder)));

await mkdir(join(output, 'model'), { recursive: true });
await writeFile(join(output, 'model/model.json'), `${JSON.stringify(model, null, 2)}\n`);
await writeFile(join(output, 'predictions.csv'), predictionsCsv(testFlights, scores));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`Trained on ${flights.length} flights and scored ${testFlights.length} in ${seconds} s: ${output}`);
