import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetConfig } from '@model-delivery/core';
import { nginx } from '../tools.ts';
import { arm, freePort, startProcess, until } from './background-process.ts';

/** The include as a user writes it once, before the first canary. */
export const INITIAL_SPLIT = 'split_clients "$request_id" $model_delivery_arm {\n    * stable;\n}\n';

/** A real nginx in front of two arms that answer their names. */
export interface RealNginx {
  directory: string;
  url: string;
  command: readonly string[];
  /** The target; other commands take the place of those for test and reload. */
  target(more?: Record<string, readonly string[]>): TargetConfig;
  /** All traffic to the stable arm again, and nothing recorded. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startNginx(): Promise<RealNginx> {
  // nginx's workers give up root: they must be able to enter.
  const directory = mkdtempSync(join(tmpdir(), 'nginx-'));
  execFileSync('chmod', ['755', directory]);
  const arms = [await arm('stable'), await arm('candidate')];
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const split = join(directory, 'split.conf');
  writeFileSync(split, INITIAL_SPLIT);
  const ports = arms.map(({ port }) => port);
  writeFileSync(join(directory, 'nginx.conf'), configText(directory, port, ports));
  const command = [nginx(), '-p', directory, '-c', join(directory, 'nginx.conf'), '-e', join(directory, 'error.log')];
  const server = startProcess(command[0]!, command.slice(1));
  await until(async () => (await fetch(url)).ok, 10_000, `nginx answering (${server.output()})`);
  return {
    directory,
    url,
    command,
    target: (more = {}) =>
      ({
        nginx: { config: split, test: [...command, '-t'], reload: [...command, '-s', 'reload'], ...more },
      }) as TargetConfig,
    reset() {
      writeFileSync(split, INITIAL_SPLIT);
      rmSync(`${split}.loaded`, { force: true });
      execFileSync(command[0]!, [...command.slice(1), '-s', 'reload'], { stdio: 'pipe' });
    },
    async stop() {
      await server.stop();
      for (const { server } of arms) server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configText(directory: string, port: number, [stable, candidate]: readonly number[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  return `
    pid ${directory}/nginx.pid; error_log ${directory}/error.log; daemon off; worker_processes 1;
    events { worker_connections 512; }
    http {
      access_log off; ${temporary.join(' ')}
      upstream stable { server 127.0.0.1:${stable}; }
      upstream candidate { server 127.0.0.1:${candidate}; }
      include ${directory}/split.conf;
      server {
        listen 127.0.0.1:${port} deferred; keepalive_timeout 0;
        location / { proxy_pass http://$model_delivery_arm; }
      }
    }`;
}
