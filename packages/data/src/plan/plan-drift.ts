import type { ColumnProfile, ColumnType, DataConfig } from '@model-delivery/core';
import type { DescribedColumn } from '../measurement/measurement-engine.ts';
import { columnCheckId, type IdRegister } from './check-id.ts';
import type { PlannedCheck, Question, Settled } from './check-plan.ts';
import { columnPresence } from './column-presence.ts';
import type { DatasetFacts } from './dataset-facts.ts';

/** The drift check of one column against the data set's reference. */
export function driftQuestion(facts: DatasetFacts, column: DescribedColumn, threshold: number): Question | Settled {
  const { reference, name } = facts;
  switch (reference.state) {
    case 'itself':
      return { verdict: 'not_applicable', reason: `${name} is itself the reference that drift is measured against` };
    case 'none':
      return {
        verdict: 'error',
        reason: `${name} has nothing to compare ${column.name} with: give it \`reference:\` or \`profile:\`, or narrow the check with \`datasets:\``,
      };
    case 'unusable':
      return { verdict: 'error', reason: reference.reason };
    case 'profile': {
      const profiled = reference.profile.columns.find((candidate) => candidate.name === column.name);
      if (profiled === undefined)
        return {
          verdict: 'error',
          reason: `the profile of ${reference.name} has no column ${column.name}: make it again`,
        };
      return comparable(profiled, column, threshold, reference.name);
    }
  }
}

function comparable(
  profiled: ColumnProfile,
  column: DescribedColumn,
  threshold: number,
  reference: string,
): Question | Settled {
  if (profiled.categories) {
    return {
      ask: 'drift',
      column: column.name,
      threshold,
      reference: { kind: 'categories', profile: profiled.categories },
    };
  }
  if (profiled.numeric && numberScale(profiled.type) === numberScale(column.type)) {
    return { ask: 'drift', column: column.name, threshold, reference: { kind: 'numbers', profile: profiled.numeric } };
  }
  return {
    verdict: 'error',
    reason: `${column.name} is ${profiled.type} in the profile of ${reference} and ${column.type} here: declare its \`type\` and make the profile again`,
  };
}

/** Types whose values lie on the same axis. */
function numberScale(type: ColumnType): string {
  return type === 'integer' ? 'number' : type;
}

/** `data.defaults.drift`: every profiled column that has no drift check of its own, except the columns of the key and of time. */
export function planDefaultDrift(
  data: DataConfig,
  facts: DatasetFacts,
  taken: ReadonlySet<string>,
  ids: IdRegister,
): PlannedCheck[] {
  const drift = data.defaults.drift;
  if (drift === undefined) return [];
  const roles = new Set([...(facts.config.key ?? []), facts.config.time]);
  const names =
    facts.reference.state === 'profile' ? driftingColumns(facts.reference.profile.columns) : unprofiled(facts);
  return names
    .filter((name) => !taken.has(name) && !roles.has(name))
    .map((name) => ({
      id: ids.take(columnCheckId(facts.name, name, 'drift')),
      dataset: facts.name,
      column: name,
      kind: 'drift',
      severity: 'fail',
      where: null,
      expected: { psi: drift.psi },
      path: ['data', 'defaults', 'drift'],
      question: defaultQuestion(facts, name, drift.psi),
    }));
}

function driftingColumns(columns: readonly ColumnProfile[]): string[] {
  return columns.filter((column) => column.role === null).map((column) => column.name);
}

/** An unusable reference must not go unnoticed; a data set without any has no profiled column. */
function unprofiled(facts: DatasetFacts): string[] {
  return facts.reference.state === 'unusable' ? facts.columns.map((column) => column.name) : [];
}

function defaultQuestion(facts: DatasetFacts, name: string, threshold: number): Question | Settled {
  const presence = columnPresence(facts, name);
  if (presence.state === 'absent') return { verdict: 'not_applicable', reason: presence.reason };
  if (presence.state === 'missing')
    return { verdict: 'error', reason: `${facts.name} lacks the profiled column ${name}` };
  return driftQuestion(facts, presence.column, threshold);
}
