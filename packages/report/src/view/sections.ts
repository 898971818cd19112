import { type Block, code, left, line, list, quote, type Section, table } from '../content.ts';
import { counted } from '../number-format.ts';

/** A section; one without blocks says nothing and is left out when the view is put together. */
export function section(id: string, title: string, priority: number, blocks: Block[], folded = false): Section {
  return { id, title, priority, blocks, folded };
}

/** Checks that could not apply, with the reason each of them gives. */
export function notEvaluatedSection(
  stage: string,
  checks: readonly { id: string; verdict: string; message: string }[],
): Section {
  const skipped = checks.filter((check) => check.verdict === 'not_applicable');
  const rows = skipped.map((check) => [[code(check.id)], [quote(check.message)]]);
  const title = `Not evaluated (${skipped.length})`;
  const blocks =
    rows.length === 0
      ? []
      : [table(`Checks of the ${stage} that were not evaluated`, [left('Check'), left('Why')], rows)];
  return section(`${stage}-not-evaluated`, `${title}: why`, 54, blocks, true);
}

/** Notices of the stage: no verdict, but something to know. */
export function warningsSection(stage: string, warnings: readonly string[]): Section {
  const shown = warnings.slice(0, 20).map((warning) => [quote(warning)]);
  if (warnings.length > 20) shown.push(line`and ${counted(warnings.length - 20, 'more notice')}`);
  return section(`${stage}-notices`, `Notices of the ${stage}`, 56, shown.length === 0 ? [] : [list(shown)]);
}
