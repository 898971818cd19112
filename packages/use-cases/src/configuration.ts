import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { ConfigError, type Host, type LoadedConfig, loadConfig } from '@model-delivery/core';
import { isForkPullRequest, readEvent } from './run-identity.ts';

/** A configuration read from a file, and the directory its paths are relative to. */
export interface Configuration {
  loaded: LoadedConfig;
  baseDirectory: string;
  /** Path of the file relative to the repository, with `/`; for annotations and the base commit. */
  repositoryPath: string;
}

/** Whether a path is inside a directory (or is it), after resolving both. */
export function isInside(path: string, directory: string): boolean {
  const rest = relative(directory, path);
  return rest === '' || (!rest.startsWith('..') && !isAbsolute(rest));
}

/**
 * Reads the configuration file.
 * @throws ConfigError when there is none, when it is not a regular file, or (in a workflow) when it lies outside the workspace.
 */
export function readConfiguration(host: Host, path: string): Configuration {
  const absolute = resolve(host.cwd, path);
  const root = host.env.GITHUB_ACTIONS === 'true' ? host.env.GITHUB_WORKSPACE : undefined;
  refuseForeignFile(absolute, path, root);
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8');
  } catch (error) {
    throw new ConfigError({
      code: 'CONFIG_NOT_READABLE',
      message: `Reading the configuration ${path} failed: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}.`,
      hint: 'Check the permissions of the file.',
    });
  }
  const repositoryPath = root ? relative(realpathSync(root), realpathSync(absolute)).replaceAll('\\', '/') : path;
  return { loaded: loadConfig(text, repositoryPath), baseDirectory: dirname(absolute), repositoryPath };
}

function refuseForeignFile(absolute: string, path: string, root: string | undefined): void {
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (!stat) {
    throw new ConfigError({
      code: 'CONFIG_NOT_FOUND',
      message: `The configuration ${path} was not found.`,
      hint: 'Write one with `npx model-delivery init --data FILE`, or name yours with `--config FILE` (input `config`); the path is relative to the working directory.',
    });
  }
  const real = realpathSync(absolute);
  const special = ['/proc', '/sys', '/dev'].some((directory) => isInside(real, directory));
  if (!stat.isFile() || special) {
    throw new ConfigError({
      code: 'CONFIG_NOT_A_FILE',
      message: `The configuration ${path} is not a regular file.`,
      hint: 'Name a YAML file of the repository.',
    });
  }
  if (root !== undefined && !isInside(real, realpathSync(root))) {
    throw new ConfigError({
      code: 'CONFIG_OUTSIDE_WORKSPACE',
      message: `The configuration ${path} lies outside the workspace of the job.`,
      hint: 'Keep the configuration in the repository; symbolic links that leave it are refused.',
    });
  }
}

/**
 * Directory that files named by the configuration may not leave, also not by symbolic links: the workspace of a workflow run.
 * A path that is written as absolute names the disk of a self-hosted runner on purpose, which a fork must not.
 */
export function containment(host: Host, paths: readonly string[]): string | undefined {
  if (host.env.GITHUB_ACTIONS !== 'true' || !host.env.GITHUB_WORKSPACE) return undefined;
  if (isForkPullRequest(readEvent(host.env)) || !paths.some((path) => isAbsolute(path)))
    return host.env.GITHUB_WORKSPACE;
  return undefined;
}
