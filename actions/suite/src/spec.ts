import { type ActionSpec, COMMON_OUTPUTS, type InputSpec } from '@model-delivery/action-kit';
import * as z from 'zod';
import { spec as deployCanary } from '../../deploy-canary/src/spec.ts';
import { spec as evaluateGate } from '../../evaluate-gate/src/spec.ts';
import { spec as postReport } from '../../post-report/src/spec.ts';
import { spec as registerModel } from '../../register-model/src/spec.ts';
import { spec as triggerRetraining } from '../../trigger-retraining/src/spec.ts';
import { spec as validateData } from '../../validate-data/src/spec.ts';

const STAGES = [
  'validate-data',
  'evaluate-gate',
  'register-model',
  'deploy-canary',
  'post-report',
  'trigger-retraining',
] as const;
export type Stage = (typeof STAGES)[number];

const stage: InputSpec<Stage> & { required: true } = {
  description: `The stage to run: ${STAGES.map((name) => `\`${name}\``).join(', ')}.`,
  required: true,
  parse: z.enum(STAGES) as z.ZodType<Stage, string>,
};

const SPECS: readonly ActionSpec[] = [
  validateData,
  evaluateGate,
  registerModel,
  deployCanary,
  postReport,
  triggerRetraining,
];

/** The inputs of all stages: none is required of every stage, and one that several share says what it is for each. */
function inputsOfStages(): Record<string, InputSpec> {
  const merged: Record<string, InputSpec> = {};
  for (const [name, uses] of usesOfInputs()) {
    const { required: _, ...first } = uses[0]!.input;
    const shared = uses.every(({ input }) => input.description === first.description);
    const description = shared
      ? first.description
      : uses.map((use) => `\`${use.stage}\`: ${use.input.description}`).join(' ');
    merged[name] = { ...first, description };
  }
  return merged;
}

function usesOfInputs(): Map<string, { stage: string; input: InputSpec }[]> {
  const uses = new Map<string, { stage: string; input: InputSpec }[]>();
  for (const spec of SPECS) {
    for (const [name, input] of Object.entries(spec.inputs)) {
      uses.set(name, [...(uses.get(name) ?? []), { stage: spec.name, input }]);
    }
  }
  return uses;
}

/** The Marketplace face: one action for every stage, with the inputs and outputs of all of them. */
export const spec = {
  name: 'suite',
  title: 'model-delivery',
  description: 'Carry a machine-learning model from data to production on evidence.',
  branding: { icon: 'check-circle', color: 'blue' },
  inputs: { stage, ...inputsOfStages() } as Record<string, InputSpec>,
  outputs: { ...COMMON_OUTPUTS, ...Object.assign({}, ...SPECS.map((each) => each.outputs)) } as Record<string, string>,
  permissions: {},
} as const;
