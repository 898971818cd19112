import { quoteIdentifier } from '../sql/quoting.ts';
import { type ColumnType, typeOfPhysical } from './column-type.ts';
import type { CsvDialect } from './csv-dialect.ts';

/** A column as the file holds it. */
export interface SourceColumn {
  name: string;
  /** DuckDB's name of the stored type; VARCHAR for every column of CSV and JSON Lines. */
  physicalType: string;
  /** What a typed file (Parquet) or JSON says about the values; null for CSV, where only the text tells. */
  storedType: ColumnType | null;
}

/** What a reader of one format finds out. */
export interface LoadedRelation {
  relationSql: string;
  columns: SourceColumn[];
  dialect: CsvDialect | null;
}

let serial = 0;

/** A table or view name that nothing else in this process uses. */
export function freshRelation(kind: 'source' | 'typed'): string {
  serial += 1;
  return quoteIdentifier(`${kind}_${serial}`);
}

/** The column of a typed file. */
export function storedColumn(name: string, physicalType: string): SourceColumn {
  return { name, physicalType, storedType: typeOfPhysical(physicalType) };
}
