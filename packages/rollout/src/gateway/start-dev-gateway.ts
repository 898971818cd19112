import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '@model-delivery/core';
import type { Weights } from '../ports.ts';
import { answerAdmin, answerMetrics, json, METRICS_PATH } from './admin.ts';
import { chooseArm, seededDraws } from './choose-arm.ts';
import { createForwarder } from './forward.ts';
import type { GatewaySettings, ListenAddress } from './gateway-config.ts';
import { GatewayMetrics, NO_ARM } from './gateway-metrics.ts';
import { openLiveWeights } from './live-weights.ts';

/** A gateway that serves. */
export interface RunningGateway {
  /** `http://127.0.0.1:PORT` of the split. */
  url: string;
  /** Where `/metrics` is answered: the admin port, or `url` without one. */
  adminUrl: string;
  /** The line to print when ready: `listening on …`. */
  announcement: string;
  weights(): Weights;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Gets a line for each change of weights and each file that could not be used. */
  log?: (line: string) => void;
  /** Uniform in [0, 1); default seeded by the settings, else Math.random. */
  draw?: () => number;
}

/**
 * Starts the weighted reverse proxy.
 * @throws ConfigError when an address cannot be listened on or the weights file holds no weights
 */
export async function startDevGateway(
  settings: GatewaySettings,
  options: GatewayOptions = {},
): Promise<RunningGateway> {
  const weights = await openLiveWeights(settings.weightsFile, options.log ?? (() => {}));
  const metrics = new GatewayMetrics(settings.buckets);
  const forwarder = createForwarder(settings.arms, settings.timeoutMs);
  const draw = options.draw ?? (settings.seed === null ? Math.random : seededDraws(settings.seed));
  const admin = settings.admin;

  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (admin === null && (incoming.url === METRICS_PATH || incoming.url?.startsWith(`${METRICS_PATH}?`))) {
      answerMetrics(metrics, incoming, outgoing);
      return;
    }
    const started = performance.now();
    const arm = chooseArm(weights.current().weights, draw());
    if (arm === null) {
      incoming.resume();
      metrics.observe(NO_ARM, 503, 0);
      json(outgoing, 503, { error: 'both arms have weight 0: nothing serves' });
      return;
    }
    forwarder.forward(arm, incoming, outgoing, (code) => {
      metrics.observe(arm, code, (performance.now() - started) / 1000);
    });
  };

  const servers: Server[] = [];
  const close = async () => {
    weights.close();
    forwarder.close();
    await Promise.all(servers.map(closeServer));
  };
  try {
    const url = await listen(createServer({ keepAliveTimeout: 65_000 }, serve), settings.listen, 'listen', servers);
    const adminUrl =
      admin === null
        ? url
        : await listen(
            createServer((incoming, outgoing) => {
              answerAdmin(weights, metrics, admin.token, incoming, outgoing).catch(() => outgoing.destroy());
            }),
            admin.listen,
            'admin.listen',
            servers,
          );
    const announcement = `listening on ${url}${admin === null ? '' : ` (admin on ${adminUrl})`}`;
    return { url, adminUrl, announcement, weights: () => weights.current().weights, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(server: Server, address: ListenAddress, key: string, servers: Server[]): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const found = cause.code === 'EADDRINUSE' ? 'the port is in use' : (cause.code ?? cause.message);
      reject(
        new ConfigError({
          code: 'GATEWAY_LISTEN_FAILED',
          message: `The gateway cannot listen on ${address.host}:${address.port} (${key}): ${found}.`,
          hint: 'Choose another address, or port 0 to let the system choose one.',
          cause,
        }),
      );
    });
    server.listen(address.port, address.host, () => {
      servers.push(server);
      const { port } = server.address() as AddressInfo;
      resolve(`http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
