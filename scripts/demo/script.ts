import type { Expected } from './play.ts';

/** The pull requests in the order they are played, and how each must end. */
export const SCRIPT: readonly Expected[] = [
  { id: 'better-model', outcome: 'passed', stoppedBy: null },
  { id: 'broken-data', outcome: 'stopped', stoppedBy: 'validate-data' },
  { id: 'worse-model', outcome: 'stopped', stoppedBy: 'evaluate-gate' },
];
