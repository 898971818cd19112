import { nearestNames } from '@model-delivery/core';
import type { Settled } from './check-plan.ts';
import type { ColumnPresence, DatasetFacts } from './dataset-facts.ts';

/** Whether a data set has a column, is not meant to have it (`absent`), or lacks it. */
export function columnPresence(facts: DatasetFacts, name: string): ColumnPresence {
  if (facts.config.absent.includes(name)) {
    return { state: 'absent', reason: `${name} is declared absent from ${facts.name}` };
  }
  const column = facts.columns.find((candidate) => candidate.name === name);
  return column ? { state: 'present', column } : { state: 'missing', reason: missingColumn(facts, name) };
}

function missingColumn(facts: DatasetFacts, name: string): string {
  const near = nearestNames(
    name,
    facts.columns.map((column) => column.name),
    1,
  )[0];
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `${facts.name} has no column ${name}, which the configuration names${hint}`;
}

/** What becomes of a check that needs these columns: nothing (all there), an error, or not applicable. */
export function settledByColumns(facts: DatasetFacts, names: readonly string[]): Settled | null {
  let absent: Settled | null = null;
  for (const name of names) {
    const presence = columnPresence(facts, name);
    if (presence.state === 'missing') return { verdict: 'error', reason: presence.reason };
    if (presence.state === 'absent') absent ??= { verdict: 'not_applicable', reason: presence.reason };
  }
  return absent;
}

/** The same for the columns a user's condition names; SQL compares names without case. */
export function settledByCondition(facts: DatasetFacts, condition: string | null): Settled | null {
  if (condition === null) return null;
  const names = facts.conditions.get(condition) ?? [];
  const spelled = (name: string) =>
    facts.config.absent.find((column) => sameName(column, name)) ??
    facts.columns.find((column) => sameName(column.name, name))?.name ??
    name;
  return settledByColumns(facts, names.map(spelled));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
