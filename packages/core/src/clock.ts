/** The time, injected: tests and replays run on their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** `YYYY-MM-DD` of an instant in UTC. */
export function utcDate(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
