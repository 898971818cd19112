import { COMMON_OUTPUTS, type InputSpec } from '@model-delivery/action-kit';
import * as z from 'zod';
import { spec as evaluateGate } from '../../evaluate-gate/src/spec.ts';
import { spec as postReport } from '../../post-report/src/spec.ts';
import { spec as validateData } from '../../validate-data/src/spec.ts';

const STAGES = ['validate-data', 'evaluate-gate', 'post-report'] as const;
export type Stage = (typeof STAGES)[number];

const stage: InputSpec<Stage> & { required: true } = {
  description: `The stage to run: ${STAGES.map((name) => `\`${name}\``).join(', ')}.`,
  required: true,
  parse: z.enum(STAGES) as z.ZodType<Stage, string>,
};

/** The Marketplace face: one action for every stage, with the inputs and outputs of all of them. */
export const spec = {
  name: 'suite',
  title: 'model-delivery',
  description: 'Carry a machine-learning model from data to production on evidence.',
  branding: { icon: 'check-circle', color: 'blue' },
  inputs: { stage, ...validateData.inputs, ...evaluateGate.inputs, ...postReport.inputs } as Record<string, InputSpec>,
  outputs: { ...COMMON_OUTPUTS, ...validateData.outputs, ...evaluateGate.outputs, ...postReport.outputs },
  permissions: {},
} as const;
