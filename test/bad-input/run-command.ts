import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';
import type { Observed, World } from './bad-input-case.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { differences, snapshot } from './directory-snapshot.ts';
import { type ProjectFiles, writeProject } from './project-files.ts';

export interface CommandOptions {
  files?: ProjectFiles;
  args: readonly string[];
  env?: Record<string, string>;
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
  writeProject(workspace, options.files ?? {});
  const before = snapshot(workspace);
  const args = world.text ? options.args : [...options.args, '--json'];
  const { exitCode, stdout, stderr } = await spawned(
    [options.main ?? join(root, 'dist/cli/index.js'), ...args],
    workspace,
    {
      PATH: process.env.PATH ?? '',
      HOME: home,
      ...COMPILE_CACHE,
      ...options.env,
    },
  );
  const file = `.model-delivery/${STAGE_DOCUMENTS[options.args[0]!] ?? 'none'}`;
  const written = existsSync(join(workspace, file)) ? readFileSync(join(workspace, file), 'utf8') : null;
  if (!world.text) oneJsonValue(stdout, written);
  return {
    exitCode,
    errors: errorsIn(stderr),
    visible: `${stdout}\n${stderr}\n${written ?? ''}`,
    document: written === null ? null : (JSON.parse(written) as Record<string, unknown>),
    otherFiles: [...differences(before, snapshot(workspace)).filter((name) => name !== file), ...leftovers(home)],
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

function spawned(args: readonly string[], cwd: string, env: Record<string, string>): Promise<Ended> {
  const child = spawn('/bin/sh', ['-c', `ulimit -t ${MOST_CPU_SECONDS}; exec "$@"`, 'sh', process.execPath, ...args], {
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
