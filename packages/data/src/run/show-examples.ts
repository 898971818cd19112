import type { DataCheck } from '@model-delivery/core';
import type { OpenedDataset } from '../measurement/measurement-engine.ts';
import { columnsOfTest } from '../measurement/row-test.ts';
import { isSettled, type PlannedCheck } from '../plan/check-plan.ts';
import type { DatasetFacts } from '../plan/dataset-facts.ts';

/** Columns an example shows at most. */
const MOST_COLUMNS = 12;

/** Adds the first failing rows, in key order, to failed row checks: one small query each, and none for the others. */
export async function showExamples(
  opened: OpenedDataset,
  facts: DatasetFacts,
  planned: readonly PlannedCheck[],
  judged: readonly DataCheck[],
  limit: number,
): Promise<DataCheck[]> {
  const checks: DataCheck[] = [];
  for (const [index, check] of judged.entries()) {
    const { question, where } = planned[index]!;
    const columns = isSettled(question) || question.ask !== 'rows' ? [] : shownColumns(facts, question.test);
    if (
      check.verdict !== 'fail' ||
      !check.failed ||
      columns.length === 0 ||
      limit === 0 ||
      isSettled(question) ||
      question.ask !== 'rows'
    ) {
      checks.push(check);
      continue;
    }
    checks.push({ ...check, examples: await opened.examples({ test: question.test, where, columns, limit }) });
  }
  return checks;
}

/** The key, then what the test looks at. A missing value without a key has nothing to show. */
function shownColumns(facts: DatasetFacts, test: Parameters<typeof columnsOfTest>[0]): string[] {
  const names = facts.columns.map((column) => column.name);
  const key = (facts.config.key ?? []).filter((name) => names.includes(name));
  if (test.kind === 'missing' && key.length === 0) return [];
  const tested = test.kind === 'rule' ? (facts.conditions.get(test.condition) ?? []) : columnsOfTest(test);
  const spelled = tested.map(
    (name) =>
      names.find((known) => known === name) ?? names.find((known) => known.toLowerCase() === name.toLowerCase())!,
  );
  return [...new Set([...key, ...spelled])].slice(0, MOST_COLUMNS);
}
