export { CANARY_COMMANDS, type CanaryCommand, type CanaryRequest, canaryStage } from './canary-stage.ts';
