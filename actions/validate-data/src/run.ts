import { type ActionContext, type ActionOutcome, type InputValues, leaveStageResult } from '@model-delivery/action-kit';
import { validateStage } from '@model-delivery/use-cases';
import type { spec } from './spec.ts';

/** Reads the inputs, validates, and leaves outputs, summary and artifact behind before the step may fail. */
export async function run(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const { host } = context;
  let model = 'model';
  const outcome = await validateStage(host, {
    config: inputs.config,
    out: '.model-delivery',
    failOn: inputs['fail-on'],
    asOf: undefined,
    datasets: inputs.dataset,
    source: inputs.source,
    enginePath: inputs['engine-path'],
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
  const counts = (outcome.document?.counts ?? {}) as Record<string, number>;
  return leaveStageResult(
    host,
    outcome,
    { stage: 'validate-data', model, name: inputs.name, markdown: markdownOf(host, outcome, model) },
    { 'failed-checks': String(counts.fail ?? 0) },
  );
}
