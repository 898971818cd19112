import { ConfigError, type DataConfig } from '@model-delivery/core';
import type { MeasurementSession, OpenedDataset } from '../measurement/measurement-engine.ts';

/** A user's condition and what it is called in messages. */
interface Condition {
  text: string;
  purpose: string;
}

/** The conditions that the checks of a data set use: every `where` and every `rule`. */
function conditionsFor(data: DataConfig, dataset: string): Condition[] {
  const applies = (names: readonly string[] | undefined) => names?.includes(dataset) ?? true;
  const columns = Object.entries(data.columns)
    .filter(([, checks]) => checks.where !== undefined && applies(checks.datasets))
    .map(([key, checks]) => ({ text: checks.where!, purpose: `data.columns.${key}.where` }));
  const tables = data.checks.flatMap((check, index) => {
    if (!applies(check.datasets)) return [];
    const found: Condition[] = [];
    if (check.where !== undefined) found.push({ text: check.where, purpose: `data.checks.${index}.where` });
    if ('rule' in check) found.push({ text: check.rule, purpose: `data.checks.${index}.rule` });
    return found;
  });
  return [...columns, ...tables];
}

/**
 * The columns that each condition names, by its text.
 * @throws ConfigError when one is not a plain condition over one row.
 */
export async function readConditions(
  data: DataConfig,
  dataset: OpenedDataset,
): Promise<Map<string, readonly string[]>> {
  const columns = new Map<string, readonly string[]>();
  for (const { text, purpose } of conditionsFor(data, dataset.name)) {
    columns.set(text, await dataset.columnsOfCondition(text, purpose));
  }
  return columns;
}

/** @throws ConfigError for a pattern of `matches` that RE2 does not accept. */
export async function checkPatterns(data: DataConfig, session: MeasurementSession): Promise<void> {
  for (const [key, { matches }] of Object.entries(data.columns)) {
    const problem = matches === undefined ? null : await session.patternProblem(matches);
    if (problem === null) continue;
    throw new ConfigError({
      code: 'PATTERN_INVALID',
      message: `Reading data.columns.${key}.matches: expected an RE2 pattern, found \`${matches!.slice(0, 200)}\`: ${problem}`,
      hint: 'RE2 has no lookahead and no backreferences; the pattern must match the whole value.',
    });
  }
}
