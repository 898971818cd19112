/** A value the configuration can name. */
export type Scalar = string | number | boolean;

/**
 * A question about single rows: how many fail. Its bounds say which rows, never how many may fail: tolerances are the judge's.
 * NULL and values that do not cast are never judged, except by `missing` and `type`. NaN and infinities fail `range`, `values`
 * and `finite`.
 */
export type RowTest =
  | { kind: 'missing'; column: string }
  /** Values that are not of the type the column was declared (or inferred) to have. */
  | { kind: 'type'; column: string }
  | { kind: 'values'; column: string; allowed: readonly Scalar[] }
  /** Both ends inclusive; null leaves an end open. Text ends are dates, timestamps or, for text columns, text in code-point order. */
  | { kind: 'range'; column: string; min: number | string | null; max: number | string | null }
  /** In code points, both ends inclusive. */
  | { kind: 'length'; column: string; min: number | null; max: number | null }
  /** RE2, the whole value. */
  | { kind: 'matches'; column: string; pattern: string }
  | { kind: 'finite'; column: string }
  /** A user's condition that must be true; rows for which it is NULL are not judged. */
  | { kind: 'rule'; condition: string }
  /** All rows whose key occurs more than once fail; rows with a NULL in the key are not judged. */
  | { kind: 'unique'; columns: readonly string[] };

/** Columns a test looks at, as far as they are known without parsing SQL. */
export function columnsOfTest(test: RowTest): readonly string[] {
  if (test.kind === 'unique') return test.columns;
  return test.kind === 'rule' ? [] : [test.column];
}
