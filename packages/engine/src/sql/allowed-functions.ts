/** Built-in macros that depend on their arguments only. All other macros are refused: many look into the session or the catalogue. */
export const ALLOWED_MACROS: ReadonlySet<string> = new Set([
  'array_to_string',
  'date_add',
  'days_in_month',
  'fdiv',
  'fmod',
  'list_append',
  'list_avg',
  'list_count',
  'list_first',
  'list_last',
  'list_max',
  'list_median',
  'list_min',
  'list_prepend',
  'list_reverse',
  'list_sum',
  'nullif',
  'round_even',
  'roundbankers',
  'split_part',
]);

/** Scalars that the catalogue calls consistent although they show settings, variables or the clock. */
export const REFUSED_SCALARS: ReadonlySet<string> = new Set([
  'age', // with one argument it is measured from today
  'current_setting',
  'getvariable',
  'current_localtime',
  'current_localtimestamp',
  'parse_duckdb_log_message',
  'version',
]);
