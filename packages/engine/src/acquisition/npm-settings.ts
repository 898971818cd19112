import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { registerSecret } from '@model-delivery/core';
import { parse } from 'ini';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where packages come from, as npm on this machine would decide it. */
export interface NpmSettings {
  /** Base URL for `@duckdb` packages, ending with `/`. */
  registry: string;
  /** The Authorization header for a URL, or null: only what is configured for its host and path. */
  authorization(url: URL): string | null;
  /** The proxy for a URL, or null. */
  proxy(url: URL): string | null;
  /** Certificates that replace the built-in authorities, or null. */
  certificates: string[] | null;
  strictSsl: boolean;
}

type Values = Record<string, unknown>;

/**
 * Reads npm's settings: the environment (`npm_config_…` in any case), then .npmrc of the project, of the user
 * (NPM_CONFIG_USERCONFIG) and of the machine; the first that says something counts.
 */
export async function readNpmSettings(env: Environment, cwd: string, home: string = homedir()): Promise<NpmSettings> {
  const fromEnv = environmentValues(env);
  const userFile = text(fromEnv.userconfig) ?? join(home, '.npmrc');
  const layers: Values[] = [fromEnv];
  // The project's file belongs to whoever wrote the commit: it cannot reach into our own environment or switch off checks.
  layers.push(withoutUntrusted(await readNpmrc(join(await projectRoot(cwd), '.npmrc'), untrusted(env))));
  layers.push(await readNpmrc(userFile, env), await readNpmrc(globalFile(fromEnv), env));
  const get = (key: string): unknown => layers.find((layer) => Object.hasOwn(layer, key))?.[key];
  const registry = text(get('@duckdb:registry')) ?? text(get('registry')) ?? 'https://registry.npmjs.org/';
  return {
    registry: registry.endsWith('/') ? registry : `${registry}/`,
    authorization: (url) => authorization(url, (key) => text(get(key))),
    proxy: (url) => proxyFor(url, (key) => text(get(key)), env),
    certificates: await certificates(text(get('cafile')), get('ca'), cwd),
    strictSsl: !['false', '0'].includes(String(get('strict-ssl') ?? 'true')),
  };
}

/** npm's settings in the environment; npm writes `-` as `_` there, but keeps keys that begin with `//` or `@` as they are. */
function environmentValues(env: Environment): Values {
  const values: Values = Object.create(null) as Values;
  for (const [name, value] of Object.entries(env)) {
    const key = /^npm_config_(.+)$/i.exec(name)?.[1];
    if (key === undefined || value === undefined || value === '') continue;
    const isUrlKey = key.startsWith('//') || key.startsWith('@');
    values[isUrlKey ? key : key.toLowerCase().replaceAll('_', '-')] = value;
  }
  return values;
}

async function projectRoot(cwd: string): Promise<string> {
  for (let current = resolve(cwd); ; current = dirname(current)) {
    if ((await exists(join(current, 'package.json'))) || (await exists(join(current, 'node_modules')))) return current;
    if (dirname(current) === current) return resolve(cwd);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function globalFile(fromEnv: Values): string {
  const stated = text(fromEnv.globalconfig);
  if (stated !== null) return stated;
  return join(text(fromEnv.prefix) ?? dirname(dirname(process.execPath)), 'etc', 'npmrc');
}

async function readNpmrc(path: string, env: Environment): Promise<Values> {
  const values: Values = Object.create(null) as Values;
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch {
    return values; // each of the files is optional
  }
  for (const [key, value] of Object.entries(parse(content))) {
    values[expand(key, env)] = Array.isArray(value)
      ? value.map((item) => expand(String(item), env))
      : expand(String(value), env);
  }
  return values;
}

/** `${NAME}` from the environment; unknown names stay as they are, `${NAME?}` becomes empty. */
function expand(value: string, env: Environment): string {
  return value.replace(
    /(?<!\\)(\\*)\$\{([^${}?]+)(\?)?\}/g,
    (whole, backslashes: string, name: string, optional?: string) => {
      if (backslashes.length % 2 === 1) return whole;
      return `${backslashes}${env[name] ?? (optional === undefined ? `\${${name}}` : '')}`;
    },
  );
}

/** What the project's .npmrc may see: not the inputs and tokens of the step, which it could send to a registry of its choice. */
function untrusted(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:INPUT_|ACTIONS_|GITHUB_|RUNNER_|MODEL_DELIVERY_)/i.test(name)),
  );
}

function withoutUntrusted(values: Values): Values {
  const rest = { ...values };
  delete rest['strict-ssl'];
  return rest;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== 'null' && value !== 'undefined' ? value : null;
}

/** npm files credentials under `//host[:port]/path/`; the longest such prefix of the URL counts. */
function authorization(url: URL, get: (key: string) => string | null): string | null {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  for (let length = parts.length; length >= 0; length -= 1) {
    const path = parts
      .slice(0, length)
      .map((part) => `${part}/`)
      .join('');
    for (const prefix of new Set([`//${url.host}/${path}`, `//${url.host}/${path.replace(/\/$/, '')}`])) {
      const header = credentials(prefix, get);
      if (header !== null) return header;
    }
  }
  return null;
}

function credentials(prefix: string, get: (key: string) => string | null): string | null {
  const usable = (key: string): string | null => {
    const value = get(`${prefix}:${key}`);
    // A variable that is not set: npm's files often name one that only some jobs have. Anonymous access is worth a try.
    if (value === null || value.includes('${')) return null;
    registerSecret(value);
    return value;
  };
  const token = usable('_authToken');
  if (token !== null) return `Bearer ${token}`;
  const basic = usable('_auth');
  if (basic !== null) return `Basic ${basic}`;
  const user = get(`${prefix}:username`);
  const password = usable('_password');
  if (user === null || password === null) return null;
  const pair = Buffer.from(`${user}:${Buffer.from(password, 'base64').toString('utf8')}`).toString('base64');
  registerSecret(pair);
  return `Basic ${pair}`;
}

function proxyFor(url: URL, get: (key: string) => string | null, env: Environment): string | null {
  const variable = (name: string): string | null => text(env[name]) ?? text(env[name.toLowerCase()]);
  if (isExcluded(url, get('noproxy') ?? variable('NO_PROXY') ?? '')) return null;
  const proxy =
    url.protocol === 'https:'
      ? (get('https-proxy') ?? get('proxy') ?? variable('HTTPS_PROXY'))
      : (get('proxy') ?? variable('HTTP_PROXY'));
  if (proxy === null || proxy === 'false') return null;
  return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** NO_PROXY: host names with or without a leading dot match their subdomains too; `*` matches all; a port may follow. */
function isExcluded(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const match = /^(?:\*?\.)?(\[[^\]]*\]|[^:]+)(?::(\d+))?$/.exec(entry.toLowerCase());
      if (match === null || (match[2] !== undefined && match[2] !== port)) return false;
      return url.hostname === match[1] || url.hostname.endsWith(`.${match[1]}`);
    });
}

async function certificates(file: string | null, inline: unknown, cwd: string): Promise<string[] | null> {
  if (file !== null) {
    const content = await readFile(resolve(cwd, file), 'utf8').catch(() => '');
    const found = content.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
    if (found !== null) return found;
  }
  const list = (Array.isArray(inline) ? inline : [inline]).map(text).filter((one) => one !== null);
  return list.length === 0 ? null : list.map((one) => one.replaceAll('\\n', '\n'));
}
