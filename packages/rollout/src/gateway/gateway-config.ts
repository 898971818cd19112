import { isAbsolute, resolve } from 'node:path';
import { ConfigError, type GatewayConfig, gatewaySchema, nearestName, parseYamlText } from '@model-delivery/core';
import { durationMs } from '../duration.ts';
import { ARMS, type Arm } from '../ports.ts';

/** Where a server listens. Port 0 lets the system choose. */
export interface ListenAddress {
  host: string;
  port: number;
}

/** The gateway's configuration with everything resolved. */
export interface GatewaySettings {
  listen: ListenAddress;
  arms: Record<Arm, URL>;
  /** Absolute path. */
  weightsFile: string;
  admin: { listen: ListenAddress; token: string | null } | null;
  /** Milliseconds an arm may take to answer. */
  timeoutMs: number;
  /** Upper edges of the duration histogram, seconds, without +Inf. */
  buckets: readonly number[];
  seed: number | null;
}

export const DEFAULT_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DEFAULT_TIMEOUT = '30s';
const KNOWN = ['listen', 'arms', 'weights', 'admin', 'timeout', 'buckets', 'seed', 'stable', 'candidate', 'token'];

/**
 * Reads a gateway configuration (YAML or JSON).
 * @param directory what `weights` is relative to: the directory of the file
 * @param env for a token written as `${NAME}`
 * @throws ConfigError naming the file and every problem
 */
export function readGatewayConfig(
  text: string,
  file: string,
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): GatewaySettings {
  const yaml = parseYamlText(text, {
    file,
    what: 'gateway configuration',
    fail: (message, hint) => new ConfigError({ code: 'GATEWAY_CONFIG_UNREADABLE', message, hint }),
  });
  const parsed = gatewaySchema.safeParse(yaml.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const at = yaml.locate(issue.path as (string | number)[]).line;
      return `${file}:${at}: ${issue.path.join('.') || 'top level'}: ${describeIssue(issue)}`;
    });
    throw invalid(problems.join('; '));
  }
  return resolveSettings(parsed.data, file, directory, env);
}

function describeIssue(issue: { code?: string; message: string; keys?: string[] }): string {
  if (issue.code !== 'unrecognized_keys' || issue.keys === undefined) return issue.message;
  return issue.keys
    .map((key) => {
      const near = nearestName(key, KNOWN);
      return `unknown key \`${key}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`;
    })
    .join(', ');
}

function resolveSettings(
  config: GatewayConfig,
  file: string,
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): GatewaySettings {
  const buckets = config.buckets ?? DEFAULT_BUCKETS;
  if (buckets.some((edge, i) => i > 0 && edge <= buckets[i - 1]!)) {
    throw invalid(`${file}: buckets: expected ascending upper edges in seconds; found ${buckets.join(', ')}`);
  }
  return {
    listen: listenAddress(config.listen, `${file}: listen`),
    arms: Object.fromEntries(ARMS.map((arm) => [arm, armUrl(config.arms[arm], `${file}: arms.${arm}`)])) as Record<
      Arm,
      URL
    >,
    weightsFile: isAbsolute(config.weights) ? config.weights : resolve(directory, config.weights),
    admin:
      config.admin === undefined
        ? null
        : {
            listen: listenAddress(config.admin.listen, `${file}: admin.listen`),
            token: token(config.admin.token, file, env),
          },
    timeoutMs: durationMs(config.timeout ?? DEFAULT_TIMEOUT),
    buckets,
    seed: config.seed ?? null,
  };
}

function armUrl(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.protocol !== 'http:') {
    throw invalid(`${where}: expected an http:// address, such as http://127.0.0.1:9001; found ${text}`);
  }
  return url;
}

/** `127.0.0.1:9000`, `:9000` (every interface), `9000`, `[::1]:9000`, with or without `http://`. */
export function listenAddress(value: string | number, where: string): ListenAddress {
  const text = String(value)
    .replace(/^http:\/\//, '')
    .replace(/\/$/, '');
  const match = /^(?:(\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]*):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) {
    throw invalid(
      `${where}: expected HOST:PORT, such as 127.0.0.1:9000 (port 0 lets the system choose); found ${value}`,
    );
  }
  const host = match[1];
  if (host === undefined) return { host: '127.0.0.1', port };
  if (host === '') return { host: '0.0.0.0', port };
  return { host: host.replace(/^\[|\]$/g, ''), port };
}

/** A token may name an environment variable, so that it stands in no file. */
function token(
  value: string | undefined,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (value === undefined) return null;
  const name = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(value)?.[1];
  if (name === undefined) return value;
  const found = env[name];
  if (found === undefined || found === '') {
    throw invalid(`${file}: admin.token: the environment variable ${name} is not set`);
  }
  return found;
}

function invalid(problem: string): ConfigError {
  return new ConfigError({
    code: 'GATEWAY_CONFIG_INVALID',
    message: `The gateway configuration cannot be used: ${problem}`,
    hint: 'Expected listen, arms {stable, candidate}, weights, and optionally admin {listen, token}; see docs/rollout-targets.md.',
  });
}
