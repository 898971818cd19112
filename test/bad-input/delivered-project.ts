import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, commandLine } from '../support/command-line.ts';
import type { Scene } from '../support/scene.ts';
import { CLOSED } from './answering-server.ts';
import type { World } from './bad-input-case.ts';
import { type ProjectFiles, writeFiles } from './project-files.ts';

/** Versions of the delivered project, oldest first. The last two begin with the same 8 digits; the first is the champion. */
export interface Delivered {
  directory: string;
  versions: [first: string, twin: string, otherTwin: string];
}

const LEDGER = 'model-ledger';
const IDENTITY = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
/** Found by trying: the version ids of these two models begin with the same 8 hexadecimal digits. */
const WEIGHTS = ['first\n', 'twin 24825\n', 'twin 25769\n'] as const;

/** The endpoint, with ports at which nobody listens. */
export const ROLLOUT = `rollout:
  endpoint: churn
  target: { dev_gateway: { weights: weights.json } }
  source: { prometheus_text: "http://${CLOSED}/metrics" }
  guardrails: [ { id: errors, kind: count, events: errors_total, total: requests_total, arm_label: version, max_rate: 0.01 } ]
  window: 1s
`;
export const REGISTRY = 'registry: { store: { oci_layout: registry/ }, ledger: { git: refs/heads/model-ledger } }\n';
export const delivered = (more = ROLLOUT) => `model: churn\n${REGISTRY}${more}`;

const FILES: ProjectFiles = {
  'model-delivery.yaml': delivered(),
  'weights.json': '{"stable":100,"candidate":0}\n',
  '.gitignore': 'registry/\n.model-delivery/\n',
};

export function git(directory: string, ...args: string[]): string {
  const env = { PATH: process.env.PATH ?? '', HOME: directory };
  const { status, stdout, stderr } = spawnSync('git', [...IDENTITY, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Puts the tip of a ref at a commit that holds exactly these files, as somebody with the right to push can do. */
export function forge(directory: string, ref: string, files: Record<string, string | Buffer>): void {
  const entries = Object.entries(files).map(([path, content]) => {
    const { stdout } = spawnSync('git', ['hash-object', '-w', '--stdin'], { cwd: directory, input: content });
    return `100644 blob ${stdout.toString().trim()}\t${path}\n`;
  });
  const input = entries.join('');
  const tree = spawnSync('git', ['mktree'], { cwd: directory, input, encoding: 'utf8' }).stdout.trim();
  git(directory, 'update-ref', ref, git(directory, 'commit-tree', tree, '-m', 'forged').trim());
}

/** Lines of the ledger as it stands. */
export function ledgerText(directory: string): string {
  return git(directory, 'show', `${LEDGER}:ledger.jsonl`);
}

/** Appends a commit to the ledger whose `ledger.jsonl` is another text; everything else of the ledger stays. */
export function rewriteLedger(directory: string, change: (text: string) => string): void {
  const index = { GIT_INDEX_FILE: join(directory, '.git', 'forged-index') };
  const run = (args: string[], input?: string) =>
    spawnSync('git', [...IDENTITY, ...args], {
      cwd: directory,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: directory, ...index },
      ...(input === undefined ? {} : { input }),
    }).stdout.trim();
  const blob = run(['hash-object', '-w', '--stdin'], change(ledgerText(directory)));
  run(['read-tree', LEDGER]);
  run(['update-index', '--add', '--cacheinfo', `100644,${blob},ledger.jsonl`]);
  const commit = run(['commit-tree', run(['write-tree']), '-p', LEDGER, '-m', 'forged']);
  run(['update-ref', `refs/heads/${LEDGER}`, commit]);
}

const made = new WeakMap<Scene, Promise<Delivered>>();

/** The project is made once for all rows of a scene; each row works on a copy. */
export function deliveredProject(world: World): Promise<Delivered> {
  const known = made.get(world.scene) ?? makeProject(world);
  made.set(world.scene, known);
  return known;
}

/** Copies the project into a workspace that exists and is empty. */
export async function copyDelivered(world: World, workspace: string): Promise<Delivered> {
  const project = await deliveredProject(world);
  cpSync(project.directory, workspace, { recursive: true });
  return project;
}

async function makeProject(world: World): Promise<Delivered> {
  const directory = join(world.directory(), 'delivered');
  mkdirSync(directory);
  writeFiles(directory, FILES);
  git(directory, 'init', '-q', '-b', 'main');
  for (const [key, value] of [
    ['user.name', 'Ann'],
    ['user.email', 'ann@example.com'],
  ] as const)
    git(directory, 'config', key, value);
  git(directory, 'add', '.');
  git(directory, 'commit', '-q', '-m', 'First');
  const versions: string[] = [];
  for (const weights of WEIGHTS) {
    writeFiles(directory, { 'model/weights.txt': weights });
    const args = ['register', '--model', 'model', '--adopt', '--reason', 'serves', '--json'];
    versions.push((JSON.parse(passed(await commandLine(args, directory)).stdout) as { version: string }).version);
  }
  const [first, twin, otherTwin] = versions as Delivered['versions'];
  if (twin.slice(0, 15) !== otherTwin.slice(0, 15)) throw new Error(`${twin} and ${otherTwin} are no twins`);
  passed(await commandLine(['promote', first, '--to', 'champion', '--reason', 'the first'], directory));
  rmSync(join(directory, '.model-delivery'), { recursive: true });
  return { directory, versions: [first, twin, otherTwin] };
}

function passed(ran: CommandResult): CommandResult {
  if (ran.exitCode !== 0) throw new Error(`the project could not be made: ${ran.stdout}${ran.stderr}`);
  return ran;
}
