import { ConfigError, type DataConfig } from '@model-delivery/core';
import { IdRegister } from './check-id.ts';
import type { PlannedCheck } from './check-plan.ts';
import { isSettled } from './check-plan.ts';
import { isPattern, matchingColumns } from './column-pattern.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import { planColumns, planUnmatchedPattern } from './plan-columns.ts';
import { planDefaultDrift } from './plan-drift.ts';
import { planTables } from './plan-tables.ts';

/**
 * Every check of the readable data sets: by data set in the order of the configuration, then columns, then `defaults.drift`,
 * then `data.checks`.
 * @param readable facts of the data sets that could be read
 * @param unreadable names of those that could not, where a pattern might have matched
 */
export function planChecks(
  data: DataConfig,
  readable: readonly DatasetFacts[],
  unreadable: readonly string[],
): PlannedCheck[] {
  refuseUnusableKeys(data);
  const unmatched = unmatchedPatterns(data, readable, unreadable);
  const checks = readable.flatMap((facts) => planDataset(data, facts, unmatched));
  const tooLong = checks.find((check) => check.id.length > 512);
  if (tooLong) {
    throw new ConfigError({
      code: 'CHECK_ID_TOO_LONG',
      message: `Planning the checks of ${tooLong.dataset}: the id ${tooLong.id.slice(0, 80)}… has ${tooLong.id.length} characters; at most 512 fit.`,
      hint: 'Give the check a short `name`, or shorten the names it is made of.',
    });
  }
  return checks;
}

function planDataset(data: DataConfig, facts: DatasetFacts, unmatched: ReadonlySet<string>): PlannedCheck[] {
  const ids = new IdRegister();
  const columns = planColumns(data, facts, ids);
  for (const key of unmatched) {
    const checks = data.columns[key]!;
    if (!checks.datasets || checks.datasets.includes(facts.name))
      columns.push(...planUnmatchedPattern(facts, key, checks, ids));
  }
  const drifting = new Set(columns.filter((check) => check.kind === 'drift').map((check) => check.column!));
  const planned = [...columns, ...planDefaultDrift(data, facts, drifting, ids), ...planTables(data, facts, ids)];
  return facts.rows === 0 ? planned.map(withoutRows) : planned;
}

/** Nothing can be judged on no rows; what does not apply still does not apply. */
function withoutRows(check: PlannedCheck): PlannedCheck {
  if (isSettled(check.question)) return check;
  return { ...check, question: { verdict: 'error', reason: `${check.dataset} has no rows` } };
}

/** Patterns that match nowhere, as far as every data set they apply to could be read. */
function unmatchedPatterns(
  data: DataConfig,
  readable: readonly DatasetFacts[],
  unreadable: readonly string[],
): Set<string> {
  const patterns = Object.keys(data.columns).filter((key) => {
    if (!isPattern(key)) return false;
    const applies = (name: string) => data.columns[key]!.datasets?.includes(name) ?? true;
    if (unreadable.some(applies)) return false;
    return !readable.some(
      (facts) =>
        applies(facts.name) &&
        matchingColumns(
          key,
          facts.columns.map((column) => column.name),
        ).length > 0,
    );
  });
  return new Set(patterns);
}

function refuseUnusableKeys(data: DataConfig): void {
  data.checks.forEach((check, index) => {
    if (!('columns' in check) || check.where === undefined) return;
    throw new ConfigError({
      code: 'WHERE_WITHOUT_ROWS',
      message: `Reading data.checks.${index}: \`columns\` asks about the whole data set, so \`where: ${check.where}\` cannot restrict it.`,
      hint: 'Remove `where` from this entry.',
    });
  });
}
