import { resolve } from 'node:path';
import {
  type ActionContext,
  type ActionOutcome,
  appendJobSummary,
  artifactName,
  type InputValues,
  uploadArtifact,
} from '@model-delivery/action-kit';
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
    await uploadArtifact(host, artifactName(model, 'evaluate-gate', inputs.name), [resolve(host.cwd, outcome.path)]);
  const document = outcome.document as Partial<Evaluation> | null;
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
      champion: document?.champion?.version ?? '',
      'promote-to': document?.promote_to ?? '',
    },
  };
}
