import { type ActionContext, type ActionOutcome, type InputValues, leaveStageResult } from '@model-delivery/action-kit';
import type { Evaluation } from '@model-delivery/core';
import { evaluateStage } from '@model-delivery/use-cases';
import type { spec } from './spec.ts';

/** Reads the inputs, judges the model, and leaves outputs, summary and artifact behind before the step may fail. */
export async function run(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const { host } = context;
  let model = 'model';
  const outcome = await evaluateStage(host, {
    config: inputs.config,
    out: '.model-delivery',
    failOn: inputs['fail-on'],
    asOf: undefined,
    seed: undefined,
    candidate: inputs.candidate,
    champion: inputs.champion,
    model: inputs.model,
    dataReport: inputs['data-report'],
    purpose: inputs.purpose,
    thresholds: [],
    enginePath: inputs['engine-path'],
    access: { client: context.client, token: context.token },
    onConfigured: ({ loaded }) => {
      model = loaded.config.model;
      context.mark('inputs and configuration read');
    },
    basePolicy: async (configuration) => {
      const { basePolicyOfEvent } = await import('@model-delivery/use-cases/pull-request-policy');
      return basePolicyOfEvent(host, context.client, configuration);
    },
  });
  const { markdownOf } = await import('@model-delivery/use-cases/report');
  const document = outcome.document as Partial<Evaluation> | null;
  return leaveStageResult(
    host,
    outcome,
    { stage: 'evaluate-gate', model, name: inputs.name, markdown: markdownOf(host, outcome, model) },
    { champion: document?.champion?.version ?? '', 'promote-to': document?.promote_to ?? '' },
  );
}
