import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiled once for all spawns: starting costs half. Node keys it by content. */
const COMPILED = join(tmpdir(), 'model-delivery-probe-compiled');
const PROBE = fileURLToPath(new URL('probe-action.ts', import.meta.url));

/** What a step left behind. */
export interface StepResult {
  exitCode: number | null;
  /** Everything it printed, standard output and error together. */
  log: string;
  /** The bytes of GITHUB_OUTPUT. */
  outputFile: string;
  outputs: Record<string, string>;
  summary: string;
  workspace: string;
}

export interface StepOptions {
  inputs?: Record<string, string>;
  env?: Record<string, string>;
  /** Called with the process as soon as it prints `ready`. */
  onReady?: (child: ChildProcess) => void;
}

/** Runs the probe as the runner runs an action: inputs and file commands in the environment, nothing else. */
export async function runProbe(behaviour: string, options: StepOptions = {}): Promise<StepResult> {
  const workspace = mkdtempSync(join(tmpdir(), 'probe-'));
  const files = { GITHUB_OUTPUT: join(workspace, '.output'), GITHUB_STEP_SUMMARY: join(workspace, '.summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const inputs = Object.entries({ behaviour, ...options.inputs }).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: COMPILED,
    GITHUB_WORKSPACE: workspace,
    ...files,
    ...Object.fromEntries(inputs),
    ...options.env,
  };
  const child = spawn(process.execPath, [PROBE], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { exitCode, log } = await collect(child, options.onReady);
  const outputFile = readFileSync(files.GITHUB_OUTPUT, 'utf8');
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
  return { exitCode, log, outputFile, outputs: parseOutputs(outputFile), summary, workspace };
}

function collect(
  child: ChildProcess,
  onReady?: (child: ChildProcess) => void,
): Promise<{ exitCode: number | null; log: string }> {
  let log = '';
  let ready = false;
  const take = (chunk: Buffer) => {
    log += chunk.toString();
    if (ready || !/^ready$/m.test(log)) return;
    ready = true;
    onReady?.(child);
  };
  child.stdout!.on('data', take);
  child.stderr!.on('data', take);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, log }));
  });
}

/** `name<<DELIMITER`, lines, DELIMITER; a later value of a name replaces an earlier one, as in the runner. */
function parseOutputs(text: string): Record<string, string> {
  const lines = text.split('\n');
  const outputs: Record<string, string> = {};
  for (let i = 0; i < lines.length && lines[i] !== ''; i++) {
    const [, name, delimiter] = /^([^\n]+?)<<(ghadelimiter_[0-9a-f-]+)$/.exec(lines[i]!) ?? [];
    const end = lines.indexOf(delimiter ?? '', i + 1);
    if (name === undefined || end < 0)
      throw new Error(`line ${i + 1} of GITHUB_OUTPUT is not the head of a value: ${lines[i]}`);
    outputs[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return outputs;
}

/** Lines that the runner would carry out (ActionCommand.cs): `::name …::` behind white space, `##[name]` anywhere. */
export function commandsIn(log: string): string[] {
  return log.split(/\r\n|\r|\n/).filter((line) => /^[\s\u0085]*::/.test(line) || line.includes('##['));
}
