import { type ActionContext, type ActionOutcome, type InputValues, leaveStageResult } from '@model-delivery/action-kit';
import type { Retraining } from '@model-delivery/core';
import { retrainStage } from '@model-delivery/use-cases/retraining';
import type { spec } from './spec.ts';

/** Judges whether to train again, dispatches the workflow, and leaves outputs, summary and artifact behind. */
export async function run(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const { host } = context;
  let model = 'model';
  const outcome = await retrainStage(host, {
    config: inputs.config,
    out: '.model-delivery',
    failOn: inputs['fail-on'],
    asOf: undefined,
    dataReport: inputs['data-report'],
    evaluation: inputs.evaluation,
    dispatch: inputs.dispatch,
    workflow: inputs.workflow,
    ref: inputs.ref,
    access: { client: context.client, token: context.token },
    onConfigured: ({ loaded }) => {
      model = loaded.config.model;
      context.mark('inputs and configuration read');
    },
  });
  const { markdownOf } = await import('@model-delivery/use-cases/report');
  const document = outcome.document as Partial<Retraining> | null;
  return leaveStageResult(
    host,
    outcome,
    { stage: 'trigger-retraining', model, name: inputs.name, markdown: markdownOf(host, outcome, model) },
    {
      triggered: String(document?.triggered === true),
      reason: document?.reason ?? outcome.error?.message ?? '',
      'run-id': document?.dispatched?.run_id == null ? '' : String(document.dispatched.run_id),
    },
  );
}
