import type { ActionContext, ActionOutcome } from '@model-delivery/action-kit';
import type { Stage } from './spec.ts';

type Run = (inputs: never, context: ActionContext) => Promise<ActionOutcome>;

/** The stages of the suite; only the one that was asked for is loaded. */
const STAGES: Record<Stage, () => Promise<{ run: Run }>> = {
  'validate-data': () => import('../../validate-data/src/run.ts'),
  'evaluate-gate': () => import('../../evaluate-gate/src/run.ts'),
  'register-model': () => import('../../register-model/src/run.ts'),
  'trigger-retraining': () => import('../../trigger-retraining/src/run.ts'),
  'deploy-canary': () => import('../../deploy-canary/src/run.ts'),
  'post-report': () => import('../../post-report/src/run.ts'),
};

/** Runs the stage that the input `stage` names, with the inputs it knows. */
export async function run(inputs: Record<string, unknown>, context: ActionContext): Promise<ActionOutcome> {
  const stage = await STAGES[inputs.stage as Stage]();
  return stage.run(inputs as never, context);
}
