/**
 * Serves one version of the model over the Open Inference Protocol v2:
 *
 *   node serving/server.js --port 9001 [--models run/models] [--model DIRECTORY]
 *
 * GET  /v2, /v2/health/live, /v2/health/ready, /v2/models/flight-delay[/ready]
 * POST /v2/models/flight-delay/infer
 * POST /v2/repository/models/flight-delay/load   {"parameters": {"version": "sha256:…", "file:model.json": BASE64, …}}
 * GET  /metrics                                  Prometheus text: requests_total, request_duration_seconds
 *
 * `load` takes a version's files once and keeps them below --models, so that both arms of one host share them; later the version
 * alone is enough. A model carries code, so the server listens on 127.0.0.1 and whoever may connect may run code.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inferResponse } from '../training/golden.js';
import { Metrics } from './metrics.js';
import { loadModel } from './model.js';
import { BadRequest, flightsOf } from './request.js';

const NAME = 'flight-delay';
const LARGEST_BODY = 64 * 1024 * 1024;
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9001' },
    models: { type: 'string', default: 'run/models' },
    model: { type: 'string' },
  },
});
const metrics = new Metrics();
/** What is served: null until a model is loaded. */
let serving = null;
if (values.model !== undefined) serving = { version: 'none', model: await loadModel(values.model) };

class NotFound extends Error {}
class NotReady extends Error {}

function ready() {
  if (serving === null) throw new NotReady('no model is loaded');
  return serving;
}

function infer(body) {
  const { model, version } = ready();
  const flights = flightsOf(body, model.columns);
  const scores = flights.map((flight) => model.predict(flight));
  const [output] = inferResponse(scores).outputs;
  return {
    model_name: NAME,
    model_version: version,
    ...(body.id === undefined ? {} : { id: body.id }),
    outputs: [{ ...output, shape: [scores.length], data: scores }],
  };
}

/** Writes the files of a version beside each other, under a name that appears only when they are all there. */
function keep(directory, files) {
  const draft = `${directory}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(draft, name), Buffer.from(content, 'base64'));
  try {
    renameSync(draft, directory);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

async function load({ parameters = {} }) {
  const { version, ...rest } = parameters;
  const hex = /^sha256:([0-9a-f]{64})$/.exec(version)?.[1];
  if (hex === undefined) throw new BadRequest('expected parameters.version = sha256:<64 hex digits>');
  const files = Object.entries(rest).map(([name, content]) => [
    /^file:([a-z]+\.(?:mjs|json))$/.exec(name)?.[1],
    content,
  ]);
  if (files.some(([name]) => name === undefined)) throw new BadRequest('expected files such as "file:model.json"');
  const directory = join(values.models, hex);
  if (files.length > 0) keep(directory, files);
  serving = { version, model: await loadModel(directory) };
  console.log(`serving ${version}`);
  return {};
}

function modelMetadata() {
  const { version, model } = ready();
  return {
    name: NAME,
    versions: [version],
    platform: 'node',
    inputs: model.columns.map((column) => ({ ...column, shape: [-1] })),
    outputs: [{ name: 'p', datatype: 'FP64', shape: [-1] }],
    properties: { node: process.versions.node, sha256: model.sha256 },
  };
}

const ROUTES = {
  'GET /v2': () => ({ name: 'flight-delay-server', version: process.versions.node, extensions: ['model_repository'] }),
  'GET /v2/health/live': () => ({ live: true }),
  'GET /v2/health/ready': () => ready() && { ready: true },
  [`GET /v2/models/${NAME}`]: modelMetadata,
  [`GET /v2/models/${NAME}/ready`]: () => ready() && { name: NAME, ready: true },
  [`POST /v2/models/${NAME}/infer`]: infer,
  [`POST /v2/repository/models/${NAME}/load`]: load,
};

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) throw new BadRequest(`expected at most ${LARGEST_BODY} bytes`);
    parts.push(part);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch (error) {
    throw new BadRequest(`expected JSON: ${error.message}`);
  }
}

function codeOf(error) {
  if (error instanceof BadRequest) return 400;
  if (error instanceof NotFound) return 404;
  return error instanceof NotReady ? 503 : 500;
}

async function answer(request) {
  try {
    const route = ROUTES[`${request.method} ${request.url}`];
    if (route === undefined) throw new NotFound(`no such page: ${request.method} ${request.url}`);
    return { code: 200, body: await route(await bodyOf(request)) };
  } catch (error) {
    return { code: codeOf(error), body: { error: error.message } };
  }
}

const server = createServer(async (request, response) => {
  if (request.url === '/metrics') return response.end(metrics.text());
  const started = performance.now();
  const { code, body } = await answer(request);
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url.endsWith('/infer'))
    metrics.observe(serving?.version ?? 'none', code, (performance.now() - started) / 1000);
});
// Longer than any proxy in front keeps a connection, so that none is closed under a request.
server.keepAliveTimeout = 120_000;
server.listen(Number(values.port), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}`),
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
