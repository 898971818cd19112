import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../root.ts';
import { type Running, startNode, startServer } from './processes.ts';

/** Requests a second: always, and at the busy hour in which a canary runs. */
const RATES = { calm: 20, busy: 3200 };

/** The living service: two model servers, the gateway in front of them, and a load generator that can be switched on. */
export interface Serving {
  gateway: string;
  admin: string;
  stable: string;
  candidate: string;
  weightsFile: string;
  /** Starts live traffic; stops it again with the function returned. */
  traffic(hour: keyof typeof RATES): () => Promise<void>;
  stop(): Promise<void>;
}

const address = (port: number) => `http://127.0.0.1:${port}`;

/** A port that is free now, for the line of the gateway that is not announced. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the servers of the example on free ports. Nothing is served yet: the stable arm has all of the traffic and no model. */
export async function startServing(example: string, directory: string): Promise<Serving> {
  mkdirSync(directory, { recursive: true });
  const started: Running[] = [];
  const server = async (): Promise<string> => {
    const models = join(directory, 'models');
    const running = await startServer(
      [join(example, 'serving/server.js'), '--port', '0', '--models', models],
      directory,
    );
    started.push(running);
    return address(running.port);
  };
  const [stable, candidate] = await Promise.all([server(), server()]);
  const weightsFile = join(directory, 'weights.json');
  writeFileSync(weightsFile, '{"stable":100,"candidate":0}\n');
  const admin = await freePort();
  const config = {
    listen: '127.0.0.1:0',
    arms: { stable, candidate },
    weights: weightsFile,
    admin: { listen: `127.0.0.1:${admin}` },
  };
  const configFile = join(directory, 'gateway.json');
  writeFileSync(configFile, JSON.stringify(config));
  const gateway = await startServer(
    [join(root, 'dist/cli/index.js'), 'dev-gateway', '--gateway-config', configFile],
    directory,
  );
  started.push(gateway);
  return {
    gateway: address(gateway.port),
    admin: address(admin),
    stable: stable!,
    candidate: candidate!,
    weightsFile,
    traffic: (hour) => {
      const data = join(example, 'data/serving');
      const load = startNode(
        [join(example, 'serving/load.js'), address(gateway.port), '--rate', String(RATES[hour]), '--data', data],
        directory,
      );
      return load.stop;
    },
    stop: async () => {
      await Promise.all(started.map((running) => running.stop()));
    },
  };
}
