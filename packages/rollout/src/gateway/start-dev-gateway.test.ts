import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readGatewayConfig } from './gateway-config.ts';
import { type RunningGateway, startDevGateway } from './start-dev-gateway.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function arm(
  name: string,
  handler?: Parameters<typeof createServer>[1],
): Promise<{ url: string; server: Server }> {
  const server = createServer(
    handler ??
      ((incoming, outgoing) => {
        incoming.resume();
        outgoing.end(name);
      }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

interface Scene {
  gateway: RunningGateway;
  weightsFile: string;
  log: string[];
}

async function gateway(
  arms: { stable: string; candidate: string },
  extra: Record<string, unknown> = {},
  weights: string | null = '{"stable":95,"candidate":5}',
): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  const weightsFile = join(directory, 'weights.json');
  if (weights !== null) await writeFile(weightsFile, weights);
  const config = { listen: '127.0.0.1:0', arms, weights: 'weights.json', seed: 7, ...extra };
  const settings = readGatewayConfig(JSON.stringify(config), 'gateway.json', directory, {
    TOKEN_OF_GATEWAY: 'sesame-1',
  });
  const log: string[] = [];
  const running = await startDevGateway(settings, { log: (line) => log.push(line) });
  cleanups.push(() => running.close());
  return { gateway: running, weightsFile, log };
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const metricsOf = async (running: RunningGateway) => (await fetch(`${running.adminUrl}/metrics`)).text();
const put = (running: RunningGateway, body: string, headers: Record<string, string> = {}) =>
  fetch(`${running.adminUrl}/-/weights`, {
    method: 'PUT',
    body,
    headers: { authorization: 'Bearer sesame-1', 'content-type': 'application/json', ...headers },
  });

describe('the development gateway', () => {
  it('splits by the weights, names the arm in the answer and counts it', async () => {
    const { gateway: running } = await gateway({
      stable: (await arm('old')).url,
      candidate: (await arm('new')).url,
    });
    const got = { old: 0, new: 0 };
    for (let i = 0; i < 1000; i++) {
      const answer = await fetch(`${running.url}/v2/models/m/infer`, { method: 'POST', body: '{"inputs":[]}' });
      const body = (await answer.text()) as 'old' | 'new';
      expect(answer.headers.get('x-model-delivery-arm')).toBe(body === 'old' ? 'stable' : 'candidate');
      got[body] += 1;
    }
    // 5 % of 1000 with a seeded draw: within four standard errors.
    expect(Math.abs(got.new - 50)).toBeLessThan(28);
    const text = await metricsOf(running);
    expect(text).toContain(`requests_total{version="candidate",code="200"} ${got.new}\n`);
    expect(text).toContain(`requests_total{version="stable",code="200"} ${got.old}\n`);
    expect(text).toContain(`request_duration_seconds_bucket{version="stable",le="+Inf"} ${got.old}\n`);
    expect(text).toContain(`request_duration_seconds_count{version="candidate"} ${got.new}\n`);
  });

  it('passes bodies, headers, paths and status codes through unchanged', async () => {
    const echo = await arm('echo', (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks);
        outgoing.writeHead(418, {
          'x-seen': `${incoming.method} ${incoming.url} ${incoming.headers['x-user']} ${body.length}`,
        });
        outgoing.end(body);
      });
    });
    const { gateway: running } = await gateway(
      { stable: `${echo.url}/base`, candidate: echo.url },
      {},
      '{"stable":100,"candidate":0}',
    );
    for (const size of [0, 10, 3_000_000]) {
      const sent = Buffer.alloc(size, 7);
      const answer = await fetch(`${running.url}/a?b=c`, { method: 'POST', body: sent, headers: { 'x-user': 'ann' } });
      expect(answer.status).toBe(418);
      expect(answer.headers.get('x-seen')).toBe(`POST /base/a?b=c ann ${size}`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(sent)).toBe(true);
    }
    expect(await metricsOf(running)).toContain('requests_total{version="stable",code="418"} 3\n');
  });

  it('answers and counts 502 for an arm that cannot be reached, 504 for one that is silent, 502 for a broken answer', async () => {
    const silent = await arm('silent', () => {});
    const gone = await arm('gone');
    gone.server.close();
    const { gateway: running, weightsFile } = await gateway(
      { stable: gone.url, candidate: silent.url },
      { timeout: '100ms' },
      '{"stable":100,"candidate":0}',
    );
    expect((await fetch(running.url)).status).toBe(502);
    await writeFile(weightsFile, '{"stable":0,"candidate":100}');
    await until(() => running.weights().candidate === 100);
    expect((await fetch(running.url)).status).toBe(504);
    const text = await metricsOf(running);
    expect(text).toContain('requests_total{version="stable",code="502"} 1\n');
    expect(text).toContain('requests_total{version="candidate",code="504"} 1\n');

    const broken = await arm('broken', (_, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' });
      outgoing.write('half');
      setTimeout(() => outgoing.destroy(), 20);
    });
    const other = await gateway({ stable: broken.url, candidate: broken.url });
    await expect(fetch(other.gateway.url).then((answer) => answer.text())).rejects.toThrow();
    await until(async () => (await metricsOf(other.gateway)).includes('code="502"} 1\n'));
  });

  it('counts a client that went away as 499, not as a failure of the arm', async () => {
    const slow = await arm('slow', (incoming, outgoing) => {
      incoming.resume();
      setTimeout(() => outgoing.end('late'), 2000).unref();
    });
    const { gateway: running } = await gateway({ stable: slow.url, candidate: slow.url });
    await expect(fetch(running.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await until(async () => (await metricsOf(running)).includes('code="499"} 1\n'));
  });

  it('repeats a request on a fresh connection when the arm had closed the idle one', async () => {
    let connections = 0;
    const restarting = await arm('restarting', (incoming, outgoing) => {
      // What a restarted server looks like to the next request on a connection kept alive.
      if (incoming.url === '/second' && connections === 1) incoming.socket.destroy();
      else outgoing.end('ok');
    });
    restarting.server.on('connection', () => {
      connections += 1;
    });
    const { gateway: running } = await gateway({ stable: restarting.url, candidate: restarting.url });
    expect((await fetch(`${running.url}/first`)).status).toBe(200);
    expect((await fetch(`${running.url}/second`)).status).toBe(200);
    expect(connections).toBe(2);
  });

  it('follows its file, keeps the last weights when the file is invalid or gone, and says so', async () => {
    const {
      gateway: running,
      weightsFile,
      log,
    } = await gateway({
      stable: (await arm('old')).url,
      candidate: (await arm('new')).url,
    });
    for (const bad of [
      '{',
      '{"stable":95}',
      '{"stable":-1,"candidate":5}',
      '{"stable":101,"candidate":0}',
      '{"stable":"95","candidate":5}',
      '{"stable":90,"candidate":5,"other":5}',
      'null',
    ]) {
      const before = log.length;
      await writeFile(weightsFile, bad);
      await until(() => log.slice(before).some((line) => line.includes('{"stable":95,"candidate":5} stays in force')));
      expect(running.weights()).toEqual({ stable: 95, candidate: 5 });
    }
    await rm(weightsFile);
    await until(() => log.at(-1)!.includes('ENOENT'));
    expect(running.weights()).toEqual({ stable: 95, candidate: 5 });
    await writeFile(weightsFile, '{"candidate":12.5,"stable":87.5}');
    await until(() => running.weights().candidate === 12.5);
  });

  it('answers 503 when both weights are 0', async () => {
    const url = (await arm('x')).url;
    const { gateway: running } = await gateway({ stable: url, candidate: url }, {}, '{"stable":0,"candidate":0}');
    expect((await fetch(running.url)).status).toBe(503);
    expect(await metricsOf(running)).toContain('requests_total{version="none",code="503"} 1\n');
  });

  it('writes a missing weights file with all traffic on the stable arm, and refuses to start on an invalid one', async () => {
    const url = (await arm('x')).url;
    const { weightsFile } = await gateway({ stable: url, candidate: url }, {}, null);
    expect(await readFile(weightsFile, 'utf8')).toBe('{"stable":100,"candidate":0}\n');
    await expect(gateway({ stable: url, candidate: url }, {}, '{"stable":1}')).rejects.toMatchObject({
      code: 'GATEWAY_WEIGHTS_INVALID',
    });
  });

  it('changes the file through the admin port only with the token, valid JSON and the right precondition', async () => {
    const url = (await arm('x')).url;
    const { gateway: running, weightsFile } = await gateway(
      { stable: url, candidate: url },
      { admin: { listen: '127.0.0.1:0', token: '${TOKEN_OF_GATEWAY}' } },
    );
    expect(running.adminUrl).not.toBe(running.url);
    const untouched = '{"stable":95,"candidate":5}';
    const cases: [string, Record<string, string>, number][] = [
      ['{"stable":50,"candidate":50}', { authorization: 'Bearer sesame-2' }, 401],
      ['{"stable":50,"candidate":50}', { authorization: '' }, 401],
      ['{"stable":50,"candidate":50}', { 'content-type': 'application/xml' }, 415],
      ['{"stable":50', {}, 400],
      ['{"stable":50,"candidate":150}', {}, 400],
      ['{"stable":50,"candidate":50}', { 'if-match': '"0000"' }, 412],
      [`{"stable":50,"candidate":50}${' '.repeat(70_000)}`, {}, 413],
    ];
    for (const [body, headers, status] of cases) {
      const answer = await put(running, body, headers);
      expect([status, answer.status]).toEqual([status, status]);
      expect(await readFile(weightsFile, 'utf8')).toBe(untouched);
    }
    const read = await fetch(`${running.adminUrl}/-/weights`, { headers: { authorization: 'Bearer sesame-1' } });
    const etag = read.headers.get('etag')!;
    const changed = await put(running, '{"stable":75,"candidate":25}', { 'if-match': etag });
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ weights: { stable: 75, candidate: 25 } });
    expect(running.weights()).toEqual({ stable: 75, candidate: 25 });
    expect(JSON.parse(await readFile(weightsFile, 'utf8'))).toEqual({ stable: 75, candidate: 25 });
    for (const type of [
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-8',
    ]) {
      expect((await put(running, '{"stable":75,"candidate":25}', { 'content-type': type })).status).toBe(200);
    }
    // One of many writers with the same precondition wins.
    const now = changed.headers.get('etag')!;
    const race = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        put(running, `{"stable":${99 - i},"candidate":${1 + i}}`, { 'if-match': now }),
      ),
    );
    expect(race.map((answer) => answer.status).sort()).toEqual([200, ...Array(11).fill(412)]);
    expect((await fetch(`${running.url}/metrics`)).headers.get('x-model-delivery-arm')).not.toBeNull();
  });

  it('says where it listens in one line, and why it cannot', async () => {
    const url = (await arm('x')).url;
    const { gateway: running } = await gateway({ stable: url, candidate: url });
    expect(running.announcement).toMatch(/^listening on http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    await expect(gateway({ stable: url, candidate: url }, { listen: new URL(running.url).host })).rejects.toMatchObject(
      {
        code: 'GATEWAY_LISTEN_FAILED',
      },
    );
  });

  it('answers and counts thousands of requests on kept connections', async () => {
    const url = (await arm('x')).url;
    const { gateway: running } = await gateway({ stable: url, candidate: url });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const once = () =>
      new Promise<void>((resolve, reject) => {
        request(running.url, { agent }, (answer) => answer.resume().on('end', resolve))
          .on('error', reject)
          .end();
      });
    let left = 3000;
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (left-- > 0) await once();
      }),
    );
    agent.destroy();
    expect(await metricsOf(running)).toMatch(/requests_total\{version="stable",code="200"\} 2[6-9]\d\d\n/);
  });
});
