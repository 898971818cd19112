import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inputColumns } from '../training/golden.js';
import { probability } from '../training/logistic-regression.js';

/**
 * A model directory, ready to be asked. The model brings the code that turns a flight into its inputs, so that training
 * and serving cannot disagree about it.
 */
export async function loadModel(directory) {
  const text = await readFile(join(directory, 'model.json'), 'utf8');
  const { encoder, weights } = JSON.parse(text);
  const { encode, inputNames } = await import(pathToFileURL(resolve(directory, 'encoder.mjs')).href);
  const vector = Float64Array.from(inputNames(encoder), (name) => weights[name]);
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    columns: inputColumns(encoder),
    /** Probability that a flight arrives late. */
    predict: (flight) => probability(vector, encode(flight, encoder)),
  };
}
