import { EvidenceError } from '@model-delivery/core';
import type { Engine } from '../runtime/engine.ts';
import { quoteIdentifier, quoteList, quoteLiteral } from '../sql/quoting.ts';
import { checkColumnNames, checkSameColumns } from './column-names.ts';
import { convertText, readSample } from './convert-text.ts';
import { type CsvDialect, detectDialect, firstRecord } from './csv-dialect.ts';
import { freshRelation, type LoadedRelation } from './loaded-relation.ts';
import type { LocatedSource } from './locate-source.ts';
import { type ReadablePath, readablePath, scratchPath, writtenPaths } from './readable-path.ts';

/** DuckDB's own limit is 2 MB; its buffers grow with the limit. */
const LONGEST_LINE_BYTES = 32 * 2 ** 20;

interface CsvFile {
  readable: ReadablePath;
  dialect: CsvDialect;
  names: string[];
  /** Blank lines before the header: DuckDB would take the first for it. */
  blankLines: number;
}

/** Reads all rows of CSV files into a table of text columns; the empty field and `nullValues` become NULL. */
export async function loadCsv(engine: Engine, located: LocatedSource): Promise<LoadedRelation> {
  const files: CsvFile[] = [];
  for (const file of located.files)
    files.push(await openCsv(await readablePath(engine, file, { stripMark: false }), located));
  const first = files[0]!;
  for (const file of files.slice(1)) {
    checkSameColumns(
      { path: first.readable.file.path, names: first.names },
      { path: file.readable.file.path, names: file.names },
    );
  }
  const table = freshRelation('source');
  await createTable(engine, table, files, located);
  return {
    relationSql: table,
    columns: first.names.map((name) => ({ name, physicalType: 'VARCHAR', storedType: null })),
    dialect: first.dialect,
  };
}

async function openCsv(readable: ReadablePath, located: LocatedSource): Promise<CsvFile> {
  const { file } = readable;
  const encoding = readable.path === file.realPath || readable.gzip ? (file.encoding ?? 'utf-8') : 'utf-8';
  const sample = await readSample(file, readable.path, readable.gzip, encoding);
  const text = sample.text.replace(/^(?:[ \t]*\r?\n)+/, '');
  if (text.trim() === '' && sample.complete) {
    throw new EvidenceError({
      code: 'DATA_EMPTY_FILE',
      message: `Reading ${file.path}: expected CSV with a header, found nothing but white space (${file.bytes} bytes).`,
      hint: 'Check the step that writes it: an interrupted or failed export often leaves an empty file.',
    });
  }
  const dialect = detectDialect(file.path, text, sample.complete, located.options);
  const record = firstRecord(text, sample.complete, dialect);
  if (record === null) {
    throw new EvidenceError({
      code: 'DATA_NO_HEADER',
      message: `Reading ${file.path}: the first line does not end within the first ${text.length} characters, so it is no header.`,
      hint: 'Check `format`, `quote` and `delimiter` of the dataset.',
    });
  }
  const names = record.map((name, index) =>
    located.options.header === false || name === '' ? `column${index}` : name,
  );
  checkColumnNames(file.path, names);
  const blank = sample.text.slice(0, sample.text.length - text.length);
  return { readable, dialect, names, blankLines: blank.split('\n').length - 1 };
}

/** Reads the files; where DuckDB refuses what can be made good, once more with that made good. */
async function createTable(
  engine: Engine,
  table: string,
  files: readonly CsvFile[],
  located: LocatedSource,
): Promise<void> {
  const attempt = (given: readonly CsvFile[], maxLineBytes: number | null): Promise<unknown> =>
    engine.query(`CREATE TABLE ${table} AS ${unionSql(given, located, maxLineBytes)}`, [], {
      purpose: `reading ${shownPaths(located)}`,
      paths: writtenPaths(given.map((file) => file.readable)),
    });
  try {
    await attempt(files, null);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    if (/max_line_size/.test(causeText(error))) await attempt(files, LONGEST_LINE_BYTES);
    else if (error.code === 'DATA_MALFORMED_CSV' && !/unicode/i.test(causeText(error))) {
      // It gives up on files that mix \r\n and \n, which editors and version control produce.
      const even: CsvFile[] = [];
      for (const file of files) even.push(await withEvenLineEnds(engine, file));
      await attempt(even, null);
    } else throw error;
  }
}

function causeText(error: EvidenceError): string {
  return error.cause instanceof Error ? error.cause.message : '';
}

async function withEvenLineEnds(engine: Engine, file: CsvFile): Promise<CsvFile> {
  const path = scratchPath(engine, '.csv');
  await convertText(file.readable.file, path, { lineEndsOutside: file.dialect.quote });
  return { ...file, readable: { ...file.readable, path, gzip: false } };
}

/** Neighbouring files that look alike are read in one go; columns come in the order of the first file. */
function unionSql(files: readonly CsvFile[], located: LocatedSource, maxLineBytes: number | null): string {
  const groups: CsvFile[][] = [];
  for (const file of files) {
    const group = groups.at(-1);
    if (group !== undefined && looks(group[0]!) === looks(file)) group.push(file);
    else groups.push([file]);
  }
  const columns = files[0]!.names.map(quoteIdentifier).join(', ');
  return groups.map((group) => `SELECT ${columns} FROM ${readCsv(group, located, maxLineBytes)}`).join(' UNION ALL ');
}

function looks(file: CsvFile): string {
  return JSON.stringify([file.dialect, file.names, file.readable.gzip, file.blankLines]);
}

function readCsv(files: readonly CsvFile[], located: LocatedSource, maxLineBytes: number | null): string {
  const { dialect, names, readable, blankLines } = files[0]!;
  const columns = names.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(', ');
  const nulls = [...new Set(['', ...(located.options.nullValues ?? [])])];
  return `read_csv(${quoteList(files.map((file) => file.readable.path))}, ${[
    'auto_detect = false',
    `header = ${located.options.header !== false}`,
    `delim = ${quoteLiteral(dialect.delimiter)}`,
    `quote = ${quoteLiteral(dialect.quote)}`,
    `escape = ${quoteLiteral(dialect.escape)}`,
    `nullstr = ${quoteList(nulls)}`,
    `columns = {${columns}}`,
    `compression = '${readable.gzip ? 'gzip' : 'none'}'`,
    `skip = ${blankLines}`,
    'hive_partitioning = false',
    ...(maxLineBytes === null ? [] : [`max_line_size = ${maxLineBytes}`]),
  ].join(', ')})`;
}

/** A source's paths for messages. */
export function shownPaths(located: LocatedSource): string {
  const [first, ...rest] = located.files;
  return rest.length === 0 ? first!.path : `${first!.path} and ${rest.length} more`;
}
