import { join } from 'node:path';
import { evaluateRunsCondition } from './expressions.ts';
import { type Frame, stepScope } from './frame.ts';
import type { Place } from './problems.ts';
import { actionsVariables, processEnvironment } from './process-environment.ts';
import type { NodeAction } from './read-action.ts';
import { runStage } from './stage.ts';
import type { StageResult, StepControl } from './step-control.ts';

/** A node24 action in one step: its three stages share inputs and state. */
export interface NodeActionUse {
  frame: Frame;
  action: NodeAction;
  place: Place;
  name: string;
  /** values by input name, as the runner evaluated them */
  inputs: Record<string, string>;
  state: Record<string, string>;
  env: Record<string, string>;
  /** environment of stand-ins only: what they need to know about this machine */
  machine: Record<string, string>;
}

/** `INPUT_*` exactly as the runner: blanks become `_`, letters upper-case, everything else stays. */
export function inputVariables(inputs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

/** Runs one stage (`pre`, `main` or `post` script) of a node24 action. */
export function runNodeStage(use: NodeActionUse, script: string, control: StepControl): Promise<StageResult> {
  const { frame, action } = use;
  const { state } = frame;
  const stateVariables = Object.fromEntries(Object.entries(use.state).map(([name, value]) => [`STATE_${name}`, value]));
  return runStage(frame, {
    place: use.place,
    command: state.start.run.host.nodePath,
    args: [join(action.directory, script)],
    cwd: state.directories.workspace,
    env: {
      ...processEnvironment(frame, use.env),
      ...actionsVariables(state),
      ...inputVariables(use.inputs),
      ...stateVariables,
      ...use.machine,
    },
    state: use.state,
    control,
  });
}

/** Runs the main stage and registers the post stage, which runs whatever becomes of the main stage. */
export async function runNodeMain(use: NodeActionUse, control: StepControl): Promise<StageResult> {
  registerPost(use);
  return runNodeStage(use, use.action.main, control);
}

/** Post stages run in the reverse order of their main stages, once each. */
export function registerPost(use: NodeActionUse): void {
  const { state } = use.frame;
  const { post: script, postIf } = use.action;
  if (script === undefined || state.post.some((known) => known.owner === use)) return;
  state.post.push({
    owner: use,
    name: use.name,
    wanted: () => stageWanted(use, postIf),
    run: (control) => runNodeStage(use, script, control),
  });
}

/** Whether `pre-if` or `post-if` allows the stage; absent means always. */
export function stageWanted(use: NodeActionUse, condition: string | undefined): boolean {
  return evaluateRunsCondition(condition, stepScope(use.frame, use.env));
}
