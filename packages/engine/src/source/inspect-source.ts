import { EvidenceError } from '@model-delivery/core';
import type { Engine } from '../runtime/engine.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { loadCsv } from './load-csv.ts';
import { loadJsonLines } from './load-json-lines.ts';
import type { LoadedRelation, SourceColumn } from './loaded-relation.ts';
import type { LocatedSource, SourceFile, SourceFormat } from './locate-source.ts';
import { openParquet } from './open-parquet.ts';
import type { TextEncoding } from './text-encoding.ts';

/** A dataset that can be queried. */
export interface Source {
  files: SourceFile[];
  format: SourceFormat;
  bytes: number;
  sha256: string;
  /** What to write after FROM. Text files have been read into a table of text columns once, with every row checked. */
  relationSql: string;
  columns: SourceColumn[];
  rows: number;
  /** null for Parquet. */
  encoding: TextEncoding | null;
  /** null for other formats than CSV. */
  dialect: CsvDialect | null;
}

/**
 * Reads the columns and the number of rows of a located source. The engine must have been opened with its `readPaths`.
 * A file with a header and no rows is a source of 0 rows.
 * @throws EvidenceError for ragged rows (with their line), damaged files, duplicate columns, files that do not fit together.
 */
export async function inspectSource(engine: Engine, located: LocatedSource): Promise<Source> {
  const loaded = await load(engine, located);
  if (loaded.columns.length === 0) {
    throw new EvidenceError({
      code: 'DATA_NO_COLUMNS',
      message: `Reading ${located.files[0]!.path}: expected a table, found no columns.`,
      hint: 'Check the step that writes the file.',
    });
  }
  const purpose = `counting the rows of ${located.files[0]!.path}`;
  return {
    files: located.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    format: located.format,
    bytes: located.bytes,
    sha256: located.sha256,
    ...loaded,
    rows: await engine.count(`SELECT count(*) FROM ${loaded.relationSql}`, [], { purpose }),
    encoding: located.files[0]!.encoding,
  };
}

function load(engine: Engine, located: LocatedSource): Promise<LoadedRelation> {
  if (located.format === 'csv') return loadCsv(engine, located);
  return located.format === 'jsonl' ? loadJsonLines(engine, located) : openParquet(engine, located);
}
