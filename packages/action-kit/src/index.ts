export * from './action-spec.ts';
export { githubClient } from './github-access.ts';
export { appendJobSummary } from './job-summary.ts';
export { isPostStep, keepForPostStep, keptByMainStep } from './post-step.ts';
export { inputVariable, readInputs } from './read-inputs.ts';
export { type ActionContext, type ActionOutcome, runAction } from './run-action.ts';
export { safeLogText } from './safe-log.ts';
export { leaveStageResult, type StageDisplay, type StageResult } from './stage-result.ts';
export { artifactName, uploadArtifact } from './upload-artifact.ts';
