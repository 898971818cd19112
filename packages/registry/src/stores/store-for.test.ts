import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redact } from '@model-delivery/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mergeScopes, readChallenge } from './oci-registry/challenge.ts';
import { findCredentials } from './oci-registry/credentials.ts';
import { repositoryAddress } from './oci-registry/reference.ts';
import { storeFor } from './store-for.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const version = `sha256:${'1'.repeat(64)}` as const;

describe('the store of a configuration', () => {
  const open = (store: Parameters<typeof storeFor>[0], env: Record<string, string> = {}) =>
    storeFor(store, { baseDirectory: '/work', env: { HOME: home, ...env } });

  test('is a folder or a registry, or what the environment names', async () => {
    const layout = await open({ oci_layout: 'registry/' });
    expect(layout).toMatchObject({ overridden: false, store: { kind: 'oci_layout' } });
    expect(layout.store.reference(version)).toBe(`registry@${version}`);
    const oci = await open({ oci: 'ghcr.io/acme/models' });
    expect(oci.store.reference(version)).toBe(`ghcr.io/acme/models@${version}`);
    const other = await open({ oci: 'ghcr.io/acme/models' }, { MODEL_DELIVERY_STORE: 'oci_layout:/srv/models' });
    expect(other).toMatchObject({ overridden: true, store: { kind: 'oci_layout' } });
    expect(other.store.reference(version)).toBe(`/srv/models@${version}`);
    expect(await open(undefined, { MODEL_DELIVERY_STORE: 'oci:localhost:5000/models' })).toMatchObject({
      overridden: true,
      store: { kind: 'oci' },
    });
  });

  test.each([
    [undefined, '', 'STORE_MISSING'],
    [{ mlflow: 'https://mlflow.test' }, '', 'STORE_UNSUPPORTED'],
    [{ oci: 'ghcr.io/acme/models:latest' }, '', 'STORE_REFERENCE'],
    [undefined, 'mlflow:x', 'STORE_OVERRIDE'],
    [undefined, 'oci:', 'STORE_OVERRIDE'],
  ])('%j with MODEL_DELIVERY_STORE=%j is %s', async (store, override, code) => {
    await expect(open(store, { MODEL_DELIVERY_STORE: override })).rejects.toMatchObject({ code, exitCode: 2 });
  });
});

test('addresses of repositories', () => {
  expect(repositoryAddress('ghcr.io/acme/models')).toMatchObject({
    origin: 'https://ghcr.io',
    repository: 'acme/models',
  });
  expect(repositoryAddress('docker.io/acme/models').origin).toBe('https://registry-1.docker.io');
  expect(repositoryAddress('localhost:5000/m').origin).toBe('http://localhost:5000');
  expect(repositoryAddress('127.0.0.1:5000/m').origin).toBe('http://127.0.0.1:5000');
  expect(repositoryAddress('127.0.0.1.evil.test/m').origin).toBe('https://127.0.0.1.evil.test');
  for (const wrong of [
    'models',
    'https://ghcr.io/a',
    'ghcr.io/Acme/m',
    'ghcr.io/a@sha256:1',
    'ghcr.io/../x',
    'user:pw@ghcr.io/a',
    'ghcr.io/a?b',
    '',
  ])
    expect(() => repositoryAddress(wrong), wrong).toThrow(expect.objectContaining({ code: 'STORE_REFERENCE' }));
});

describe('credentials', () => {
  const auth = (text: string) => Buffer.from(text).toString('base64');
  const find = (host: string, env: Record<string, string> = {}, token?: string) =>
    findCredentials(host, { HOME: home, ...env }, token);

  test('come from the environment, at ghcr.io from the job, else from docker login', async () => {
    expect(await find('ghcr.io')).toBeNull();
    expect(await find('ghcr.io', { GITHUB_ACTOR: 'ann' }, 'job-token')).toEqual({
      username: 'ann',
      password: 'job-token',
    });
    expect(await find('evil.test', { GITHUB_ACTOR: 'ann' }, 'job-token')).toBeNull();
    expect(
      await find('r.test', { MODEL_DELIVERY_OCI_USERNAME: 'u', MODEL_DELIVERY_OCI_PASSWORD: 'password1' }, 'job-token'),
    ).toEqual({ username: 'u', password: 'password1' });
    expect(await find('r.test', { MODEL_DELIVERY_OCI_TOKEN: 'token-of-env' })).toEqual({
      username: 'token',
      password: 'token-of-env',
    });
    expect(redact('got token-of-env')).toBe('got ***');
    mkdirSync(join(home, '.docker'));
    const auths = {
      'r.test': { auth: auth('ci:pass:word') },
      'https://index.docker.io/v1/': { auth: auth('d:hub-pw') },
    };
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ auths, credsStore: 'x' }));
    expect(await find('r.test')).toEqual({ username: 'ci', password: 'pass:word' });
    expect(await find('docker.io')).toEqual({ username: 'd', password: 'hub-pw' });
    expect(await find('other.test')).toBeNull();
    expect(await find('r.test', { DOCKER_CONFIG: join(home, 'none') })).toBeNull();
  });

  test('a file that is none is an error that quotes nothing of it', async () => {
    mkdirSync(join(home, '.docker'));
    writeFileSync(join(home, '.docker/config.json'), '{"auths": {"r.test": {"auth": "c2VjcmV0"');
    const error = await find('r.test').catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code: 'STORE_CREDENTIALS', exitCode: 2 });
    expect(`${(error as Error).message} ${(error as Error).cause}`).not.toContain('c2VjcmV0');
  });
});

describe('what a registry asks for', () => {
  test('is read from the header', () => {
    expect(readChallenge('Bearer realm="https://a.test/token",service="r",scope="repository:m:pull,push"')).toEqual({
      scheme: 'bearer',
      realm: 'https://a.test/token',
      service: 'r',
      scope: 'repository:m:pull,push',
    });
    expect(readChallenge('basic realm="x"')).toEqual({ scheme: 'basic' });
    for (const none of [undefined, '', 'Negotiate', 'Bearer service="r"', 'x'.repeat(10_000)])
      expect(readChallenge(none)).toBeNull();
  });

  test('adds up to one scope a repository', () => {
    expect(mergeScopes(['repository:m:pull'], 'repository:m:push,pull repository:n:pull')).toEqual([
      'repository:m:pull,push',
      'repository:n:pull',
    ]);
    expect(mergeScopes([], undefined)).toEqual([]);
  });
});
