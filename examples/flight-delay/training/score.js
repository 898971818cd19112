/**
 * Scores the champion on the flights that the candidate was scored on, which may be others than when it was registered:
 *
 *   MODEL_DELIVERY_MODEL=DIRECTORY MODEL_DELIVERY_OUT=DIRECTORY node training/score.js [PREDICTIONS]
 *
 * PREDICTIONS are the candidate's (default out/predictions.csv); the gate sets the two variables.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel } from '../serving/model.js';
import { readFlights, readFlightsOf } from './flights.js';
import { predictionsCsv } from './predictions.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const { MODEL_DELIVERY_MODEL: directory, MODEL_DELIVERY_OUT: output } = process.env;
if (!directory || !output) throw new Error('Scoring the champion: set MODEL_DELIVERY_MODEL and MODEL_DELIVERY_OUT.');

const lines = (await readFile(process.argv[2] ?? join(ROOT, 'out/predictions.csv'), 'utf8')).trimEnd().split('\n');
const ids = lines.slice(1).map((line) => line.slice(0, line.indexOf(',')));
const serving = join(ROOT, 'data/serving');
const known = [
  ...(await readFlights(join(ROOT, 'data/test.parquet'))),
  ...(existsSync(serving) ? await readFlightsOf(serving) : []),
];
const byId = new Map(known.map((flight) => [flight.id, flight]));
const flights = ids.map((id) => byId.get(id));
const unknown = ids.filter((id) => !byId.has(id));
if (unknown.length > 0)
  throw new Error(`Scoring the champion: no data of ${unknown.length} flights, such as ${unknown[0]}.`);

const model = await loadModel(directory);
const scores = flights.map((flight) => model.predict(flight));
await writeFile(join(output, 'predictions.csv'), predictionsCsv(flights, scores));
console.log(`Scored the champion on ${flights.length} flights.`);
