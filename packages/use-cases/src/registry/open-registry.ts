import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ConfigError, type Host, type RefLog } from '@model-delivery/core';
import { gitRefLog } from '@model-delivery/git';
import type { GitHubClient } from '@model-delivery/github';
import { type Ledger, type ModelStore, openLedger, storeFor } from '@model-delivery/registry';
import type { Configuration } from '../configuration.ts';

export const DEFAULT_LEDGER = 'refs/heads/model-ledger';

/** How the GitHub API is reached: an action hands its client over; the CLI needs none for the ledger. */
export interface RegistryAccess {
  client?: (() => Promise<GitHubClient>) | undefined;
  token?: string | undefined;
}

/** A model's registry: which version an alias names (ledger), and where the bytes are (store). */
export interface Registry {
  model: string;
  ledger: Ledger;
  refLog: RefLog;
  /** Full name of the ledger's ref. */
  ref: string;
  /** Not contacted before it is used. A history needs none: asking for it throws ConfigError where none is configured. */
  readonly store: ModelStore;
  /** Whether MODEL_DELIVERY_STORE took the place of the configured store. */
  readonly storeOverridden: boolean;
  /** True where the ledger has no remote: nobody else sees what is written. */
  localOnly: boolean;
}

/**
 * Opens the registry of a configuration: in an action the ledger goes through the GitHub API, on the CLI through git.
 * @throws ConfigError when the configured remote does not exist or the directory is no git repository
 */
export async function openRegistry(
  host: Host,
  configuration: Configuration,
  access: RegistryAccess = {},
): Promise<Registry> {
  const { config } = configuration.loaded;
  const ref = config.registry?.ledger?.git ?? DEFAULT_LEDGER;
  const { refLog, localOnly } = await refLogOf(host, configuration, access);
  const settings = {
    baseDirectory: configuration.baseDirectory,
    env: host.env,
    token: access.token || host.env.GITHUB_TOKEN,
  };
  const opened = await storeFor(config.registry?.store, settings).catch((error: unknown) => {
    if (error instanceof ConfigError) return error;
    throw error;
  });
  const open = () => {
    if (opened instanceof ConfigError) throw opened;
    return opened;
  };
  return {
    model: config.model,
    ref,
    refLog,
    ledger: openLedger({ refLog, ref }),
    localOnly,
    get store() {
      return open().store;
    },
    get storeOverridden() {
      return open().overridden;
    },
  };
}

/** Where refs of this project live; also the rollout journal and the retraining budget stand there. */
export async function refLogOf(
  host: Host,
  configuration: Configuration,
  access: RegistryAccess = {},
): Promise<{ refLog: RefLog; localOnly: boolean }> {
  if (throughApi(host, access)) {
    const { githubRefLog, repositoryName } = await import('@model-delivery/github');
    const client = await apiClient(host, access);
    return { refLog: githubRefLog(client, repositoryName(host.env.GITHUB_REPOSITORY)), localOnly: false };
  }
  const remote = configuration.loaded.config.registry?.ledger?.remote;
  const directory = configuration.baseDirectory;
  const remotes = await gitRemotes(host, directory);
  if (remote !== undefined && !remotes.includes(remote)) throw unknownRemote(remote, remotes);
  return {
    refLog: gitRefLog({ directory, remote, env: host.env, signal: host.signal }),
    localOnly: remote === undefined,
  };
}

/** In a workflow the ledger goes through the API: for an action, and for a CLI step that was given GITHUB_TOKEN. */
export function throughApi(host: Host, access: RegistryAccess): boolean {
  const token = access.token || host.env.GITHUB_TOKEN;
  return host.env.GITHUB_ACTIONS === 'true' && (access.client !== undefined || Boolean(token));
}

/** A client of the GitHub API: the action's own, else one from GITHUB_TOKEN. @throws ConfigError without a token */
export async function apiClient(host: Host, access: RegistryAccess): Promise<GitHubClient> {
  if (access.client !== undefined) return access.client();
  const { createClient } = await import('@model-delivery/github');
  return createClient({
    token: access.token || host.env.GITHUB_TOKEN || '',
    apiUrl: host.env.GITHUB_API_URL ?? 'https://api.github.com',
    graphqlUrl: host.env.GITHUB_GRAPHQL_URL,
    userAgent: `${host.tool.name}/${host.tool.version}`,
    log: (line) => host.log.info(line),
  });
}

/** Names of the remotes of the repository that holds the configuration. @throws ConfigError outside of a repository */
async function gitRemotes(host: Host, directory: string): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['remote'], {
      cwd: directory,
      env: { ...host.env, GIT_TERMINAL_PROMPT: '0' } as NodeJS.ProcessEnv,
    });
    return stdout.split('\n').filter(Boolean);
  } catch (cause) {
    throw new ConfigError({
      code: 'LEDGER_NO_REPOSITORY',
      message: 'Opening the ledger: the configuration is not in a git repository, and the ledger is a branch of one.',
      hint: 'Run `git init`, or run the command in the repository of the model.',
      cause,
    });
  }
}

function unknownRemote(remote: string, remotes: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'LEDGER_REMOTE_UNKNOWN',
    message: `Opening the ledger: \`registry.ledger.remote\` is ${remote}, and the repository has ${remotes.length === 0 ? 'no remotes' : `the remotes ${remotes.join(', ')}`}.`,
    hint: `Add it (\`git remote add ${remote} URL\`), or leave \`remote\` out to keep the ledger in this repository alone.`,
  });
}
