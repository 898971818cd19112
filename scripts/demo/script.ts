import type { Outcome, Stopper } from './step.ts';

/** One act of the demo, and how it must end. */
export interface Expected {
  id: string;
  /** `initial`: the first push; `pull`: a pull request, merged when it passes; `drift`: a month of data and the monitor. */
  plays: 'initial' | 'pull' | 'drift';
  outcome: Outcome;
  stoppedBy: Stopper | null;
}

/** The acts in the order they are played. */
export const SCRIPT: readonly Expected[] = [
  { id: 'first-model', plays: 'initial', outcome: 'promoted', stoppedBy: null },
  { id: 'broken-data', plays: 'pull', outcome: 'stopped', stoppedBy: 'validate-data' },
  { id: 'worse-model', plays: 'pull', outcome: 'stopped', stoppedBy: 'evaluate-gate' },
  { id: 'better-model', plays: 'pull', outcome: 'promoted', stoppedBy: null },
  { id: 'bad-in-serving', plays: 'pull', outcome: 'rolled_back', stoppedBy: 'deploy-canary' },
  { id: 'drift-retrain', plays: 'drift', outcome: 'retrained', stoppedBy: null },
];
