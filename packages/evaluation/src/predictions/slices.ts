import { EvidenceError } from '@model-delivery/core';
import type { ModelColumns } from './model-columns.ts';
import { type Scope, subScope } from './scope.ts';

/** Most slices one `by` entry may form. */
const MAX_SLICES = 5000;
const MISSING = '(missing)';

/**
 * The slices of a test set: one per value (or combination of values) of each `by` entry, in order of the entries and of the values
 * (UTF-16 units). Their rows partition the test set once per entry.
 * @param by column, or columns that are combined
 */
export function slicesOf(scope: Scope, candidate: ModelColumns, by: readonly (string | readonly string[])[]): Scope[] {
  return by.flatMap((entry) => {
    const columns = typeof entry === 'string' ? [entry] : entry;
    const groups = new Map<string, number[]>();
    const values = columns.map((column) => candidate.slices.get(column)!);
    for (let row = 0; row < scope.rows; row++) {
      const name = columns.map((column, index) => `${column}=${values[index]![row] ?? MISSING}`).join('&');
      const rows = groups.get(name);
      if (rows === undefined) groups.set(name, [row]);
      else rows.push(row);
    }
    if (groups.size > MAX_SLICES) throw tooMany(candidate.path, columns, groups.size);
    return [...groups.keys()]
      .sort()
      .map((name) => subScope(scope, shortened(name), Uint32Array.from(groups.get(name)!)));
  });
}

/** Slice names stand in documents; a text of a kilobyte has no place there. */
function shortened(name: string): string {
  return name.length <= 200 ? name : `${name.slice(0, 199)}…`;
}

function tooMany(path: string, columns: readonly string[], found: number): EvidenceError {
  return new EvidenceError({
    code: 'TOO_MANY_SLICES',
    message: `Slicing ${path} by ${columns.join(' and ')}: expected at most ${MAX_SLICES} groups, found ${found}.`,
    hint: 'Slice by a column with few values; bin numbers and dates in the step that writes the predictions.',
  });
}
