import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, registerSecret } from '@model-delivery/core';
import * as z from 'zod';

export interface Credentials {
  username: string;
  password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const dockerConfigSchema = z.looseObject({
  auths: z
    .record(
      z.string(),
      z.looseObject({ auth: z.string().optional(), username: z.string().optional(), password: z.string().optional() }),
    )
    .optional(),
});

/**
 * Who to be at a registry, in this order: MODEL_DELIVERY_OCI_USERNAME with MODEL_DELIVERY_OCI_PASSWORD or
 * MODEL_DELIVERY_OCI_TOKEN; at ghcr.io the job's token; the `auths` that `docker login` left. Null: nobody.
 * Credential helpers of Docker are not asked.
 */
export async function findCredentials(
  host: string,
  env: Environment,
  githubToken: string | undefined,
): Promise<Credentials | null> {
  const secret = env.MODEL_DELIVERY_OCI_PASSWORD || env.MODEL_DELIVERY_OCI_TOKEN;
  const found = secret
    ? { username: env.MODEL_DELIVERY_OCI_USERNAME || 'token', password: secret }
    : host === 'ghcr.io' && githubToken
      ? { username: env.GITHUB_ACTOR || 'token', password: githubToken }
      : await fromDocker(host, env);
  registerSecret(found?.password);
  return found;
}

async function fromDocker(host: string, env: Environment): Promise<Credentials | null> {
  const path = join(env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker'), 'config.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return null;
  }
  const { auths = {} } = readDockerConfig(text, env.DOCKER_CONFIG ? path : '~/.docker/config.json');
  const names = host === 'docker.io' ? ['https://index.docker.io/v1/', host] : [host, `https://${host}`];
  const entry = names.map((name) => auths[name]).find((candidate) => candidate !== undefined);
  if (entry?.username && entry.password) return { username: entry.username, password: entry.password };
  const decoded = Buffer.from(entry?.auth ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon > 0 ? { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) } : null;
}

function readDockerConfig(text: string, shown: string): z.infer<typeof dockerConfigSchema> {
  try {
    return dockerConfigSchema.parse(JSON.parse(text));
  } catch {
    // The cause is left out: it could quote the secrets of the file.
    throw new ConfigError({
      code: 'STORE_CREDENTIALS',
      message: `Reading the credentials of the container registry from ${shown}: it is not a Docker configuration.`,
      hint: 'Repair it with `docker login`, or set MODEL_DELIVERY_OCI_USERNAME and MODEL_DELIVERY_OCI_PASSWORD.',
    });
  }
}
