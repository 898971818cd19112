/**
 * Makes a server serve a version:
 *
 *   node serving/deploy.js SERVER
 *
 * As `deploy-command` of ml-cd.yml: MODEL_DELIVERY_MODEL is the verified copy of the model and MODEL_DELIVERY_VERSION its id.
 * As `promote` of the rollout's target: {"version": …} comes on stdin, and the server has the files already.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const server = process.argv[2];
if (server === undefined) throw new Error('Usage: node serving/deploy.js SERVER');

async function filesOf(directory) {
  const names = await readdir(directory);
  const read = async (name) => [`file:${name}`, (await readFile(join(directory, name))).toString('base64')];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

const { MODEL_DELIVERY_MODEL: directory, MODEL_DELIVERY_VERSION: deployed } = process.env;
const promoting = !directory;
const version = promoting ? JSON.parse(await text(process.stdin)).version : deployed;
const files = promoting ? {} : await filesOf(directory);

const response = await fetch(`${server}/v2/repository/models/flight-delay/load`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ parameters: { version, ...files } }),
});
if (!response.ok) throw new Error(`Deploying ${version} to ${server}: ${response.status} ${await response.text()}`);
if (promoting) console.log(JSON.stringify({ version }));
else console.log(`${server} serves ${version}`);
