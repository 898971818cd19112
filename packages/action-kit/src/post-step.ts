import * as core from '@actions/core';

const MARK = 'model-delivery-post';

/** Whether this process is the post step of the action: the runner hands over what the main step saved. */
export function isPostStep(): boolean {
  return core.getState(MARK) === 'true';
}

/** Keeps a value for the post step; the first call also tells that step what it is. */
export function keepForPostStep(name: string, value: string): void {
  core.saveState(MARK, 'true');
  core.saveState(name, value);
}

/** What the main step kept; empty when it kept nothing. */
export function keptByMainStep(name: string): string {
  return core.getState(name);
}
