import type { AliasEvent } from '@model-delivery/core';
import { type Step, shortVersion } from './step.ts';

/** One sentence of the ledger's story. */
export interface Sentence {
  time: string;
  /** What happened, in words. */
  text: string;
  reason: string;
  /** Whether it changed what serves. */
  serves: boolean;
}

/** The ledger told as a story: which version was registered, which served, and why. */
export function storyOf(events: readonly AliasEvent[], steps: readonly Step[]): Sentence[] {
  return events.map((event) => ({
    time: event.meta.time,
    text: textOf(event, steps),
    reason: event.reason,
    serves: event.alias === 'champion',
  }));
}

function textOf(event: AliasEvent, steps: readonly Step[]): string {
  const version = shortVersion(event.to);
  const rolledBack = steps.find(({ rollout }) => rollout?.candidate === event.to && rollout.state === 'RolledBack');
  switch (event.action) {
    case 'register':
      return `${version} is registered${rolledBack ? '; it will never serve more than a canary' : ''}`;
    case 'promote':
      return event.from === null
        ? `${version} becomes the first ${event.alias}`
        : `${version} becomes the ${event.alias} after ${shortVersion(event.from)}`;
    case 'rollback':
      return `the ${event.alias} goes back from ${shortVersion(event.from)} to ${version}`;
    case 'archive':
      return `${version} is archived`;
  }
}

/** The story for a terminal. */
export function storyText(story: readonly Sentence[]): string {
  return story
    .map(
      ({ time, text, reason, serves }) =>
        `${serves ? '*' : ' '} ${time.slice(11, 19)}  ${text}\n              ${reason}`,
    )
    .join('\n');
}
