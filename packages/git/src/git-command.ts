import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { relative } from 'node:path';
import { ExternalError } from '@model-delivery/core';

/** What a git process left: its exit status (null: ended by a signal or time limit) and what it printed. */
export interface GitResult {
  status: number | null;
  stdout: Buffer;
  stderr: string;
  /** What ended it, where it was a signal. */
  signal?: string | null;
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
 * the background, encodings.
 */
const SETTINGS = [
  ['core.hooksPath', '/dev/null'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['i18n.commitEncoding', 'UTF-8'],
  // What fast-import packs is unpacked at once: small is not worth its time.
  ['pack.compression', '1'],
  ['core.quotePath', 'false'],
  ['push.followTags', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.gpgSign', 'false'],
].flatMap((pair) => ['-c', pair.join('=')]);
const LOCKS = ['core.filesRefLockTimeout', 'core.packedRefsTimeout'];

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
  /** The directory as messages name it: seen from where the user stands. */
  readonly shown: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #settings: readonly string[];
  readonly #signal: AbortSignal | undefined;

  /** @param lockWaitMs how long git waits for a lock that another writer holds; it is held for milliseconds */
  constructor(
    directory: string,
    env: Readonly<Record<string, string | undefined>>,
    { signal, lockWaitMs = 3_000 }: { signal?: AbortSignal | undefined; lockWaitMs?: number | undefined } = {},
  ) {
    this.directory = directory;
    this.shown = relative(process.cwd(), directory) || 'this folder';
    this.#signal = signal;
    this.#settings = [...SETTINGS, ...LOCKS.flatMap((lock) => ['-c', `${lock}=${lockWaitMs}`])];
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
    const child = this.start(args, { ...options, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A process that ends before it has read its input breaks the pipe; its status tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const [status, signal] = await new Promise<[number | null, string | null]>((done, fail) => {
      child.on('error', (error) => fail(this.cannotStart(error)));
      child.on('close', (code, ended) => done([code, ended]));
    });
    return { status, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
  }

  /** A git process to talk to; an abort ends it. */
  start(args: readonly string[], options: Pick<GitOptions, 'env' | 'timeoutMs'> = {}): ChildProcessWithoutNullStreams {
    this.#signal?.throwIfAborted();
    return spawn('git', [...this.#settings, ...args], {
      cwd: this.directory,
      env: { ...this.#env, ...options.env } as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      signal: this.#signal,
    });
  }

  /** Standard output. @throws ExternalError when the command fails; `what` says what was attempted. */
  async run(what: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
    const result = await this.attempt(args, options);
    if (result.status === 0) return result.stdout;
    throw gitFailed(what, this, result);
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

  /** Why there is no git process, as an error of ours; an abort stays one. */
  cannotStart(error: Error): Error {
    if (error.name === 'AbortError') return error;
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return new ExternalError({
      code: absent ? 'GIT_MISSING' : 'GIT_FAILED',
      system: 'git',
      message: `Running git in ${this.shown}: ${error.message}.`,
      hint: 'Install git, put it on the PATH, and see that the directory exists.',
      cause: error,
    });
  }
}

/** What a failed git command said, as an error of ours. */
export function gitFailed(what: string, git: GitCommand, result: GitResult): ExternalError {
  const failed = (code: string, message: string, hint: string) =>
    new ExternalError({ code, system: 'git', message: `${what}: ${message}`, hint });
  if (/not a git repository/.test(result.stderr)) {
    return failed(
      'NOT_A_REPOSITORY',
      `${git.shown} is not in a git repository.`,
      'Run inside a clone of the repository (`git init` makes a new one); the ledger is a branch of it.',
    );
  }
  if (/dubious ownership/.test(result.stderr)) {
    return failed(
      'GIT_FAILED',
      `git refuses ${git.shown}, because it belongs to another user.`,
      'Run there: git config --global --add safe.directory "$PWD"',
    );
  }
  const said = lastWords(git, result);
  return failed('GIT_FAILED', `git failed in ${git.shown}: ${said}`, 'Run the same git command by hand to see more.');
}

/** The end of what git printed, on one line, with paths as seen from the repository. */
export function lastWords(git: GitCommand, { status, stderr, signal }: GitResult): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('hint:'));
  const said = lines.slice(-4).join('; ').replaceAll(`${git.directory}/`, '').slice(-400);
  return said || (status === null ? stopped(signal) : `status ${status}`);
}

/** SIGTERM is our own time limit; anything else came from the system, such as a limit on the size of files. */
function stopped(signal: string | null | undefined): string {
  return signal && signal !== 'SIGTERM' ? `it was ended by ${signal}` : 'it was stopped (time limit)';
}
