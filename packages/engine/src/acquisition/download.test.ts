import { describe, expect, it } from 'vitest';
import { httpServer } from '../../testing/http-server.ts';
import { type DownloadOptions, download } from './download.ts';

const anonymous = { authorization: () => null };

function options(changes: Partial<DownloadOptions> = {}): DownloadOptions & { slept: number[] } {
  const slept: number[] = [];
  return {
    settings: anonymous,
    fetch: (url, init) => fetch(url, init),
    maxBytes: 1e6,
    sleep: async (ms) => {
      slept.push(ms);
    },
    slept,
    ...changes,
  };
}

describe('download', () => {
  it('returns the bytes, or that there are none', async () => {
    const { origin } = await httpServer((request, response) =>
      request.url === '/x' ? response.end('bytes') : response.writeHead(404).end(),
    );
    expect(await download(`${origin}/x`, options())).toEqual({ found: true, body: Buffer.from('bytes') });
    expect(await download(`${origin}/y`, options())).toEqual({ found: false });
  });

  it('tries again after failures that pass, with growing pauses', async () => {
    let calls = 0;
    const { origin } = await httpServer((_, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(503).end();
      else if (calls === 2) response.destroy();
      else response.end('bytes');
    });
    const given = options();
    expect(await download(`${origin}/x`, given)).toMatchObject({ found: true });
    expect(given.slept).toEqual([1000, 2000]);
  });

  it('gives up after three attempts and says so', async () => {
    const { origin, requests } = await httpServer((_, response) => response.writeHead(502).end());
    await expect(download(`${origin}/x`, options())).rejects.toMatchObject({
      name: 'ExternalError',
      code: 'REGISTRY_FAILED',
      attempts: 3,
      exitCode: 5,
      message: expect.stringMatching(/HTTP 502\. Tried 3 times\.$/),
    });
    expect(requests).toHaveLength(3);
  });

  it.each([401, 403])('explains HTTP %d at once', async (status) => {
    const { origin, requests } = await httpServer((_, response) => response.writeHead(status).end());
    await expect(download(`${origin}/x`, options())).rejects.toMatchObject({
      code: 'REGISTRY_DENIED',
      hint: expect.stringContaining(':_authToken='),
    });
    expect(requests).toHaveLength(1);
  });

  it('sends credentials only to the host they are for', async () => {
    const store = await httpServer((_, response) => response.end('bytes'));
    const registry = await httpServer((_, response) =>
      response.writeHead(302, { location: `${store.origin}/blob?signature=secret` }).end(),
    );
    const settings = { authorization: (url: URL) => (url.host === registry.host ? 'Bearer the-token' : null) };
    expect(await download(`${registry.origin}/x`, options({ settings }))).toMatchObject({ found: true });
    expect(registry.requests[0]!.headers.authorization).toBe('Bearer the-token');
    expect(store.requests[0]!.headers.authorization).toBeUndefined();
  });

  it('follows relative redirects, but not for ever, nor to what is less safe, nor to nowhere', async () => {
    const { origin, requests } = await httpServer((request, response) => {
      const to: Record<string, string> = {
        '/start': '/end',
        '/loop': '/loop',
        '/file': 'file:///etc/passwd',
        '/none': '',
      };
      const location = to[request.url!];
      if (location === undefined) response.end('bytes');
      else response.writeHead(301, location === '' ? {} : { location }).end();
    });
    expect(await download(`${origin}/start`, options())).toMatchObject({ found: true });
    await expect(download(`${origin}/loop`, options())).rejects.toThrow(/more than 5 redirects/);
    await expect(download(`${origin}/file`, options())).rejects.toThrow(/less safe/);
    await expect(download(`${origin}/none`, options())).rejects.toThrow(/without a usable Location/);
    expect(requests.filter((request) => request.url === '/loop')).toHaveLength(6);
  });

  it('does not go from https to http', async () => {
    const redirecting = async () => new Response(null, { status: 302, headers: { location: 'http://npm.test/x' } });
    await expect(download('https://npm.test/x', options({ fetch: redirecting }))).rejects.toThrow(
      /from https:\/\/npm\.test to http:\/\/npm\.test, which is less safe/,
    );
  });

  it('refuses a body that is too large and an answer that takes too long', async () => {
    const { origin } = await httpServer((request, response) => {
      if (request.url === '/large') response.end('x'.repeat(2e6));
    });
    await expect(download(`${origin}/large`, options())).rejects.toThrow(/more than 1000000 bytes/);
    await expect(download(`${origin}/silent`, options({ timeoutMs: 50 }))).rejects.toThrow(
      /no answer within 0\.05 s\. Tried 3 times/,
    );
  });

  it('stops when the caller does', async () => {
    const { origin, requests } = await httpServer(() => {});
    const controller = new AbortController();
    const running = download(`${origin}/silent`, options({ signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('cancelled')), 30);
    await expect(running).rejects.toThrow('cancelled');
    expect(requests).toHaveLength(1);
  });
});
