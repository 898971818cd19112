import { EvidenceError } from '@model-delivery/core';
import { toCount } from '../runtime/cells.ts';
import type { Engine, QueryOptions } from '../runtime/engine.ts';
import { quoteList, quoteLiteral } from '../sql/quoting.ts';
import { checkColumnNames } from './column-names.ts';
import { typeOfPhysical } from './column-type.ts';
import { shownPaths } from './load-csv.ts';
import { freshRelation, type LoadedRelation } from './loaded-relation.ts';
import type { LocatedSource } from './locate-source.ts';
import { readablePath } from './readable-path.ts';

/**
 * Reads all rows of JSON Lines files into a table of text columns, one for every key that occurs, sorted by name (so that
 * the order of rows changes nothing). Numbers, true and false are their text, nested values their JSON, null and an absent
 * key are NULL.
 */
export async function loadJsonLines(engine: Engine, located: LocatedSource): Promise<LoadedRelation> {
  const shown = shownPaths(located);
  const groups = { gzip: [] as string[], plain: [] as string[] };
  const paths = new Map<string, string>();
  for (const file of located.files) {
    const readable = await readablePath(engine, file, { stripMark: true });
    groups[readable.gzip ? 'gzip' : 'plain'].push(readable.path);
    paths.set(readable.path, file.path);
  }
  const context = { purpose: `reading ${shown}`, paths, shown };
  const readers = Object.entries(groups).filter(([, group]) => group.length > 0);
  const from = (reader: string, extra: string): string =>
    readers
      .map(
        ([kind, group]) =>
          `SELECT * FROM ${reader}(${quoteList(group)}, compression = '${kind === 'gzip' ? 'gzip' : 'uncompressed'}'${extra})`,
      )
      .join(' UNION ALL BY NAME ');
  await refuseOtherThanObjects(engine, from('read_ndjson_objects', ''), context);
  const names = await keys(engine, from('read_ndjson_objects', ''), context);
  checkColumnNames(shown, names);
  if (names.length === 0) return { relationSql: freshRelation('source'), columns: [], dialect: null };
  const types = await storedTypes(
    engine,
    from('read_json', ", format = 'newline_delimited', sample_size = -1"),
    context,
  );
  const columns = names.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(', ');
  const table = freshRelation('source');
  const rows = from('read_json', `, format = 'newline_delimited', columns = {${columns}}`);
  await engine.query(`CREATE TABLE ${table} AS ${rows}`, [], context);
  return {
    relationSql: table,
    columns: names.map((name) => ({
      name,
      physicalType: 'VARCHAR',
      storedType: typeOfPhysical(types.get(name) ?? 'VARCHAR'),
    })),
    dialect: null,
  };
}

async function refuseOtherThanObjects(
  engine: Engine,
  objects: string,
  context: QueryOptions & { shown: string },
): Promise<void> {
  const { rows } = await engine.query(
    `SELECT count(*), count(*) FILTER (json_type(json) <> 'OBJECT'), min(json_type(json)) FILTER (json_type(json) <> 'OBJECT') FROM (${objects})`,
    [],
    context,
  );
  const { shown } = context;
  const [all, others, kind] = rows[0]!;
  if (toCount(all) === 0) {
    throw new EvidenceError({
      code: 'DATA_EMPTY_FILE',
      message: `Reading ${shown}: expected one JSON object a line, found nothing but white space.`,
      hint: 'Check the step that writes it: an interrupted or failed export often leaves an empty file.',
    });
  }
  if (toCount(others) === 0) return;
  throw new EvidenceError({
    code: 'DATA_MALFORMED_JSON',
    message: `Reading ${shown}: expected one JSON object a line, found ${toCount(others)} of ${toCount(all)} lines with something else (${String(kind)}).`,
    hint: 'Write {"column": value, …} on every line.',
  });
}

async function keys(engine: Engine, objects: string, context: QueryOptions): Promise<string[]> {
  const { rows } = await engine.query(`SELECT DISTINCT unnest(json_keys(json)) AS key FROM (${objects})`, [], context);
  return rows.map((row) => String(row[0])).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function storedTypes(engine: Engine, rows: string, context: QueryOptions): Promise<Map<string, string>> {
  const columns = await engine.describe(rows, context);
  return new Map(columns.map((column) => [column.name, column.type]));
}
