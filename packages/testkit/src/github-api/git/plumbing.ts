import { spawnSync } from 'node:child_process';

/** A git command that ended with a non-zero status. */
export class GitError extends Error {
  readonly status: number;
  constructor(args: string[], status: number, stderr: string) {
    super(`git ${args.join(' ')} ended with ${status}: ${stderr.trim()}`);
    this.name = 'GitError';
    this.status = status;
  }
}

export interface GitOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
}

const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LITERAL_PATHSPECS: '1',
};

/**
 * Git commands on one bare repository. Synchronous on purpose: a request of the fake API is then one indivisible step,
 * as GitHub's own compare-and-swap of a ref is.
 */
export class GitPlumbing {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    this.run(['rev-parse', '--git-dir']);
  }

  /** Standard output; throws {@link GitError} on a non-zero status. */
  run(args: string[], options: GitOptions = {}): Buffer {
    const env = { ...ENVIRONMENT, GIT_DIR: this.directory, ...options.env };
    const result = spawnSync('git', args, { env, input: options.input ?? '', maxBuffer: 1 << 30, cwd: this.directory });
    if (result.error !== undefined) throw result.error;
    if (result.status !== 0) throw new GitError(args, result.status ?? -1, result.stderr.toString());
    return result.stdout;
  }

  /** Standard output as text without the final line feed. */
  text(args: string[], options: GitOptions = {}): string {
    return this.run(args, options).toString('utf8').replace(/\n$/, '');
  }

  /** As {@link text}, but undefined on a non-zero status (for questions whose answer may be "no"). */
  tryText(args: string[], options: GitOptions = {}): string | undefined {
    try {
      return this.text(args, options);
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
  }
}
