import { EvidenceError } from '@model-delivery/core';
import type { Engine } from '../runtime/engine.ts';
import { quoteList } from '../sql/quoting.ts';
import { checkColumnNames, checkSameColumns } from './column-names.ts';
import { type LoadedRelation, storedColumn } from './loaded-relation.ts';
import type { LocatedSource } from './locate-source.ts';
import { readablePath, writtenPaths } from './readable-path.ts';

/** Makes Parquet files one relation. They stay where they are: DuckDB reads only the columns that a query names. */
export async function openParquet(engine: Engine, located: LocatedSource): Promise<LoadedRelation> {
  const paths: string[] = [];
  const schemas: { name: string; type: string }[][] = [];
  const first = located.files[0]!;
  for (const file of located.files) {
    const readable = await readablePath(engine, file, { stripMark: false });
    const { path } = readable;
    const schema = await engine.describe(`SELECT * FROM ${readParquet([path], false)}`, {
      purpose: `reading ${file.path}`,
      paths: writtenPaths([readable]),
    });
    await refuseImpossibleRows(engine, path, file.path);
    const names = schema.map((column) => column.name);
    checkColumnNames(file.path, names);
    checkSameColumns(
      { path: first.path, names: (schemas[0] ?? schema).map((column) => column.name) },
      { path: file.path, names },
    );
    paths.push(path);
    schemas.push(schema);
  }
  const alike = schemas.every((schema) => JSON.stringify(schema) === JSON.stringify(schemas[0]));
  const relationSql = readParquet(paths, !alike);
  const columns = alike
    ? schemas[0]!
    : await engine.describe(`SELECT * FROM ${relationSql}`, { purpose: `reading ${first.path}` });
  return { relationSql, columns: columns.map((column) => storedColumn(column.name, column.type)), dialect: null };
}

/** The footer of a damaged file can claim any number of rows, and counting believes it. */
async function refuseImpossibleRows(engine: Engine, path: string, writtenPath: string): Promise<void> {
  const sql = `SELECT max(num_rows) <= ${Number.MAX_SAFE_INTEGER} FROM parquet_file_metadata(${quoteList([path])})`;
  const { rows } = await engine.query(sql, [], { purpose: `reading ${writtenPath}` });
  if (rows[0]?.[0] === true) return;
  throw new EvidenceError({
    code: 'DATA_MALFORMED_PARQUET',
    message: `Reading ${writtenPath}: its footer claims a number of rows that no file can have.`,
    hint: 'The file is probably truncated or damaged: write or download it again and compare its size with the original.',
  });
}

/** Files of one dataset with columns in another order, or of wider types, are matched by name. */
function readParquet(paths: readonly string[], byName: boolean): string {
  return `read_parquet(${quoteList(paths)}, union_by_name = ${byName}, hive_partitioning = false)`;
}
