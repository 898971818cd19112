import type { AliasEvent } from '@model-delivery/core';
import { type Step, shortVersion } from './step.ts';

/** One sentence of the ledger's story. */
export interface Sentence {
  time: string;
  /** What happened, in words. */
  text: string;
  reason: string;
  /** `serves`: what serves has changed; `refused`: a canary was taken back; `noted`: neither. */
  kind: 'serves' | 'refused' | 'noted';
}

/** The ledger told as a story, with the canaries that were taken back: which version was registered, which served, and why. */
export function storyOf(events: readonly AliasEvent[], steps: readonly Step[]): Sentence[] {
  const told = events.map(
    (event): Sentence => ({
      time: event.meta.time,
      text: textOf(event, steps),
      reason: event.reason,
      kind: event.alias === 'champion' ? 'serves' : 'noted',
    }),
  );
  return [...told, ...steps.flatMap(takenBack)].toSorted((a, b) => (a.time < b.time ? -1 : 1));
}

function textOf(event: AliasEvent, steps: readonly Step[]): string {
  const version = shortVersion(event.to);
  const act = steps.find(({ rollout }) => rollout?.candidate === event.to);
  const title = act === undefined ? '' : ` (${act.number === null ? '' : `#${act.number} `}${act.title})`;
  switch (event.action) {
    case 'register':
      return `${version} is registered${title}`;
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

/** A canary that did not become champion stands in the journal of the rollout, not in the ledger. */
function takenBack({ rollout, championAfter }: Step): Sentence[] {
  const last = rollout?.state === 'RolledBack' ? rollout.decisions?.at(-1) : undefined;
  if (last === undefined) return [];
  const text = `${shortVersion(rollout!.candidate)} is taken back from its canary; ${shortVersion(championAfter)} keeps serving`;
  return [{ time: last.time, text, reason: rollout!.reason, kind: 'refused' }];
}

const MARKS: Record<Sentence['kind'], string> = { serves: '*', refused: '!', noted: ' ' };

/** The story for a terminal. */
export function storyText(story: readonly Sentence[]): string {
  return story
    .map(({ time, text, reason, kind }) => `${MARKS[kind]} ${time.slice(11, 19)}  ${text}\n              ${reason}`)
    .join('\n');
}
