import { type ActionContext, type ActionOutcome, type InputValues, keptByMainStep } from '@model-delivery/action-kit';
import { CLOSED_ROLLOUT_STATES, EXIT, type Rollout } from '@model-delivery/core';
import { canaryStage } from '@model-delivery/use-cases/rollout';
import type { spec } from './spec.ts';

/** Names of what the main step keeps: the process that blocked on the canary, and that it ended leaving it open on purpose. */
export const OWNER = 'owner';
export const HANDED_OVER = 'handed-over';

/** After the job, also when it was cancelled: a canary that its run did not bring to an end is taken back. */
export async function runPost(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const owner = keptByMainStep(OWNER);
  if (owner === '' || keptByMainStep(HANDED_OVER) === 'true')
    return { exitCode: EXIT.pass, summary: 'Nothing is left to do.', outputs: {} };
  const { host, client, token } = context;
  const outcome = await canaryStage(host, {
    config: inputs.config,
    out: '.model-delivery/post',
    failOn: 'policy',
    command: 'abort',
    reference: undefined,
    reason: 'The job that carried this canary ended before the canary did.',
    onlyIfOwnedBy: owner,
    access: { client, token },
  });
  const state = (outcome.document as Partial<Rollout> | null)?.state;
  host.log.info(outcome.summary);
  // The step itself has said why; this one fails only where the traffic could not be given back.
  const settled = state !== undefined && CLOSED_ROLLOUT_STATES.includes(state);
  return { exitCode: settled ? EXIT.pass : outcome.exitCode, summary: outcome.summary, outputs: {} };
}
