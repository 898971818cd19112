import { EvidenceError } from '@model-delivery/core';

/**
 * Makes sure that a table's column names are usable: no two that differ in case only (SQL does not tell them apart), no NUL.
 * @throws EvidenceError that names them.
 */
export function checkColumnNames(path: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      throw new EvidenceError({
        code: 'DATA_DUPLICATE_COLUMNS',
        message: `Reading ${path}: the column ${JSON.stringify(name)} occurs twice${other === name ? '' : ` (as ${JSON.stringify(other)}; names that differ in case only count as equal)`}.`,
        hint: 'Rename one of the columns where the file is written.',
      });
    }
    if (name.includes('\0')) {
      throw new EvidenceError({
        code: 'DATA_BAD_COLUMN_NAME',
        message: `Reading ${path}: the column name ${JSON.stringify(name)} holds a NUL character.`,
        hint: 'The file is probably binary or of another encoding: set `format` or `encoding` of the dataset.',
      });
    }
    seen.set(name.toLowerCase(), name);
  }
}

/** @throws EvidenceError when two files of one dataset do not have the same columns. */
export function checkSameColumns(
  first: { path: string; names: readonly string[] },
  other: { path: string; names: readonly string[] },
): void {
  const missing = first.names.filter((name) => !other.names.includes(name));
  const unexpected = other.names.filter((name) => !first.names.includes(name));
  if (missing.length === 0 && unexpected.length === 0) return;
  const parts = [
    ...(missing.length === 0 ? [] : [`lacks ${missing.join(', ')}`]),
    ...(unexpected.length === 0 ? [] : [`has in addition ${unexpected.join(', ')}`]),
  ];
  throw new EvidenceError({
    code: 'DATA_DIFFERENT_COLUMNS',
    message: `Reading ${other.path}: expected the columns of ${first.path}, but the file ${parts.join(' and ')}.`,
    hint: 'Files of one dataset must have the same columns: narrow the pattern or write the files alike.',
  });
}
