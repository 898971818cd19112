import { afterMarker } from '@model-delivery/core';

/** The address of a workflow run, which differs from run to run while nothing that was found does. */
const RUN_ADDRESS = /\/actions\/runs\/\d+(?:\/attempts\/\d+)?/g;

/** Whether two comment bodies say the same: equal after the first line, but for the run they link to. */
export function unchanged(bodyA: string, bodyB: string): boolean {
  const content = (body: string) => afterMarker(body).replace(RUN_ADDRESS, '/actions/runs/0');
  return content(bodyA) === content(bodyB);
}
