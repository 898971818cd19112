import { runAction } from '@model-delivery/action-kit';
import { TOOL } from '@model-delivery/use-cases/version';
import { run } from './run.ts';
import { spec } from './spec.ts';

/** Runs the action in this process. */
export function start(): Promise<void> {
  return runAction(spec, TOOL, run);
}
