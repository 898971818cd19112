import { isPostStep, runAction } from '@model-delivery/action-kit';
import { TOOL } from '@model-delivery/use-cases/version';
import { runPost } from './post.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

/** Runs the action in this process: the step itself, or what is left to do after the job. */
export function start(): Promise<void> {
  return runAction(spec, TOOL, isPostStep() ? runPost : run);
}
