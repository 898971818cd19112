import { spawn } from 'node:child_process';
import { ExternalError } from '@model-delivery/core';

/** What a git process left: its exit status (null: ended by a signal or time limit) and what it printed. */
export interface GitResult {
  status: number | null;
  stdout: Buffer;
  stderr: string;
}

export interface GitOptions {
  input?: string | Uint8Array | undefined;
  env?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds; default one minute. */
  timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 60_000;
/**
 * Settings of the user that would change what plumbing does: hooks (git-lfs installs a slow `pre-push`), maintenance in
 * the background, encodings. Locks are waited for: another writer holds them for milliseconds.
 */
const SETTINGS = [
  ['core.hooksPath', '/dev/null'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['core.filesRefLockTimeout', '3000'],
  ['core.packedRefsTimeout', '3000'],
  ['core.quotePath', 'false'],
  ['push.followTags', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.gpgSign', 'false'],
].flatMap((pair) => ['-c', pair.join('=')]);

/** Variables that would lead git elsewhere than to the directory it is run in, as inside a git hook. */
const MISLEADING = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
];

/** Runs git in one directory, without a terminal, without hooks, without touching work tree or index. */
export class GitCommand {
  readonly directory: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal | undefined;

  constructor(directory: string, env: Readonly<Record<string, string | undefined>>, signal?: AbortSignal | undefined) {
    this.directory = directory;
    this.#signal = signal;
    const kept = Object.entries(env).filter(([name]) => !MISLEADING.includes(name));
    this.#env = {
      ...Object.fromEntries(kept),
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GCM_INTERACTIVE: 'never',
      GIT_LITERAL_PATHSPECS: '1',
      GIT_OPTIONAL_LOCKS: '0',
    };
  }

  /** Runs a command and tells how it ended; only a git that cannot be started is an error. */
  async attempt(args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
    this.#signal?.throwIfAborted();
    const child = spawn('git', [...SETTINGS, ...args], {
      cwd: this.directory,
      env: { ...this.#env, ...options.env } as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      signal: this.#signal,
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A process that ends before it has read its input breaks the pipe; its status tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const status = await new Promise<number | null>((done, fail) => {
      child.on('error', (error) => fail(this.#cannotStart(error)));
      child.on('close', done);
    });
    return { status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
  }

  /** Standard output. @throws ExternalError when the command fails; `what` says what was attempted. */
  async run(what: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
    const result = await this.attempt(args, options);
    if (result.status === 0) return result.stdout;
    throw gitFailed(what, this.directory, result);
  }

  /** Standard output without the final line feed. */
  async text(what: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
    return (await this.run(what, args, options)).toString('utf8').replace(/\n$/, '');
  }

  /** The variables this runs with whose names match. */
  environment(names: RegExp): Record<string, string> {
    const entries = Object.entries(this.#env).filter(([name, value]) => names.test(name) && value);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  #cannotStart(error: Error): Error {
    if (error.name === 'AbortError') return error;
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return new ExternalError({
      code: absent ? 'GIT_MISSING' : 'GIT_FAILED',
      system: 'git',
      message: `Running git in ${this.directory}: ${error.message}.`,
      hint: 'Install git, put it on the PATH, and see that the directory exists.',
      cause: error,
    });
  }
}

/** What a failed git command said, as an error of ours. */
export function gitFailed(what: string, directory: string, result: GitResult): ExternalError {
  const said = lastWords(result);
  if (/not a git repository/.test(result.stderr)) {
    return new ExternalError({
      code: 'NOT_A_REPOSITORY',
      system: 'git',
      message: `${what}: ${directory} is not in a git repository.`,
      hint: 'Run inside a clone of the repository (`git init` makes a new one); the ledger is a branch of it.',
    });
  }
  if (/dubious ownership/.test(result.stderr)) {
    return new ExternalError({
      code: 'GIT_FAILED',
      system: 'git',
      message: `${what}: git refuses ${directory}, because it belongs to another user.`,
      hint: `Run: git config --global --add safe.directory ${directory}`,
    });
  }
  return new ExternalError({
    code: 'GIT_FAILED',
    system: 'git',
    message: `${what}: git failed in ${directory}: ${said}`,
    hint: 'Run the same git command by hand to see more.',
  });
}

/** The end of what git printed, on one line. */
export function lastWords({ status, stderr }: GitResult): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('hint:'));
  const said = lines.slice(-4).join('; ').slice(-400);
  return said || (status === null ? 'it was stopped (time limit)' : `status ${status}`);
}
