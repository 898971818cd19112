import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../../scripts/root.ts';

export interface PackedSuite {
  tarball: string;
  /** Paths in the tarball. */
  files: string[];
  bytes: number;
}

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `npm pack` at the root. */
export function packSuite(directory: string): PackedSuite {
  mkdirSync(directory, { recursive: true });
  npm(root, 'pack', '--pack-destination', directory);
  const [name, ...more] = readdirSync(directory).filter((file) => file.endsWith('.tgz'));
  if (name === undefined || more.length > 0)
    throw new Error(`npm pack left ${[name, ...more].join(', ')}, not one file`);
  const tarball = join(directory, name);
  const listed = execFileSync('tar', ['-tzf', tarball], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/bin:/bin` },
  });
  const files = listed
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('/'))
    .map((path) => path.replace(/^package\//, ''));
  return { tarball, files, bytes: statSync(tarball).size };
}

/** Installs the tarball as a devDependency of an empty package, without any network; returns the path of its command. */
export function installForDevelopment(tarball: string, directory: string): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "name": "user-project", "private": true }\n');
  npm(directory, 'install', '--offline', '--save-dev', tarball);
  return join(directory, 'node_modules/.bin/model-delivery');
}

/** Installs the tarball as `npm install --global` does, below a prefix, without any network; returns its command. */
export function installGlobally(tarball: string, prefix: string): string {
  mkdirSync(prefix, { recursive: true });
  npm(prefix, 'install', '--offline', '--global', '--prefix', prefix, tarball);
  return join(prefix, 'bin/model-delivery');
}

function npm(cwd: string, ...args: string[]): void {
  const result = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${result.stdout}${result.stderr}`);
}

/**
 * The node that a user of this machine has: the first on the PATH that does not come from node_modules, which may be an older
 * one than the project's.
 */
export function machineNode(): string {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, 'node');
    try {
      accessSync(path, constants.X_OK);
      if (!realpathSync(path).includes('node_modules')) return path;
    } catch {
      // none in this directory
    }
  }
  // A machine whose only node is the project's: it is what the user has.
  return process.execPath;
}

/** Runs the installed command with a given node, in an environment that has nothing of this process's but the PATH. */
export function runInstalled(
  installed: { command: string; node: string },
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): CommandResult {
  const { status, stdout, stderr } = spawnSync(installed.node, [installed.command, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: cwd, ...env },
  });
  return { status, stdout, stderr };
}
