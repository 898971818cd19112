import { type ColumnType, ConfigError, type DataConfig } from '@model-delivery/core';
import { isPattern, matchingColumns } from './column-pattern.ts';

/**
 * The types that the configuration declares for the columns of one data set.
 * @throws ConfigError when two keys declare different types for one column.
 */
export function declaredTypes(data: DataConfig, dataset: string, columns: readonly string[]): Map<string, ColumnType> {
  const declared = new Map<string, { type: ColumnType; key: string }>();
  // Plain names first: where a name and a pattern disagree, the message then names the pattern as the one to change.
  const keys = Object.keys(data.columns).sort((a, b) => Number(isPattern(a)) - Number(isPattern(b)));
  for (const key of keys) {
    const { type, datasets } = data.columns[key]!;
    if (type === undefined || (datasets && !datasets.includes(dataset))) continue;
    for (const column of matchingColumns(key, columns)) {
      const earlier = declared.get(column);
      if (earlier && earlier.type !== type) throw contradiction(dataset, column, earlier, { type, key });
      if (!earlier) declared.set(column, { type, key });
    }
  }
  return new Map([...declared].map(([column, { type }]) => [column, type]));
}

interface Declaration {
  type: ColumnType;
  key: string;
}

function contradiction(dataset: string, column: string, one: Declaration, other: Declaration): ConfigError {
  return new ConfigError({
    code: 'TYPE_DECLARED_TWICE',
    message: `Reading data.columns: the column ${column} of ${dataset} is declared ${one.type} by \`${one.key}\` and ${other.type} by \`${other.key}\`; expected one type.`,
    hint: `Narrow the pattern \`${other.key}\`, or give one of the two entries \`datasets:\`.`,
  });
}
