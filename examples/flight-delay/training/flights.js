import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from '../vendor/hyparquet/hyparquet.js';

/** Every row of one Parquet file as an object; a missing value is null. */
export async function readFlights(file) {
  return parquetReadObjects({ file: await asyncBufferFromFile(file) });
}

/** Every row of the Parquet files of a directory, in the order of the file names, so that training is reproducible. */
export async function readFlightsOf(directory) {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.parquet')).sort();
  if (files.length === 0) throw new Error(`Reading flights: no Parquet file in ${directory}.`);
  const parts = await Promise.all(files.map((name) => readFlights(join(directory, name))));
  return parts.flat();
}

/** Every third day is held out: flights of one day share weather, so a day is never on both sides. */
export function isHeldOut({ flight_date: date }) {
  return Math.round(date.getTime() / 86_400_000) % 3 === 0;
}
