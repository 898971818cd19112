import {
  type ActionContext,
  type ActionOutcome,
  type InputValues,
  keepForPostStep,
  leaveStageResult,
} from '@model-delivery/action-kit';
import type { Rollout } from '@model-delivery/core';
import { canaryStage, processOwner } from '@model-delivery/use-cases/rollout';
import { HANDED_OVER, OWNER } from './post.ts';
import type { spec } from './spec.ts';

/** Carries out one command, and leaves outputs, summary and artifact behind before the step may fail. */
export async function run(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const { host, client, token } = context;
  const owner = processOwner();
  // Kept before anything is done: the post step must know whose canary it is even if this process is killed.
  if (inputs.command === 'run') keepForPostStep(OWNER, owner);
  let model = 'model';
  const outcome = await canaryStage(host, {
    config: inputs.config,
    out: '.model-delivery',
    failOn: inputs['fail-on'],
    command: inputs.command,
    reference: inputs.version,
    owner,
    access: { client, token },
    onConfigured: ({ loaded }) => {
      model = loaded.config.model;
      context.mark('inputs and configuration read');
    },
  });
  const document = outcome.document as Partial<Rollout> | null;
  if (inputs.command === 'run' && leftOpenOnPurpose(document)) keepForPostStep(HANDED_OVER, 'true');
  const { markdownOf } = await import('@model-delivery/use-cases/report');
  return leaveStageResult(
    host,
    outcome,
    { stage: 'deploy-canary', model, name: inputs.name, markdown: markdownOf(host, outcome, model) },
    {
      state: document?.state ?? '',
      weight: document?.weight === undefined ? '' : String(document.weight),
      promoted: String(document?.promoted ?? false),
    },
  );
}

/** A canary that policy leaves at its first step for a person to decide is not one that was abandoned; any other that is open is. */
function leftOpenOnPurpose(document: Partial<Rollout> | null): boolean {
  return document?.state === 'Hold' && !document.error;
}
