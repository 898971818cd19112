/** What happened to one pull request of the demo. */
export interface Step {
  id: string;
  title: string;
  body: string;
  number: number;
  outcome: 'passed' | 'stopped';
  stoppedBy: string | null;
  championBefore: string | null;
  championAfter: string | null;
  /** The sentence a reviewer reads first. */
  reason: string;
  comment: string;
  checks: { name: string; conclusion: string | null }[];
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

/** The closing table on the terminal. */
export function resultTable(steps: readonly Step[]): string {
  const rows = [
    ['pull request', 'outcome', 'stopped by', 'time', 'why'],
    ...steps.map((step) => [
      `#${step.number} ${step.id}`,
      step.outcome,
      step.stoppedBy ?? '-',
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
