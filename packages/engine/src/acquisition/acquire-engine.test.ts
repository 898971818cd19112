import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpServer, tunnelProxy } from '../../testing/http-server.ts';
import { type ScratchFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { type Entry, pinnedTo, tarGz } from '../../testing/tar-archive.ts';
import { type AcquireOptions, acquireEngine } from './acquire-engine.ts';

const FILES: Entry[] = [
  { name: 'package/duckdb.node', content: 'the module' },
  { name: 'package/libduckdb.so', content: 'the library' },
];
const TARBALL = tarGz(FILES);
const PINNED = pinnedTo(TARBALL, FILES);
const PATH = '/npm/@duckdb/node-bindings-linux-x64/-/node-bindings-linux-x64-1.5.5-r.5.tgz';

function options(
  folder: ScratchFolder,
  origin: string,
  changes: Partial<AcquireOptions> = {},
): AcquireOptions & { lines: string[] } {
  const lines: string[] = [];
  return {
    toolCache: join(folder.path, 'cache'),
    env: { npm_config_registry: `${origin}/npm`, npm_config_globalconfig: '/none' },
    cwd: folder.path,
    home: folder.path,
    log: (line) => lines.push(line),
    developmentModules: false,
    pinned: PINNED,
    sleep: async () => {},
    lines,
    ...changes,
  };
}

const sha512 = (bytes: Buffer) => createHash('sha512').update(bytes).digest('hex');

/** All files below the tool cache. */
const cached = (folder: ScratchFolder): string[] => {
  try {
    return readdirSync(join(folder.path, 'cache'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
};

describe('from the registry', () => {
  it('fetches once, then takes the cache', async () => {
    const folder = scratchFolder();
    const { origin, requests } = await httpServer((_, response) => response.end(TARBALL));
    const given = options(folder, origin);
    const first = await acquireEngine(given);
    expect(first).toEqual({
      directory: join(folder.path, 'cache/model-delivery-engine/1.5.5-r.5/linux-x64'),
      version: '1.5.5-r.5',
      package: '@duckdb/node-bindings-linux-x64',
      digest: PINNED.integrity,
      source: 'registry',
    });
    expect(readFileSync(join(first.directory, 'libduckdb.so'), 'utf8')).toBe('the library');
    expect(await acquireEngine(given)).toEqual({ ...first, source: 'tool-cache' });
    expect(requests.map((request) => request.url)).toEqual([PATH]);
    expect(given.lines[0]).toBe(
      'Fetching @duckdb/node-bindings-linux-x64@1.5.5-r.5 from 127.0.0.1 (once; it is kept in the tool cache).',
    );
  });

  it('refuses other bytes and leaves nothing behind', async () => {
    const folder = scratchFolder();
    const { origin } = await httpServer((_, response) =>
      response.end(tarGz([{ name: 'package/duckdb.node', content: 'evil' }])),
    );
    await expect(acquireEngine(options(folder, origin))).rejects.toMatchObject({
      name: 'ExternalError',
      code: 'ENGINE_DIGEST_MISMATCH',
      exitCode: 5,
      message: expect.stringContaining(`expected ${PINNED.integrity}, found sha512-`),
    });
    expect(cached(folder)).toEqual([]);
  });

  it.each<[string, (directory: string) => void, RegExp]>([
    [
      'other bytes of the same size',
      (directory) => writeFileSync(join(directory, 'libduckdb.so'), 'the virus!!'),
      /: libduckdb\.so has sha512-.* instead of sha512-.*\. It is replaced\.$/,
    ],
    [
      'other bytes, and a note that states their digests',
      (directory) => {
        const virus = Buffer.from('the virus!!');
        writeFileSync(join(directory, 'libduckdb.so'), virus);
        const files = { 'libduckdb.so': { bytes: virus.length, sha512: sha512(virus) } };
        writeFileSync(join(directory, 'engine.json'), JSON.stringify({ integrity: PINNED.integrity, files }));
      },
      /engine\.json is not among the pinned files/,
    ],
    [
      'a cut file',
      (directory) => writeFileSync(join(directory, 'duckdb.node'), ''),
      /duckdb\.node has 0 bytes instead of 10/,
    ],
    ['a missing file', (directory) => rmSync(join(directory, 'duckdb.node')), /duckdb\.node is missing/],
    [
      'a library beside it that would be loaded with it',
      (directory) => writeFileSync(join(directory, 'libstdc++.so.6'), 'x'),
      /libstdc\+\+\.so\.6 is not among the pinned files/,
    ],
    [
      'an endless special file',
      (directory) => {
        rmSync(join(directory, 'libduckdb.so'));
        symlinkSync('/dev/zero', join(directory, 'libduckdb.so'));
      },
      /libduckdb\.so has 0 bytes/,
    ],
    [
      'a folder in place of a file',
      (directory) => {
        rmSync(join(directory, 'libduckdb.so'));
        mkdirSync(join(directory, 'libduckdb.so'));
      },
      /libduckdb\.so (has \d+ bytes|cannot be read)/,
    ],
    [
      'a file in place of the folder',
      (directory) => {
        rmSync(directory, { recursive: true });
        writeFileSync(directory, 'x');
      },
      /the folder cannot be listed/,
    ],
  ])('replaces a cached copy with %s', async (_, spoil, told) => {
    const folder = scratchFolder();
    const { origin, requests } = await httpServer((_request, response) => response.end(TARBALL));
    const { directory } = await acquireEngine(options(folder, origin));
    spoil(directory);
    const given = options(folder, origin);
    expect((await acquireEngine(given)).source).toBe('registry');
    expect(given.lines[0]).toMatch(told);
    expect(readFileSync(join(directory, 'libduckdb.so'), 'utf8')).toBe('the library');
    expect(cached(folder)).toEqual(['duckdb.node', 'libduckdb.so']);
    expect(requests).toHaveLength(2);
  });

  it('lets several at once end with one intact copy', async () => {
    const folder = scratchFolder();
    const { origin } = await httpServer((_, response) => response.end(TARBALL));
    const results = await Promise.all(Array.from({ length: 8 }, () => acquireEngine(options(folder, origin))));
    expect(new Set(results.map((result) => result.directory)).size).toBe(1);
    expect(cached(folder)).toEqual(['duckdb.node', 'libduckdb.so']);
    expect((await acquireEngine(options(folder, origin))).source).toBe('tool-cache');
  });

  it('finds tarballs that a registry keeps elsewhere, without giving that host the token', async () => {
    const folder = scratchFolder();
    const store = await httpServer((_, response) => response.end(TARBALL));
    const registry = await httpServer((request, response) => {
      if (request.url !== '/npm/@duckdb%2fnode-bindings-linux-x64') return response.writeHead(404).end();
      return response.end(
        JSON.stringify({ versions: { '1.5.5-r.5': { dist: { tarball: `${store.origin}/blob.tgz` } } } }),
      );
    });
    const given = options(folder, registry.origin);
    folder.write('.npmrc', `//${registry.host}/npm/:_authToken=\${NPM_TOKEN}\n`);
    await acquireEngine({ ...given, env: { ...given.env, NPM_TOKEN: 'token-of-the-registry' } });
    expect(registry.requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer token-of-the-registry',
      'Bearer token-of-the-registry',
    ]);
    expect(store.requests.map((request) => [request.url, request.headers.authorization])).toEqual([
      ['/blob.tgz', undefined],
    ]);
  });

  it('goes through the proxy of the environment, and around it for NO_PROXY', async () => {
    const folder = scratchFolder();
    const { origin, host } = await httpServer((_, response) => response.end(TARBALL));
    const proxy = await tunnelProxy();
    const given = options(folder, origin);
    const env = { ...given.env, HTTP_PROXY: proxy.origin.replace('http://', 'http://user:secret@') };
    await acquireEngine({ ...given, env });
    expect(proxy.tunnels).toEqual([
      { target: host, authorization: `Basic ${Buffer.from('user:secret').toString('base64')}` },
    ]);
    const other = scratchFolder();
    await acquireEngine({ ...options(other, origin), env: { ...env, NO_PROXY: '127.0.0.1' } });
    expect(proxy.tunnels).toHaveLength(1);
  });

  it.each([
    [401, 'REGISTRY_DENIED', /_authToken/],
    [404, 'REGISTRY_NOT_FOUND', /@duckdb:registry/],
    [500, 'REGISTRY_FAILED', /engine-path/],
  ])('explains HTTP %d', async (status, code, hint) => {
    const folder = scratchFolder();
    const { origin } = await httpServer((_, response) => response.writeHead(status).end());
    await expect(acquireEngine(options(folder, origin))).rejects.toMatchObject({
      name: 'ExternalError',
      code,
      hint: expect.stringMatching(hint),
    });
    expect(cached(folder)).toEqual([]);
  });

  it('explains a registry that cannot be reached and a cache that cannot be written', async () => {
    const folder = scratchFolder();
    await expect(acquireEngine(options(folder, 'http://127.0.0.1:9'))).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      attempts: 3,
    });
    const { origin } = await httpServer((_, response) => response.end(TARBALL));
    const file = folder.write('file', '');
    await expect(acquireEngine(options(folder, origin, { toolCache: file }))).rejects.toMatchObject({
      code: 'ENGINE_CACHE_FAILED',
    });
  });
});

/** The package as npm unpacks it. */
function installPackage(folder: ScratchFolder, at: string): void {
  for (const { name, content } of FILES) folder.write(name.replace('package', at), String(content));
  folder.write(`${at}/package.json`, '{"version":"1.5.5-r.5"}');
  folder.write(`${at}/README.md`, 'not looked at');
}

/** A folder with a library of somebody's own. */
function enginePathOf(folder: ScratchFolder): string {
  for (const name of ['duckdb.node', 'libduckdb.so']) folder.write(`own/${name}`, 'built by myself');
  return 'own';
}

describe('from elsewhere', () => {
  it('takes engine-path and nothing else', async () => {
    const folder = scratchFolder();
    folder.write('engine/duckdb.node', 'x');
    folder.write('engine/libduckdb.so', 'x');
    const given = options(folder, 'http://127.0.0.1:9');
    expect(await acquireEngine({ ...given, enginePath: 'engine' })).toMatchObject({
      directory: join(folder.path, 'engine'),
      source: 'engine-path',
      digest: null,
    });
    folder.write('half/duckdb.node', 'x');
    for (const enginePath of ['half', 'nowhere']) {
      await expect(acquireEngine({ ...given, enginePath })).rejects.toMatchObject({
        name: 'ConfigError',
        code: 'ENGINE_PATH',
        exitCode: 2,
      });
    }
  });

  it('takes node_modules when the version is the pinned one', async () => {
    const folder = scratchFolder();
    const { origin, requests } = await httpServer((_, response) => response.end(TARBALL));
    const developmentModules = folder.write('app/index.js', '');
    const at = 'app/node_modules/@duckdb/node-bindings-linux-x64';
    installPackage(folder, at);
    expect(await acquireEngine(options(folder, origin, { developmentModules }))).toMatchObject({
      directory: join(folder.path, at),
      source: 'node-modules',
      digest: PINNED.integrity,
    });
    folder.write(`${at}/package.json`, '{"version":"1.4.0"}');
    const given = options(folder, origin, { developmentModules });
    expect((await acquireEngine(given)).source).toBe('registry');
    expect(given.lines[0]).toMatch(/^Not using @duckdb\/node-bindings-linux-x64@1\.4\.0/);
    expect(requests).toHaveLength(1);
  });

  it('refuses files in node_modules that are not the pinned ones', async () => {
    const folder = scratchFolder();
    const { origin, requests } = await httpServer((_, response) => response.end(TARBALL));
    const developmentModules = folder.write('app/index.js', '');
    const at = 'app/node_modules/@duckdb/node-bindings-linux-x64';
    installPackage(folder, at);
    const given = options(folder, origin, { developmentModules });
    folder.write(`${at}/libduckdb.so`, 'the virus!!');
    await expect(acquireEngine(given)).rejects.toMatchObject({
      name: 'ExternalError',
      code: 'ENGINE_FILES_CHANGED',
      exitCode: 5,
      message: expect.stringMatching(
        /^Checking @duckdb\/node-bindings-linux-x64@1\.5\.5-r\.5 in .*: libduckdb\.so has sha512-.* instead of sha512-/,
      ),
      hint: expect.stringContaining('npm ci'),
    });
    rmSync(join(folder.path, at, 'libduckdb.so'));
    await expect(acquireEngine(given)).rejects.toThrow(/libduckdb\.so is missing/);
    expect(requests).toEqual([]);
    expect(await acquireEngine({ ...given, enginePath: enginePathOf(folder) })).toMatchObject({ digest: null });
  });
});
