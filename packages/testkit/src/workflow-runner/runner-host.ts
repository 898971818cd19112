import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ConfigError } from '@model-delivery/core';
import { RUNNER_STOP_TIMES, type StopTimes } from './step-process.ts';

export interface HostOptions {
  /** parent of everything the runner writes; a new temporary directory by default */
  root?: string | undefined;
  /** RUNNER_TOOL_CACHE; shared by jobs and runs when given */
  toolCache?: string | undefined;
  /** more environment for every step, as the `.env` file of a self-hosted runner gives */
  env?: Record<string, string> | undefined;
  stopTimes?: StopTimes | undefined;
  /** how long a cancelled job may go on with `always()` and post steps (GitHub: 5 minutes) */
  cancelTimeoutMs?: number | undefined;
  /** jobs that run at the same time */
  maxJobs?: number | undefined;
}

/** The machine the jobs run on. */
export interface RunnerHost {
  root: string;
  nodePath: string;
  /** PATH of a job before its steps extend it: Node 24 first, then the system's directories */
  path: string;
  toolCache: string;
  env: Record<string, string>;
  stopTimes: StopTimes;
  cancelTimeoutMs: number;
  maxJobs: number;
  dispose(): void;
}

const NODE_MAJOR = 'v24.';
const CANCEL_TIMEOUT_MS = 5 * 60_000;
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The Node 24 that runs actions: this process, or the one the test kit installs on machines with an older Node. */
export function findNode24(): string {
  if (process.version.startsWith(NODE_MAJOR)) return process.execPath;
  const require = createRequire(import.meta.url);
  for (const name of [`node-linux-${process.arch}/package.json`]) {
    try {
      const node = join(dirname(require.resolve(name)), 'bin', 'node');
      if (execFileSync(node, ['--version'], { encoding: 'utf8' }).startsWith(NODE_MAJOR)) return node;
    } catch {
      // not installed on this platform: fall through to the error, which says what to do
    }
  }
  throw new ConfigError({
    code: 'NODE_24_MISSING',
    message: `actions need Node 24, this is ${process.version} and no other was found`,
    hint: 'Run `npm ci` and put node_modules/.bin first on the PATH, or install Node 24.',
  });
}

function linkNode(root: string, nodePath: string): string {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  const link = join(bin, 'node');
  // A directory with nothing but node: node_modules/.bin would put this project's tools on every job's PATH.
  if (!existsSync(link)) symlinkSync(realpathSync(nodePath), link);
  return bin;
}

/** Programs that hosted runners have and jobs take for granted; a version manager keeps npm outside the system's directories. */
const EXPECTED_TOOLS = ['npm', 'npx', 'git', 'bash'];

/** Links the expected programs that this process finds on its PATH and a job would not find in the system's directories. */
function linkTools(bin: string, searched: readonly string[]): void {
  const find = (name: string, directories: readonly string[]) =>
    directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
  for (const name of EXPECTED_TOOLS) {
    const found = find(name, SYSTEM_PATH) === undefined ? find(name, searched) : undefined;
    if (found !== undefined && !existsSync(join(bin, name))) symlinkSync(realpathSync(found), join(bin, name));
  }
}

/** Prepares the machine. `dispose` removes the directory only when it was made here. */
export function createHost(options: HostOptions = {}): RunnerHost {
  const root = options.root ?? mkdtempSync(join(tmpdir(), 'workflow-runner-'));
  mkdirSync(root, { recursive: true });
  const nodePath = findNode24();
  const bin = linkNode(root, nodePath);
  linkTools(bin, (process.env.PATH ?? '').split(delimiter).filter(Boolean));
  const toolCache = options.toolCache ?? join(root, 'tool-cache');
  mkdirSync(toolCache, { recursive: true });
  return {
    root,
    nodePath,
    path: [bin, ...SYSTEM_PATH].join(delimiter),
    toolCache,
    env: options.env ?? {},
    stopTimes: options.stopTimes ?? RUNNER_STOP_TIMES,
    cancelTimeoutMs: options.cancelTimeoutMs ?? CANCEL_TIMEOUT_MS,
    maxJobs: options.maxJobs ?? 4,
    dispose: () => {
      if (options.root === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

const PASSED_ON =
  /^(npm_config_registry|npm_config_userconfig|npm_config_cache|https?_proxy|no_proxy|node_extra_ca_certs|pip_index_url|pip_config_file|goproxy)$/i;

/**
 * Package registry, cache and proxy settings of this machine, for jobs that install packages. Jobs get a HOME of their own,
 * so the user's `.npmrc` and npm cache are named explicitly. Nothing else of the host's environment reaches a step.
 */
export function registryEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && PASSED_ON.test(name)) passed[name] = value;
  }
  const home = environment.HOME ?? homedir();
  const userConfig = join(home, '.npmrc');
  if (!('npm_config_userconfig' in passed) && existsSync(userConfig)) passed.npm_config_userconfig = userConfig;
  if (!('npm_config_cache' in passed)) passed.npm_config_cache = join(home, '.npm');
  return passed;
}
