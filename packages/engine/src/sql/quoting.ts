import { InternalError } from '@model-delivery/core';

/**
 * A column or table name as SQL, safe for any name that DuckDB can hold. Case is kept, but DuckDB compares names without case.
 * @throws InternalError for an empty name or one with a NUL character, which no SQL text can carry.
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) {
    throw new InternalError({
      code: 'SQL_UNQUOTABLE_NAME',
      message: `Quoting a name for SQL: ${JSON.stringify(name)} is empty or holds a NUL character, which SQL text cannot carry.`,
    });
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string as an SQL literal of type VARCHAR. NUL characters, which end SQL text, are put together with chr(0). */
export function quoteLiteral(text: string): string {
  const quoted = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return quoted.length === 1 ? quoted[0]! : `(${quoted.join(' || chr(0) || ')})`;
}

/** Strings as an SQL list literal. */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteLiteral).join(', ')}]`;
}
