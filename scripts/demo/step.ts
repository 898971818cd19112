import type { Rollout } from '@model-delivery/core';

export type Outcome = 'passed' | 'stopped' | 'promoted' | 'rolled_back' | 'retrained';
/** Actions whose failure ends an act, in the order of the chain. */
export const STOPPERS = ['validate-data', 'evaluate-gate', 'register-model', 'deploy-canary'] as const;
export type Stopper = (typeof STOPPERS)[number];

/** What happened in one act of the demo. */
export interface Step {
  id: string;
  title: string;
  body: string;
  /** Of the pull request; null where there is none. */
  number: number | null;
  outcome: Outcome;
  stoppedBy: Stopper | null;
  championBefore: string | null;
  championAfter: string | null;
  /** The sentence a reviewer reads first. */
  reason: string;
  /** Comment on the pull request as it stands at the end; empty where there is none. */
  comment: string;
  checks: { name: string; conclusion: string | null }[];
  /** The rollout of this act; null where nothing was rolled out. */
  rollout: Rollout | null;
  /** Statuses of the GitHub Deployment, oldest first. */
  deployments: { state: string; description: string }[];
  seconds: number;
  asExpected: boolean;
}

/** The machine-readable summary of the demo. */
export function summaryOf(steps: readonly Step[]) {
  return {
    steps: steps.map((step) => ({
      id: step.id,
      outcome: step.outcome,
      stopped_by: step.stoppedBy,
      champion_before: step.championBefore,
      champion_after: step.championAfter,
      reason: step.reason,
    })),
  };
}

/** A version as people say it. */
export function shortVersion(version: string | null): string {
  return version === null ? 'none' : version.replace('sha256:', '').slice(0, 8);
}

/** The closing table on the terminal. */
export function resultTable(steps: readonly Step[]): string {
  const rows = [
    ['step', 'outcome', 'stopped by', 'champion', 'time', 'why'],
    ...steps.map((step) => [
      step.id,
      step.outcome,
      step.stoppedBy ?? '-',
      `${shortVersion(step.championBefore)} -> ${shortVersion(step.championAfter)}`,
      `${step.seconds.toFixed(1)} s`,
      step.reason,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join('  ');
  return [
    line(rows[0]!),
    widths
      .slice(0, -1)
      .map((width) => '-'.repeat(width))
      .join('  '),
    ...rows.slice(1).map(line),
  ].join('\n');
}
