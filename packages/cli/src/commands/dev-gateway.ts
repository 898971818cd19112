import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, canonicalJson, EXIT, type Host } from '@model-delivery/core';
import { readGatewayConfig, startDevGateway } from '@model-delivery/rollout';
import type { Command } from '../command.ts';
import { textFlag, usageError } from '../flags.ts';

export const devGateway: Command = {
  summary: 'A weighted reverse proxy for demos, tests and one-host serving. Runs until it is stopped.',
  usage: ['--gateway-config FILE'],
  flags: {
    'gateway-config': {
      description: 'Where it listens, its two arms and its weights file (YAML or JSON).',
      value: 'FILE',
    },
  },
  async run(host, call) {
    const file = textFlag(call, 'gateway-config');
    if (file === undefined || call.words.length > 0) {
      throw usageError(
        'dev-gateway needs its configuration and takes no word.',
        'Write `model-delivery dev-gateway --gateway-config FILE`.',
      );
    }
    const settings = readGatewayConfig(textOf(host, file), file, dirname(resolve(host.cwd, file)), host.env);
    const gateway = await startDevGateway(settings, { log: (line) => host.log.info(line) });
    // What waits for the gateway reads this line while the gateway runs: it cannot wait for the result of the command.
    process.stdout.write(`${gateway.announcement}\n`);
    await stopped(host.signal);
    await gateway.close();
    return { exitCode: EXIT.pass, text: '', json: canonicalJson({ stopped: true }) };
  },
};

function textOf(host: Host, file: string): string {
  try {
    return readFileSync(resolve(host.cwd, file), 'utf8');
  } catch (error) {
    throw new ConfigError({
      code: 'GATEWAY_CONFIG_NOT_FOUND',
      message: `Reading the gateway configuration ${file} failed: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}.`,
      hint: 'The path is relative to the working directory.',
      cause: error,
    });
  }
}

/** Resolves when the process is told to stop. */
function stopped(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted) return done();
    signal?.addEventListener('abort', () => done(), { once: true });
  });
}
