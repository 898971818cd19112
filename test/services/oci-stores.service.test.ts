import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ociLayoutStore, ociRegistryStore, pullVersion } from '../../packages/registry/src/stores/index.ts';
import { writeModel } from '../../packages/registry/testing/example-model.ts';
import { modelStoreContract } from '../../packages/registry/testing/model-store-contract.ts';
import { type OciServer, SERVER_CREDENTIALS, serveDistribution, serveOcimem } from './oci-server.ts';
import { crane, skopeo } from './tools.ts';

const EVIDENCE = 'application/vnd.model-delivery.evidence.v1+json';

const SERVERS = [
  { name: 'distribution v3', serve: () => serveDistribution(), credentials: null },
  {
    name: 'distribution v3 with a password',
    serve: () => serveDistribution({ password: true }),
    credentials: SERVER_CREDENTIALS,
  },
  { name: 'ocimem', serve: serveOcimem, credentials: null },
];

for (const { name, serve, credentials } of SERVERS) {
  describe(name, () => {
    let server: OciServer;
    let root: string;
    let repositories = 0;
    beforeAll(async () => {
      root = mkdtempSync(join(tmpdir(), 'oci-service-'));
      server = await serve();
    }, 900_000);
    afterAll(async () => {
      await server?.close();
      rmSync(root, { recursive: true, force: true });
    });

    modelStoreContract(name, async () => ({
      store: ociRegistryStore({ reference: `${server.host}/acme/m${++repositories}`, credentials }),
      close: () => undefined,
    }));

    test('crane reads what was pushed, and finds the documents', async () => {
      const reference = `${server.host}/acme/read`;
      const store = ociRegistryStore({ reference, credentials });
      const identity = await writeModel(join(root, 'model'));
      await store.push(identity, join(root, 'model'));
      await store.tag('champion', identity.version);
      const document = { name: 'evaluation.json', content: Buffer.from('{}'), mediaType: 'application/json' };
      const evidence = await store.attach(identity.version, EVIDENCE, [document]);
      const docker = join(root, 'docker');
      const run = (...args: string[]) =>
        execFileSync(crane(), ['--insecure', ...args], {
          encoding: 'utf8',
          env: { ...process.env, DOCKER_CONFIG: docker },
        });
      if (credentials) run('auth', 'login', server.host, '-u', credentials.username, '-p', credentials.password);
      expect(run('manifest', `${reference}@${identity.version}`).trim()).toBe(identity.manifest);
      expect(run('digest', `${reference}:champion`).trim()).toBe(identity.version);
      const referrers = await fetch(`http://${server.host}/v2/acme/read/referrers/${identity.version}`, {
        headers: credentials
          ? {
              authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`,
            }
          : {},
      });
      const listed =
        referrers.status === 200
          ? await referrers.text()
          : run('manifest', `${reference}:${identity.version.replace(':', '-')}`);
      expect(JSON.parse(listed).manifests).toMatchObject([{ digest: evidence, artifactType: EVIDENCE }]);
    });
  });
}

describe('an OCI layout', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'oci-layout-service-'));
    skopeo();
  }, 900_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('is read by skopeo, and what skopeo copies is read by us', async () => {
    const store = ociLayoutStore(join(root, 'registry'));
    const identity = await writeModel(join(root, 'model'));
    await store.push(identity, join(root, 'model'));
    await store.tag('champion', identity.version);
    const run = (...args: string[]) => execFileSync(skopeo(), args, { encoding: 'utf8' });
    expect(run('inspect', '--raw', `oci:${join(root, 'registry')}:champion`)).toBe(identity.manifest);
    run('copy', '--preserve-digests', `oci:${join(root, 'registry')}:champion`, `oci:${join(root, 'copy')}:champion`);
    const copy = ociLayoutStore(join(root, 'copy'));
    expect(await copy.tags()).toEqual({ champion: identity.version });
    expect((await pullVersion(copy, identity.version, join(root, 'pulled'))).files).toEqual(identity.files);
  });

  test('on a full disk says so, and shows nothing of the version', async () => {
    const disk = join(root, 'disk');
    execFileSync('mkdir', [disk]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', disk]);
    try {
      const store = ociLayoutStore(join(disk, 'registry'));
      const identity = await writeModel(join(root, 'large'));
      await expect(store.push(identity, join(root, 'large'))).rejects.toMatchObject({
        code: 'STORE_FULL',
        exitCode: 5,
      });
      expect(await store.manifest(identity.version)).toBeNull();
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
