import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ActionContext, type ActionOutcome, type InputValues, leaveStageResult } from '@model-delivery/action-kit';
import { parseParameterInput, type RegisterOutcome, registerStage } from '@model-delivery/use-cases/registry';
import type { spec } from './spec.ts';

const OUT = '.model-delivery';

/** Registers the model, and leaves outputs, summary and artifact behind before the step may fail. */
export async function run(inputs: InputValues<typeof spec>, context: ActionContext): Promise<ActionOutcome> {
  const { host, client, token } = context;
  let model = 'model';
  const outcome = await registerStage(host, {
    config: inputs.config,
    out: OUT,
    failOn: inputs['fail-on'],
    asOf: undefined,
    model: inputs.model,
    evaluation: inputs.evaluation,
    dataReport: inputs['data-report'],
    params: inputs.params === undefined ? {} : parseParameterInput(inputs.params),
    status: undefined,
    approval: inputs.approval,
    adopt: inputs.adopt,
    reason: inputs.reason,
    access: { client, token },
    onConfigured: ({ loaded }) => {
      model = loaded.config.model;
      context.mark('inputs and configuration read');
    },
  });
  const lineage = `${OUT}/lineage.json`;
  const files = outcome.created !== null && existsSync(resolve(host.cwd, lineage)) ? [lineage] : [];
  return leaveStageResult(
    host,
    outcome,
    { stage: 'register-model', model, name: inputs.name, markdown: await markdownOf(outcome, model), files },
    {
      version: outcome.version ?? '',
      created: outcome.created === null ? '' : String(outcome.created),
      reference: outcome.reference ?? '',
    },
  );
}

/** The model card for the job summary: whoever approves the deployment reads it there. */
async function markdownOf(outcome: RegisterOutcome, model: string): Promise<string> {
  if (outcome.card !== null) return outcome.card;
  const { codeMarkdown, textMarkdown } = await import('@model-delivery/report');
  return `### Register model ${codeMarkdown(model, 64)}\n\n${textMarkdown(outcome.summary, 2000)}\n`;
}
