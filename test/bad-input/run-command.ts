import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';
import type { Observed, World } from './bad-input-case.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { copyDelivered, type Delivered } from './delivered-project.ts';
import { differences, snapshot } from './directory-snapshot.ts';
import { type ProjectFiles, writeFiles, writeProject } from './project-files.ts';

export interface CommandOptions {
  files?: ProjectFiles;
  /** With the project of `delivered-project.ts` the arguments may name its versions. */
  args: readonly string[] | ((project: Delivered) => readonly string[]);
  env?: Record<string, string>;
  /** Begins with the project whose models are registered instead of the sound one. */
  delivered?: boolean;
  /** Arranges what files alone cannot, such as a pipe, or a ref of the repository. */
  arrange?: (workspace: string, project: Delivered | null) => void | Promise<void>;
  /** Further limits of the process, as `ulimit` takes them: `-f 8` lets no file grow beyond 4 KiB. */
  limit?: string;
  /** Files that may change besides the document: bytes in a content-addressed store that nothing names. */
  mayChange?: RegExp;
  /** The built command line; default `dist/cli/index.js`. */
  main?: string;
  /** Further texts that may appear nowhere. */
  forbidden?: string[];
}

/** What input made to cost time may cost; counted in processor time, because other tests run beside this one. */
const MOST_CPU_SECONDS = 15;
const STAGE_DOCUMENTS: Record<string, string> = {
  validate: 'data-report.json',
  evaluate: 'evaluation.json',
  register: 'model-version.json',
  promote: 'alias-event.json',
  rollback: 'alias-event.json',
  archive: 'alias-event.json',
  'retrain-check': 'retraining.json',
  canary: 'rollout.json',
};

/** Runs `dist/cli/index.js` in a new project and looks at everything it left behind. */
export async function runCommand(world: World, options: CommandOptions): Promise<Observed> {
  const directory = world.directory();
  const workspace = join(directory, 'workspace');
  const home = join(directory, 'home');
  for (const path of [workspace, home]) mkdirSync(path);
  const project = options.delivered ? await copyDelivered(world, workspace) : null;
  if (project === null) writeProject(workspace, options.files ?? {});
  else writeFiles(workspace, options.files ?? {});
  await options.arrange?.(workspace, project);
  const before = snapshot(workspace);
  const given = typeof options.args === 'function' ? options.args(project!) : options.args;
  const args = world.text ? given : [...given, '--json'];
  const { exitCode, stdout, stderr } = await spawned(
    [options.main ?? join(root, 'dist/cli/index.js'), ...args],
    workspace,
    {
      PATH: process.env.PATH ?? '',
      HOME: home,
      ...COMPILE_CACHE,
      ...options.env,
    },
    options.limit,
  );
  const file = `.model-delivery/${STAGE_DOCUMENTS[given[0]!] ?? 'none'}`;
  const written = existsSync(join(workspace, file)) ? readFileSync(join(workspace, file), 'utf8') : null;
  if (!world.text) oneJsonValue(stdout, written);
  return {
    exitCode,
    errors: errorsIn(stderr),
    visible: `${stdout}\n${stderr}\n${written ?? ''}`,
    document: written === null ? null : (JSON.parse(written) as Record<string, unknown>),
    otherFiles: [
      ...differences(before, snapshot(workspace)).filter((name) => name !== file && !options.mayChange?.test(name)),
      ...leftovers(home),
    ],
    forbidden: [directory, ...(options.forbidden ?? [])],
  };
}

/** Folders of a cache may stay; files of a run may not. */
function leftovers(home: string): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

function spawned(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  limit: string | undefined,
): Promise<Ended> {
  const limits = `ulimit -t ${MOST_CPU_SECONDS}; ${limit ? `ulimit ${limit}; ` : ''}exec "$@"`;
  const child = spawn('/bin/sh', ['-c', limits, 'sh', process.execPath, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, ...text }));
  });
}

/** `--json` gives exactly one value, and it is the document on the disk wherever there is one. */
function oneJsonValue(stdout: string, written: string | null): void {
  const value: unknown = JSON.parse(stdout);
  if (typeof value !== 'object' || value === null) throw new Error(`--json printed ${stdout}`);
  if (written !== null && stdout !== written) throw new Error(`--json printed\n${stdout}\nand wrote\n${written}`);
}

/** Each `error: CODE: message` with its indented lines. */
function errorsIn(stderr: string): string[] {
  return stderr
    .split(/^(?=\S)/m)
    .filter((block) => block.startsWith('error'))
    .map((block) => block.replace(/^error: /, '').trimEnd());
}
