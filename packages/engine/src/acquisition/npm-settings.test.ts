import { redact } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { type ScratchFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { type Environment, type NpmSettings, readNpmSettings } from './npm-settings.ts';

/** Settings with the project in `project/` and the user's home in `home/` of a scratch folder. */
function settings(
  env: Environment,
  files: Record<string, string> = {},
  folder: ScratchFolder = scratchFolder(),
): Promise<NpmSettings> {
  folder.write('project/package.json', '{}');
  folder.write('project/sub/keep', '');
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  const global = { npm_config_globalconfig: `${folder.path}/global` };
  return readNpmSettings({ ...global, ...env }, `${folder.path}/project/sub`, `${folder.path}/home`);
}

const at = (address: string): URL => new URL(address);

describe('registry', () => {
  it('is the public one unless something says otherwise', async () => {
    expect((await settings({})).registry).toBe('https://registry.npmjs.org/');
  });

  it('comes from the environment, the project, the user, the machine, in this order', async () => {
    const files = {
      'project/.npmrc': 'registry=https://project.test/npm',
      'home/.npmrc': 'registry=https://user.test/',
      global: 'registry=https://global.test/',
    };
    expect((await settings({ NPM_CONFIG_REGISTRY: 'https://env.test' }, files)).registry).toBe('https://env.test/');
    expect((await settings({ npm_config_registry: 'https://env.test' }, files)).registry).toBe('https://env.test/');
    expect((await settings({}, files)).registry).toBe('https://project.test/npm/');
    expect((await settings({}, { ...files, 'project/.npmrc': '' })).registry).toBe('https://user.test/');
    expect((await settings({}, { global: files.global })).registry).toBe('https://global.test/');
  });

  it('prefers that of the scope, and takes the file of NPM_CONFIG_USERCONFIG', async () => {
    expect(
      (
        await settings(
          { npm_config_registry: 'https://env.test' },
          { 'home/.npmrc': '@duckdb:registry=https://scope.test/\n@other:registry=https://other.test/' },
        )
      ).registry,
    ).toBe('https://scope.test/');
    const folder = scratchFolder();
    const env = { NPM_CONFIG_USERCONFIG: folder.write('setup-node.npmrc', 'registry=https://${HOST}/') };
    expect(
      (await settings({ ...env, HOST: 'expanded.test' }, { 'home/.npmrc': 'registry=https://home.test' }, folder))
        .registry,
    ).toBe('https://expanded.test/');
  });
});

describe('authorization', () => {
  const npmrc = [
    '//npm.test/:_authToken=${TOKEN}',
    '//npm.test/private/:_authToken=token-of-the-path',
    '//port.test:8443/:_auth=dXNlcjpwYXNz',
    '//pair.test/:username=user',
    `//pair.test/:_password=${Buffer.from('pass:word').toString('base64')}`,
    '//unset.test/:_authToken=${NOT_SET}',
    '//empty.test/:_authToken=${NOT_SET?}',
    '_authToken=legacy-token-without-host',
  ].join('\n');

  it('is that of the host and the longest path', async () => {
    const { authorization } = await settings({ TOKEN: 'token-from-env' }, { 'home/.npmrc': npmrc });
    expect(authorization(at('https://npm.test/@duckdb/x.tgz'))).toBe('Bearer token-from-env');
    expect(authorization(at('https://npm.test/private/@duckdb/x.tgz'))).toBe('Bearer token-of-the-path');
    expect(authorization(at('https://port.test:8443/x'))).toBe('Basic dXNlcjpwYXNz');
    expect(authorization(at('https://pair.test/x'))).toBe(`Basic ${Buffer.from('user:pass:word').toString('base64')}`);
  });

  it('is nothing for other hosts, ports, unset variables and credentials without a host', async () => {
    const { authorization } = await settings({ TOKEN: 'token-from-env' }, { 'home/.npmrc': npmrc });
    for (const address of [
      'https://other.test/',
      'https://npm.test.evil.test/',
      'https://sub.npm.test/',
      'https://port.test/',
      'https://npm.test:444/',
      'https://unset.test/',
      'https://empty.test/',
    ]) {
      expect([address, authorization(at(address))]).toEqual([address, null]);
    }
  });

  it('may stand in the environment', async () => {
    const { authorization } = await settings({ 'npm_config_//npm.test/:_authToken': 'token-in-variable' });
    expect(authorization(at('https://npm.test/x'))).toBe('Bearer token-in-variable');
  });

  it('is a secret in messages', async () => {
    const { authorization } = await settings({ TOKEN: 'very-secret-token' }, { 'home/.npmrc': npmrc });
    authorization(at('https://npm.test/x'));
    expect(redact('sent very-secret-token')).toBe('sent ***');
  });
});

describe("the project's .npmrc, which whoever opens a pull request writes", () => {
  it('cannot send the tokens of the step anywhere', async () => {
    const files = {
      'project/.npmrc':
        'registry=https://evil.test/\n//evil.test/:_authToken=${INPUT_GITHUB-TOKEN}\n//evil.test/a/:_authToken=${ACTIONS_RUNTIME_TOKEN}\n//evil.test/b/:_authToken=${NPM_TOKEN}',
    };
    const env = { 'INPUT_GITHUB-TOKEN': 'ghs_secret', ACTIONS_RUNTIME_TOKEN: 'runtime-secret', NPM_TOKEN: 'npm-token' };
    const { authorization } = await settings(env, files);
    expect(authorization(at('https://evil.test/x'))).toBeNull();
    expect(authorization(at('https://evil.test/a/x'))).toBeNull();
    expect(authorization(at('https://evil.test/b/x'))).toBe('Bearer npm-token');
  });

  it('cannot switch off the check of certificates', async () => {
    expect((await settings({}, { 'project/.npmrc': 'strict-ssl=false' })).strictSsl).toBe(true);
    expect((await settings({}, { 'home/.npmrc': 'strict-ssl=false' })).strictSsl).toBe(false);
  });
});

describe('proxy', () => {
  const secure = at('https://npm.test/x');
  const plain = at('http://npm.test/x');

  it('comes from npm or the usual variables', async () => {
    expect((await settings({})).proxy(secure)).toBeNull();
    expect((await settings({ HTTPS_PROXY: 'http://proxy.test:1' })).proxy(secure)).toBe('http://proxy.test:1');
    expect((await settings({ https_proxy: 'proxy.test:1' })).proxy(secure)).toBe('http://proxy.test:1');
    expect((await settings({ HTTP_PROXY: 'http://proxy.test:2' })).proxy(plain)).toBe('http://proxy.test:2');
    expect((await settings({ HTTP_PROXY: 'http://proxy.test:2' })).proxy(secure)).toBeNull();
    const { proxy } = await settings(
      { HTTPS_PROXY: 'http://env.test' },
      { 'home/.npmrc': 'https-proxy=http://npmrc.test\nproxy=http://plain.test' },
    );
    expect([proxy(secure), proxy(plain)]).toEqual(['http://npmrc.test', 'http://plain.test']);
    expect((await settings({ npm_config_https_proxy: 'http://npm-env.test' })).proxy(secure)).toBe(
      'http://npm-env.test',
    );
    expect(
      (await settings({ HTTPS_PROXY: 'http://env.test' }, { 'home/.npmrc': 'https-proxy=false' })).proxy(secure),
    ).toBeNull();
  });

  it.each([
    ['npm.test', null],
    ['.test', null],
    ['*.test', null],
    ['*', null],
    ['other.test, npm.test:443', null],
    ['npm.test:8443', 'http://proxy.test'],
    ['pm.test', 'http://proxy.test'],
    ['sub.npm.test', 'http://proxy.test'],
    ['', 'http://proxy.test'],
  ])('NO_PROXY=%s', async (list, expected) => {
    expect((await settings({ HTTPS_PROXY: 'http://proxy.test', NO_PROXY: list })).proxy(secure)).toBe(expected);
  });
});

describe('certificates', () => {
  const one = '-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----';
  it('come from cafile or ca', async () => {
    const folder = scratchFolder();
    const cafile = folder.write('ca.pem', `${one}\n# comment\n${one.replace('AAA', 'BBB')}\n`);
    expect((await settings({ npm_config_cafile: cafile })).certificates).toEqual([one, one.replace('AAA', 'BBB')]);
    expect((await settings({}, { 'home/.npmrc': `ca[]="${one.replaceAll('\n', '\\n')}"` })).certificates).toEqual([
      one,
    ]);
    expect((await settings({})).certificates).toBeNull();
  });
});
