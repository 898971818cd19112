import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { distributionRegistry, ocimem, python } from './tools.ts';

/** A real registry in a process of its own. */
export interface OciServer {
  host: string;
  close(): Promise<void>;
}

export const SERVER_CREDENTIALS = { username: 'ci', password: 's3cret-of-the-tests' };

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

async function start(command: string, args: string[], host: string, directory: string): Promise<OciServer> {
  const child = spawn(command, args, {
    stdio: 'ignore',
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  for (let attempt = 0; ; attempt++) {
    const status = await fetch(`http://${host}/v2/`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200 || status === 401) break;
    if (attempt > 200 || child.exitCode !== null) throw new Error(`${command} does not answer at ${host}`);
    await delay(50);
  }
  return {
    host,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** distribution v3, with or without a password. */
export async function serveDistribution(options: { password: boolean } = { password: false }): Promise<OciServer> {
  const directory = mkdtempSync(join(tmpdir(), 'distribution-'));
  const host = `127.0.0.1:${await freePort()}`;
  const passwords = join(directory, 'htpasswd');
  const auth = options.password ? `auth: {htpasswd: {realm: test, path: ${passwords}}}\n` : '';
  if (options.password) writeFileSync(passwords, htpasswd());
  const config = join(directory, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${join(directory, 'data')}}, delete: {enabled: true}}
http: {addr: "${host}"}
${auth}`,
  );
  return await start(distributionRegistry(), ['serve', config], host, directory);
}

/** A line of htpasswd with bcrypt, which Node does not have: made by Python's bcrypt of the tests' environment. */
function htpasswd(): string {
  const script =
    'import bcrypt,sys; print(sys.argv[1] + ":" + bcrypt.hashpw(sys.argv[2].encode(), bcrypt.gensalt(4)).decode())';
  return execFileSync(pythonWithBcrypt(), ['-c', script, SERVER_CREDENTIALS.username, SERVER_CREDENTIALS.password], {
    encoding: 'utf8',
  });
}

function pythonWithBcrypt(): string {
  return python('python', ['bcrypt==4.3.0']);
}

/** ocimem of cuelabs, with a referrers API. */
export async function serveOcimem(): Promise<OciServer> {
  const directory = mkdtempSync(join(tmpdir(), 'ocimem-'));
  const host = `127.0.0.1:${await freePort()}`;
  return await start(ocimem(), [host], host, directory);
}
