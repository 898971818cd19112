import { InternalError } from '@model-delivery/core';
import {
  type Column,
  type EngineBinding,
  type EngineOptions,
  inspectSource,
  locateSource,
  openEngine,
  type TypedColumn,
  typedRelation,
} from '@model-delivery/engine';
import type {
  ColumnValues,
  PredictionReader,
  PredictionTable,
  WantedColumns,
} from '../predictions/prediction-table.ts';

/** Where the engine is and where its files go. */
export interface PredictionEngine {
  binding: EngineBinding;
  temporaryDirectory: string;
}

/**
 * Reads prediction files (Parquet, CSV, JSON Lines) through a sandboxed DuckDB that may read exactly the file in question.
 * @param access asked for every file that exists, and never when there is none: acquiring the engine may cost a download
 */
export function duckdbPredictionReader(
  access: () => Promise<PredictionEngine>,
  options: Omit<EngineOptions, 'allowedPaths' | 'tempDirectory'> = {},
): PredictionReader {
  return {
    async read({ path, baseDirectory, containedIn }, wanted) {
      const located = await locateSource({ path, baseDirectory, containedIn });
      const { binding, temporaryDirectory } = await access();
      const engine = await openEngine(binding, {
        ...options,
        tempDirectory: temporaryDirectory,
        allowedPaths: located.readPaths,
      });
      try {
        const source = await inspectSource(engine, located);
        const names = source.columns.map((column) => column.name);
        const text = names.filter((name) => wanted.text.includes(name));
        const declared = Object.fromEntries(text.map((name) => [name, 'string' as const]));
        const typed = await typedRelation(engine, source, declared);
        const selected = typed.columns.filter((column) => isWanted(column.name, wanted));
        const columns = new Map<string, ColumnValues>();
        if (selected.length > 0) {
          const list = selected.map((column, index) => `${valueSql(column, text.includes(column.name))} AS c${index}`);
          const sql = `SELECT ${list.join(', ')} FROM ${typed.relation}${orderBy(selected, wanted)}`;
          const read = await engine.columns(sql, [], { purpose: `reading ${path}` });
          for (const [index, column] of selected.entries())
            columns.set(column.name, columnValues(read[index]!, column));
        }
        const table: PredictionTable = { path, rows: source.rows, columnNames: names, columns };
        return { table, sha256: source.sha256, bytes: source.bytes };
      } finally {
        await engine.close();
      }
    },
  };
}

function isWanted(name: string, wanted: WantedColumns): boolean {
  return (
    wanted.text.includes(name) ||
    wanted.natural.includes(name) ||
    wanted.prefixes.some((prefix) => name.startsWith(prefix) && name.length > prefix.length)
  );
}

const isNumber = (column: TypedColumn) => column.type === 'integer' || column.type === 'number';

/** Numbers as doubles; everything else as the text in the file, so that a label `yes` stays `yes`. */
function valueSql(column: TypedColumn, asText: boolean): string {
  return asText || !isNumber(column) ? column.rawSql : `CAST(${column.sql} AS DOUBLE)`;
}

/** Sorting where the data is spares sorting millions of strings in JavaScript; the stage checks the order anyway. */
function orderBy(selected: readonly TypedColumn[], wanted: WantedColumns): string {
  const id = selected.find((column) => column.name === wanted.text[0]);
  return id === undefined ? '' : ` ORDER BY ${id.rawSql}`;
}

function columnValues(column: Column, typed: TypedColumn): ColumnValues {
  if (column.kind === 'string') return { kind: 'text', values: column.values };
  if (!isNumber(typed)) {
    throw new InternalError({
      code: 'PREDICTION_COLUMN_KIND',
      message: `Reading the column ${typed.name}: expected text from the engine, found numbers.`,
    });
  }
  return {
    kind: 'number',
    values: column.values,
    missing: column.missing,
    scoreType: typed.physicalType.toUpperCase() === 'FLOAT' ? 'float32' : 'float64',
  };
}
