export { githubWorkflows, type WorkflowRunner } from './dispatch-port.ts';
export { type RetrainRequest, retrainStage } from './retrain-stage.ts';
export { openStateLog, type StateLog } from './state-log.ts';
