import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type RunningGateway, readGatewayConfig, startDevGateway } from '@model-delivery/rollout';

/** An arm: answers OIP v2 and fails a share of its requests. */
export interface LiveArm {
  url: string;
  /** Share of live requests that end in 500; golden requests are always answered. */
  failing: number;
  /** What a golden request is answered with. */
  answer: number;
  close(): Promise<void>;
}

const listen = (server: Server): Promise<string> =>
  new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

async function startArm(name?: string): Promise<LiveArm> {
  let asked = 0;
  const arm: LiveArm = { url: '', failing: 0, answer: 1, close: async () => {} };
  const server = createServer((request, response) => {
    request.resume();
    const golden = request.url?.startsWith('/v2') === true;
    asked += golden ? 0 : 1;
    const fails = !golden && Math.floor(asked * arm.failing) > Math.floor((asked - 1) * arm.failing);
    response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
    response.end(
      name ?? JSON.stringify({ outputs: [{ name: 'y', shape: [1], datatype: 'INT64', data: [arm.answer] }] }),
    );
  });
  arm.url = await listen(server);
  arm.close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return arm;
}

/** Golden requests of the arms. */
const GOLDEN = [
  {
    id: 'one',
    request: { inputs: [{ name: 'x', shape: [1], datatype: 'FP64', data: [1] }] },
    response: { outputs: [{ name: 'y', shape: [1], datatype: 'INT64', data: [1] }] },
  },
];

export const GOLDEN_TEXT = JSON.stringify(GOLDEN);

/** A gateway with two arms and a load on it; the split stands in `weights.json` of the directory. */
export interface LiveTraffic {
  stable: LiveArm;
  candidate: LiveArm;
  gateway: RunningGateway;
  close(): Promise<void>;
}

/** @param options `load: false`: nobody asks but the test, and each arm answers its name */
export async function startTraffic(directory: string, { load: loaded = true } = {}): Promise<LiveTraffic> {
  const [stable, candidate] = loaded
    ? [await startArm(), await startArm()]
    : [await startArm('stable'), await startArm('candidate')];
  writeFileSync(join(directory, 'weights.json'), '{"stable":100,"candidate":0}');
  const text = `{"listen":"127.0.0.1:0","arms":{"stable":"${stable.url}","candidate":"${candidate.url}"},"weights":"weights.json","seed":7}`;
  const gateway = await startDevGateway(readGatewayConfig(text, 'gateway.json', directory, {}));
  const load = loaded ? startLoad(gateway.url) : null;
  const close = async () => {
    await load?.stop();
    await gateway.close();
    await stable.close();
    await candidate.close();
  };
  return { stable, candidate, gateway, close };
}

/** Some hundred requests a second, one connection after the other. */
function startLoad(url: string): { stop(): Promise<void> } {
  let going = true;
  const worker = async () => {
    while (going) {
      await fetch(url, { method: 'POST', body: '{}' })
        .then((response) => response.text())
        .catch(() => {});
    }
  };
  const workers = [worker(), worker(), worker(), worker()];
  return {
    async stop() {
      going = false;
      await Promise.all(workers);
    },
  };
}
