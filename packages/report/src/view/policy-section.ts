import type { PolicyChange } from '@model-delivery/core';
import { code, left, line, paragraph, quote, type Section, strong, table, text } from '../content.ts';
import { jsonText } from './json-text.ts';
import { section } from './sections.ts';

/** Whether the pull request brings its own policy, and what it would loosen. */
export function policySections(stage: string, change: PolicyChange | undefined): Section[] {
  if (change === undefined) return [];
  const introduced = change.introduced
    ? [
        paragraph(
          line`${strong(text('Policy introduced by this pull request:'))} its base commit has none, so it is judged by its own; failed and inconclusive checks do not block yet.`,
        ),
      ]
    : [];
  const loosened =
    change.loosened.length === 0
      ? []
      : [
          paragraph(
            line`${strong(text('This pull request loosens its own policy.'))} It was judged by the base commit where that applies; these keys would be more lenient:`,
          ),
          table(
            `Keys of the ${stage} policy that are loosened`,
            [left('Key'), left('Base commit'), left('This pull request')],
            change.loosened.map(({ key, base, head }) => [[code(key)], policyValue(base), policyValue(head)]),
          ),
        ];
  return [section(`${stage}-policy`, `Policy of the ${stage}`, 86, [...introduced, ...loosened])];
}

function policyValue(value: unknown) {
  const shown = jsonText(value);
  return shown === '' ? [quote('not set')] : [code(shown)];
}
