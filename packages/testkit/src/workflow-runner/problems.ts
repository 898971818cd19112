import { ConfigError } from '@model-delivery/core';

/** A place in a workflow or action file; `line` is 1-based. */
export interface Place {
  file: string;
  line: number;
}

/** Ends the run: the workflow uses something this runner does not imitate. Never skipped silently. */
export function notSupported(key: string, place: Place): ConfigError {
  return new ConfigError({
    code: 'WORKFLOW_NOT_SUPPORTED',
    message: `not supported: ${key} at ${place.file}:${place.line}`,
    hint: 'This runner covers what the shipped and example workflows use; change the workflow or teach the runner this key with a test.',
    location: { file: place.file, line: place.line },
  });
}

/** Ends the run: GitHub would refuse this workflow or action file. */
export function invalidWorkflow(detail: string, place: Place): ConfigError {
  return new ConfigError({
    code: 'WORKFLOW_INVALID',
    message: `invalid workflow: ${detail} at ${place.file}:${place.line}`,
    hint: 'GitHub would refuse this file as well; correct it.',
    location: { file: place.file, line: place.line },
  });
}
