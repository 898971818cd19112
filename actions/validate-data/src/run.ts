import { resolve } from 'node:path';
import {
  type ActionContext,
  type ActionOutcome,
  appendJobSummary,
  artifactName,
  type InputValues,
  uploadArtifact,
} from '@model-delivery/action-kit';
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
  appendJobSummary(host, markdownOf(host, outcome, model));
  if (outcome.path)
    await uploadArtifact(host, artifactName(model, 'validate-data', inputs.name), [resolve(host.cwd, outcome.path)]);
  const counts = (outcome.document?.counts ?? {}) as Record<string, number>;
  return {
    exitCode: outcome.exitCode,
    summary: outcome.error ? `${outcome.error.code}: ${outcome.error.message}` : outcome.summary,
    hint: outcome.error?.hint,
    location: outcome.location,
    outputs: {
      verdict: outcome.verdict,
      document: outcome.path ?? '',
      digest: outcome.digest ?? '',
      summary: outcome.summary,
      'failed-checks': String(counts.fail ?? 0),
    },
  };
}
