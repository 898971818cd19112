import { evaluateString, evaluateStrings } from './expressions.ts';
import { type Frame, stepScope } from './frame.ts';
import { type NodeActionUse, runNodeMain } from './node-action.ts';
import { notSupported } from './problems.ts';
import type { Action, CompositeAction } from './read-action.ts';
import type { ResolvedAction } from './resolve-action.ts';
import { standInEnvironment } from './stand-in-environment.ts';
import type { StageResult, StepControl } from './step-control.ts';
import type { Step } from './workflow-model.ts';

/** Node uses prepared at the start of the job because their actions have a `pre` stage. */
export type PreparedUses = Map<Step, NodeActionUse>;

/** Runs the steps of a composite action; given by the caller, because those steps may use actions again. */
export type CompositeRunner = (step: Step, resolved: ResolvedAction, action: CompositeAction) => Promise<StageResult>;

/** The `github` context values that name the running action. */
export function actionContext(resolved: ResolvedAction, step: Step): Record<string, string> {
  const unnamed = resolved.repository === '' ? '__self' : `__${resolved.repository.replace('/', '_')}`;
  return {
    action: step.id ?? unnamed,
    action_repository: resolved.repository,
    action_ref: resolved.ref,
    ...(resolved.action.using === 'composite' ? { action_path: resolved.action.directory } : {}),
  };
}

/** Values of an action's inputs: `with`, else the default. Unknown ones are handed on with a warning, as on GitHub. */
export function evaluateInputs(
  frame: Frame,
  step: Step,
  resolved: ResolvedAction,
  env: Record<string, string>,
): Record<string, string> {
  const { action, kind } = resolved;
  const scope = stepScope(frame, env);
  const given = evaluateStrings(step.with, scope);
  const declared = new Map(Object.keys(action.inputs).map((name) => [name.toLowerCase(), name]));
  for (const name of Object.keys(given)) {
    if (declared.has(name.toLowerCase())) continue;
    if (kind === 'stand-in') throw notSupported(`${step.uses} with ${name}`, step.placeOf('with', name));
    const valid = Object.keys(action.inputs).join("', '");
    frame.state.annotate({ level: 'warning', message: `Unexpected input(s) '${name}', valid inputs are ['${valid}']` });
  }
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(action.inputs)) inputs[name] = evaluateString(input.default ?? '', scope);
  for (const [name, value] of Object.entries(given)) inputs[declared.get(name.toLowerCase()) ?? name] = value;
  return inputs;
}

/** A node24 action in one step, with its inputs evaluated now. */
export function nodeUse(
  frame: Frame,
  step: Step,
  resolved: ResolvedAction,
  env: Record<string, string>,
): NodeActionUse {
  if (resolved.action.using !== 'node24') throw new TypeError(`${step.uses} is not a node action`);
  const inner = { ...frame, github: { ...frame.github, ...actionContext(resolved, step) } };
  return {
    frame: inner,
    action: resolved.action,
    place: step.place,
    name: step.name ?? String(step.uses),
    inputs: evaluateInputs(frame, step, resolved, env),
    state: {},
    env,
    machine: resolved.kind === 'stand-in' ? standInEnvironment(frame.state) : {},
  };
}

/** Runs a `uses:` step. */
export async function runActionStep(
  frame: Frame,
  step: Step,
  env: Record<string, string>,
  control: StepControl,
  prepared: PreparedUses,
  runComposite: CompositeRunner,
): Promise<StageResult> {
  const { state } = frame;
  const uses = String(step.uses);
  const known = prepared.get(step);
  if (known) {
    // Prepared before the job's steps ran: inputs and environment may read their outputs now.
    const resolved = state.start.run.actions.resolve(
      uses,
      step.placeOf('uses'),
      frame.origin,
      state.directories.workspace,
    );
    Object.assign(known, { env, inputs: evaluateInputs(frame, step, resolved, env) });
    return runNodeMain(known, control);
  }
  let resolved: ResolvedAction;
  try {
    resolved = state.start.run.actions.resolve(uses, step.placeOf('uses'), frame.origin, state.directories.workspace);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('WORKFLOW_')) throw error;
    state.error((error as Error).message);
    return { result: 'failure', outputs: {} };
  }
  warnAboutPre(frame, uses, resolved);
  if (resolved.action.using === 'node24') return runNodeMain(nodeUse(frame, step, resolved, env), control);
  return runComposite(step, resolved, resolved.action);
}

function warnAboutPre(frame: Frame, uses: string, resolved: ResolvedAction): void {
  const action: Action = resolved.action;
  if (action.using !== 'node24' || action.pre === undefined) return;
  if (resolved.kind === 'local') {
    frame.state.annotate({
      level: 'warning',
      message: `\`pre\` execution is not supported for local action from '${uses}'`,
    });
  } else if (frame.kind === 'composite') {
    throw notSupported('runs.pre of an action inside a composite action', action.place);
  }
}
