export type { BasePolicy, FindBasePolicy } from './base-policy.ts';
export { type Configuration, isInside, readConfiguration } from './configuration.ts';
export { metaOf, writeDocument, writeWhole } from './document-file.ts';
export { type EvaluateRequest, evaluateStage, purposeOf } from './evaluate-stage.ts';
export { type EventPayload, isForkPullRequest, readEvent, runIdentity } from './run-identity.ts';
export { runStage, type StageOutcome } from './stage-run.ts';
export { type ValidateRequest, validateStage } from './validate-stage.ts';
