import { FileCommands } from './file-commands.ts';
import type { Frame } from './frame.ts';
import { LogCommands } from './log-commands.ts';
import { notSupported, type Place } from './problems.ts';
import type { StageResult, StepControl } from './step-control.ts';
import { runStepProcess } from './step-process.ts';

export interface Stage {
  place: Place;
  command: string;
  args: string[];
  cwd: string;
  /** environment without the file commands */
  env: Record<string, string>;
  /** state of an action, shared by its pre, main and post stage */
  state: Record<string, string>;
  control: StepControl;
}

/** Runs one process of a step, carries out its workflow commands and file commands, and says how it ended. */
export async function runStage(frame: Frame, stage: Stage): Promise<StageResult> {
  const { state } = frame;
  const files = new FileCommands(state.nextFileDirectory());
  let refused = false;
  let unknown: string | undefined;
  const commands = new LogCommands({
    annotate: (annotation) => state.annotate(annotation),
    mask: (secret) => state.start.masks.add(secret),
    saveState: (name, value) => {
      stage.state[name] = value;
    },
    refuse: (message) => {
      refused = true;
      state.error(message);
    },
    unknown: (command) => {
      unknown ??= command;
    },
  });
  const exit = await runStepProcess({
    command: stage.command,
    args: stage.args,
    cwd: stage.cwd,
    env: { ...stage.env, ...files.environment },
    onLine: (line) => {
      const shown = commands.accept(line);
      if (shown !== undefined) state.print(shown);
    },
    stop: stage.control.signal,
    stopTimes: state.start.run.host.stopTimes,
    onLeftover: (group) => state.endLater(group),
  });
  if (unknown) throw notSupported(unknown, stage.place);
  const { ok, outputs } = applyFiles(frame, files, stage.state);
  if (exit.stopped) return { result: stage.control.timedOut() ? 'failure' : 'cancelled', outputs };
  if (exit.code !== 0) state.error(`Process completed with exit code ${exit.code}.`);
  return { result: exit.code === 0 && !refused && ok ? 'success' : 'failure', outputs };
}

function applyFiles(
  frame: Frame,
  files: FileCommands,
  stageState: Record<string, string>,
): { ok: boolean; outputs: Record<string, string> } {
  const { state } = frame;
  const written = files.read();
  for (const message of [...written.errors, ...written.notes]) state.error(message);
  Object.assign(stageState, written.state);
  Object.assign(state.env, written.env);
  // The last line written comes first on PATH, as with the runner.
  for (const entry of written.path) state.pathEntries.unshift(entry);
  if (written.summary !== '') state.summaries.push(state.start.masks.apply(written.summary));
  return { ok: written.errors.length === 0, outputs: written.outputs };
}
