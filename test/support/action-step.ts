import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Annotation } from '../../packages/testkit/src/workflow-runner/annotations.ts';
import { FileCommands } from '../../packages/testkit/src/workflow-runner/file-commands.ts';
import { LogCommands } from '../../packages/testkit/src/workflow-runner/log-commands.ts';
import { root } from '../../scripts/root.ts';

/** What a step left behind, read as the runner reads it. */
export interface StepResult {
  exitCode: number | null;
  outputs: Record<string, string>;
  summary: string;
  annotations: Annotation[];
  /** What it printed, as the runner shows it: without masks and debug lines. */
  log: string;
}

export interface StepOptions {
  inputs?: Record<string, string>;
  environment: Record<string, string>;
  workspace: string;
  temporary: string;
  token: string;
  /** Gets the process once it runs: to send it signals. */
  onStart?: (child: ChildProcess) => void;
}

interface Metadata {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, unknown>;
  runs: { main: string; using: string };
}

/** The folder of an action in this repository; the suite's is the root. */
export function actionFolder(name: string): string {
  if (name === 'suite') return root;
  return join(root, name === 'changed-paths' ? '.github/actions' : 'actions', name);
}

/** The action.yml of an action, as the runner reads it. */
export function actionMetadata(name: string): Metadata {
  return parse(readFileSync(join(actionFolder(name), 'action.yml'), 'utf8')) as Metadata;
}

/** Every input of action.yml is handed over, empty where neither given nor defaulted; so are inputs it does not know. */
function inputVariables(metadata: Metadata, given: Record<string, string>, token: string): Record<string, string> {
  const defaults = Object.entries(metadata.inputs).map(([name, input]) => [name, input.default ?? '']);
  const all = Object.entries({ ...Object.fromEntries(defaults), ...given }).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    String(value).replaceAll('${{ github.token }}', token),
  ]);
  return Object.fromEntries(all);
}

/** Runs `dist/<name>/index.js` through the action.yml that names it, as the runner does. */
export async function runActionStep(name: string, options: StepOptions): Promise<StepResult> {
  const metadata = actionMetadata(name);
  const main = join(actionFolder(name), metadata.runs.main);
  if (!existsSync(main)) throw new Error(`${main} is not built: run node scripts/build.ts`);
  const files = new FileCommands(mkdtempSync(join(options.temporary, 'step-')));
  const env = {
    PATH: process.env.PATH ?? '',
    ...options.environment,
    ...files.environment,
    ...inputVariables(metadata, options.inputs ?? {}, options.token),
  };
  const child = spawn(process.execPath, [main], { cwd: options.workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  options.onStart?.(child);
  const { exitCode, printed } = await ended(child);
  const { outputs, summary, errors } = files.read();
  if (errors.length > 0) throw new Error(`the runner refuses the files of this step: ${errors.join(' ')}\n${printed}`);
  return { exitCode, outputs, summary, ...readLog(printed) };
}

function ended(child: ChildProcess): Promise<{ exitCode: number | null; printed: string }> {
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, printed }));
  });
}

/** What the runner makes of the printed lines; a command it refuses or does not know throws. */
function readLog(printed: string): { annotations: Annotation[]; log: string } {
  const annotations: Annotation[] = [];
  const refuse = (what: string): never => {
    throw new Error(`the runner refuses ${what}`);
  };
  const commands = new LogCommands({
    annotate: (annotation) => annotations.push(annotation),
    mask: () => {},
    saveState: () => {},
    refuse,
    unknown: refuse,
  });
  const shown = printed.split('\n').map((line) => commands.accept(line));
  return { annotations, log: shown.filter((line) => line !== undefined).join('\n') };
}
