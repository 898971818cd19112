export { type CanaryRequest, canaryStage } from './canary-stage.ts';
export { processOwner } from './process-owner.ts';
