import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { evaluateString, evaluateValue } from './expressions.ts';
import { type Frame, stepScope } from './frame.ts';
import { notSupported, type Place } from './problems.ts';
import { processEnvironment } from './process-environment.ts';
import { runStage } from './stage.ts';
import type { StageResult, StepControl } from './step-control.ts';
import type { Step } from './workflow-model.ts';

/** Command lines of the runner's shells on Linux (ScriptHandlerHelpers.cs); `{0}` is the script file. */
const SHELLS: Record<string, { line: string; extension: string }> = {
  '': { line: 'bash -e {0}', extension: '.sh' },
  bash: { line: 'bash --noprofile --norc -e -o pipefail {0}', extension: '.sh' },
  sh: { line: 'sh -e {0}', extension: '.sh' },
  python: { line: 'python {0}', extension: '.py' },
};

function shellFor(shell: string, place: Place): { line: string; extension: string } {
  const known = SHELLS[shell];
  if (known) return known;
  if (shell.includes('{0}')) return { line: shell, extension: '' };
  throw notSupported(`shell: ${shell}`, place);
}

/** Runs a `run:` step. */
export async function runScriptStep(
  outer: Frame,
  step: Step,
  env: Record<string, string>,
  control: StepControl,
): Promise<StageResult> {
  const frame: Frame = { ...outer, github: { ...outer.github, action: step.id ?? '__run' } };
  const { state } = frame;
  const scope = stepScope(frame, env);
  const script = evaluateString(step.run, scope);
  const shellName = evaluateValue(step.shell ?? frame.defaults.shell ?? '', scope);
  const { line, extension } = shellFor(String(shellName), step.placeOf('shell'));
  const directory = evaluateString(step.workingDirectory ?? frame.defaults.workingDirectory ?? '', scope);
  const cwd = resolve(state.directories.workspace, directory);
  const file = state.nextScriptFile(extension);
  writeFileSync(file, script);
  for (const printed of script.trimEnd().split('\n')) state.print(`> ${printed}`);
  if (!existsSync(cwd)) {
    state.error(`An error occurred trying to start process in working directory '${cwd}'. No such file or directory`);
    return { result: 'failure', outputs: {} };
  }
  const [command = 'bash', ...args] = line.split(/\s+/).map((word) => word.replace('{0}', file));
  try {
    const processEnv = processEnvironment(frame, env);
    return await runStage(frame, { place: step.place, command, args, cwd, env: processEnv, state: {}, control });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    state.error(`${command}: command not found`);
    return { result: 'failure', outputs: {} };
  }
}
