import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { EvidenceError, type Host, type Lineage, redact, sha256Hex } from '@model-delivery/core';
import type { LineageFacts } from '@model-delivery/registry';

/** The commit of the working tree, whether tracked files differ from it, and the repository without credentials. */
export async function codeFacts(host: Host, directory: string): Promise<Lineage['code']> {
  const git = (...args: string[]) => gitText(host, directory, args);
  const inRun = host.env.GITHUB_ACTIONS === 'true';
  const commit = (await git('rev-parse', '--verify', '--quiet', 'HEAD')) ?? (inRun ? host.env.GITHUB_SHA : undefined);
  const changed = await git('status', '--porcelain', '--untracked-files=no');
  const remote = await git('remote', 'get-url', 'origin');
  const server = host.env.GITHUB_SERVER_URL ?? 'https://github.com';
  const repository =
    inRun && host.env.GITHUB_REPOSITORY ? `${server}/${host.env.GITHUB_REPOSITORY}` : remote && redact(remote);
  return {
    commit: commit || null,
    dirty: changed === undefined ? null : changed !== '',
    repository: repository?.slice(0, 1024) || null,
  };
}

/** `OWNER/REPO` of a repository on GitHub: the run's, else that of an address on github.com. */
export function gitHubRepository(host: Host, address: string | null): string | null {
  if (host.env.GITHUB_REPOSITORY) return host.env.GITHUB_REPOSITORY;
  return /github\.com[/:]([A-Za-z0-9._-]+\/[A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(address ?? '')?.[1] ?? null;
}

/** What git prints, trimmed; undefined when it fails. */
async function gitText(host: Host, cwd: string, args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', args, {
      cwd,
      env: { ...host.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' } as NodeJS.ProcessEnv,
      maxBuffer: 64 << 20,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** The files that lock the environment, read. @throws EvidenceError when one is missing */
export async function environmentFiles(
  directory: string,
  paths: readonly string[],
): Promise<LineageFacts['environment'][number][]> {
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(resolve(directory, path)).catch((cause: NodeJS.ErrnoException) => {
        throw new EvidenceError({
          code: 'ENVIRONMENT_FILE_MISSING',
          message: `Recording the environment: registry.environment names ${path}, and reading it failed (${cause.code ?? 'unreadable'}).`,
          hint: 'Commit the lock file, or take it out of `registry.environment`; paths are relative to the configuration.',
          cause,
        });
      });
      return { path, sha256: sha256Hex(bytes), text: bytes.toString('utf8') };
    }),
  );
}

/** The machine that registers (where one job trains and registers: that trained). */
export function hardwareFacts(): Lineage['hardware'] {
  return {
    platform: process.platform,
    arch: process.arch,
    cpus: availableParallelism(),
    cpu: cpus()[0]?.model?.trim() ?? 'unknown',
    memory_gb: Math.round(totalmem() / 2 ** 30),
  };
}
