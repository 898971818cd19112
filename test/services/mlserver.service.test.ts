import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smokeFor } from '@model-delivery/rollout';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BackgroundProcess, freePort, startProcess } from './rollout/background-process.ts';
import { python } from './tools.ts';

/** Doubles its input; the second output counts, the third names. */
const MODEL = `
from mlserver import MLModel
from mlserver.types import InferenceRequest, InferenceResponse, ResponseOutput

class Doubling(MLModel):
    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        values = list(payload.inputs[0].data)
        n = len(values)
        return InferenceResponse(model_name=self.name, model_version=self.version, outputs=[
            ResponseOutput(name="double", shape=[n, 1], datatype="FP64", data=[2 * v for v in values]),
            ResponseOutput(name="big", shape=[n, 1], datatype="INT64", data=[9007199254740993 for _ in values]),
            ResponseOutput(name="sign", shape=[n, 1], datatype="BYTES", data=["minus" if v < 0 else "plus" for v in values]),
        ])
`;

const VERSION = `sha256:${'ab'.repeat(32)}`;
const INPUTS = '"inputs":[{"name":"x","shape":[2,1],"datatype":"FP64","data":[1.5,-2.25]}]';
const golden = (double: string, big = '9007199254740993') =>
  `[{"id":"two","request":{${INPUTS}},"response":{"outputs":[
    {"name":"double","shape":[2,1],"datatype":"FP64","data":[${double},-4.5]},
    {"name":"big","shape":[2,1],"datatype":"INT64","data":[${big},${big}]},
    {"name":"sign","shape":[2,1],"datatype":"BYTES","data":["plus","minus"]}]}}]`;

let directory: string;
let server: BackgroundProcess;
let candidate: string;

beforeAll(async () => {
  const program = python('mlserver', ['mlserver==1.7.1']);
  directory = mkdtempSync(join(tmpdir(), 'mlserver-'));
  const ports = [await freePort(), await freePort(), await freePort()];
  const write = (name: string, value: unknown) =>
    writeFileSync(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value));
  write('doubling.py', MODEL);
  write('model-settings.json', {
    name: 'flight-delay',
    implementation: 'doubling.Doubling',
    parameters: { version: VERSION },
  });
  const [http_port, grpc_port, metrics_port] = ports;
  write('settings.json', { host: '127.0.0.1', http_port, grpc_port, metrics_port, parallel_workers: 0 });
  candidate = `http://127.0.0.1:${http_port}`;
  server = startProcess(program, ['start', directory]);
});
afterAll(async () => {
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

function smoke(fixtures: string, version = VERSION) {
  writeFileSync(join(directory, 'golden.json'), fixtures);
  const config = { candidate, fixtures: 'golden.json', wait: '90s', batch: true };
  return smokeFor(config, { model: 'flight-delay', version, frameworks: {} }, { directory, env: {} })();
}

it('waits for a real MLServer and passes the model that answers as recorded, rows alone included', async () => {
  const report = await smoke(golden('3.0000001'));
  expect(report, server.output()).toMatchObject({
    fixtures: 1,
    passed: 1,
    message: '',
    server: { model_version: VERSION },
  });
});

it('finds a wrong number, a wrong large integer and other bytes', async () => {
  expect((await smoke(golden('3.01'))).message).toContain('output double: value 0 is 3, expected 3.01');
  expect((await smoke(golden('3', '9007199254740992'))).message).toContain('value 0 is 9007199254740993');
  expect((await smoke(golden('3'), `sha256:${'cd'.repeat(32)}`)).message).toContain(`serves version ${VERSION}`);
});
