import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readError, readTable } from '../../testing/read-table.ts';
import { type ScratchFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { developmentBinding } from '../../testing/test-engine.ts';
import { loadDuckdb } from '../index.ts';

/** Writes Parquet with an engine outside of the sandbox. */
let write: (folder: ScratchFolder, name: string, select: string) => Promise<string>;

beforeAll(async () => {
  const { DuckDBInstance } = await loadDuckdb(await developmentBinding());
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'UTC'");
  write = async (folder, name, select) => {
    const path = join(folder.path, name);
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    return path;
  };
});

const ALL_TYPES = `SELECT 1::BIGINT AS i, 2::UTINYINT AS u, 0.5::DOUBLE AS d, 1.25::DECIMAL(6,2) AS dec, 'x' AS s, true AS b, DATE '2024-01-02' AS day,
  TIMESTAMP '2024-01-02 03:04:05' AS t, TIMESTAMPTZ '2024-01-02 03:04:05+00' AS tz, [1, 2] AS list, NULL::BIGINT AS empty`;

describe('Parquet', () => {
  it('keeps the types of the file', async () => {
    const folder = scratchFolder();
    await write(folder, 'a.parquet', ALL_TYPES);
    const { typed, rows, raw, source } = await readTable(folder, 'a.parquet');
    expect(typed.columns.map((column) => column.type)).toEqual([
      'integer',
      'integer',
      'number',
      'number',
      'string',
      'boolean',
      'date',
      'timestamp',
      'timestamp',
      'string',
      'integer',
    ]);
    expect(rows).toEqual([
      [1n, 2, 0.5, 1.25, 'x', true, '2024-01-02', '2024-01-02 03:04:05', '2024-01-02 03:04:05', '[1, 2]', null],
    ]);
    expect(raw[0]!.slice(0, 6)).toEqual(['1', '2', '0.5', '1.25', 'x', 'true']);
    expect(typed.columns.every((column) => column.invalidSql === null)).toBe(true);
    expect(source).toMatchObject({ rows: 1, format: 'parquet', encoding: null, dialect: null });
    expect(source.columns[0]).toEqual({ name: 'i', physicalType: 'BIGINT', storedType: 'integer' });
  });

  it('lets the stored type decide on a declared one', async () => {
    const folder = scratchFolder();
    await write(
      folder,
      'a.parquet',
      "SELECT * FROM (VALUES (1.0::DOUBLE, '1', 1::INTEGER, TIMESTAMP '2024-01-02'), (1.5, '2', 2, TIMESTAMP '2024-01-02 01:00:00'), (NULL, NULL, NULL, NULL)) t(d, s, i, t)",
    );
    const types = { d: 'integer', s: 'integer', i: 'boolean', t: 'date' } as const;
    const { engine, typed, rows } = await readTable(folder, 'a.parquet', {}, types);
    expect(rows).toEqual([
      [1n, null, true, '2024-01-02'],
      [null, null, null, null],
      [null, null, null, null],
    ]);
    const failed = typed.columns.map((column) => `count(*) FILTER (${column.invalidSql})`);
    expect((await engine.query(`SELECT ${failed.join(', ')} FROM ${typed.relation}`)).rows).toEqual([[1n, 2n, 1n, 1n]]);
  });

  it('joins files by name and widens their types', async () => {
    const folder = scratchFolder();
    await write(folder, '1.parquet', 'SELECT 1::INTEGER AS a, 2::INTEGER AS b');
    await write(folder, '2.parquet', 'SELECT 3::INTEGER AS b, 1.5::DOUBLE AS a');
    const { rows, source } = await readTable(folder, '*.parquet');
    expect(rows).toEqual([
      [1, 2],
      [1.5, 3],
    ]);
    expect(source.rows).toBe(2);
  });

  it('reads a table without rows', async () => {
    const folder = scratchFolder();
    await write(folder, 'a.parquet', 'SELECT 1 AS a WHERE false');
    expect((await readTable(folder, 'a.parquet')).source).toMatchObject({ rows: 0, columns: [{ name: 'a' }] });
  });

  it('makes no columns of folder names', async () => {
    const folder = scratchFolder();
    folder.write('year=2024/keep', '');
    await write(folder, 'year=2024/a.parquet', 'SELECT 1 AS a');
    expect((await readTable(folder, '**/*.parquet')).source.columns.map((column) => column.name)).toEqual(['a']);
  });

  it('refuses a truncated file', async () => {
    const folder = scratchFolder();
    const path = await write(folder, 'a.parquet', 'SELECT range AS a FROM range(10000)');
    writeFileSync(path, readFileSync(path).subarray(0, 5000));
    const error = await readError(folder, 'a.parquet');
    expect(error).toMatchObject({
      name: 'EvidenceError',
      code: 'DATA_MALFORMED_PARQUET',
      message: expect.stringContaining('a.parquet'),
    });
    expect(error.message).not.toContain(folder.path);
  });

  it('refuses files with different columns', async () => {
    const folder = scratchFolder();
    await write(folder, '1.parquet', 'SELECT 1 AS a, 2 AS b');
    await write(folder, '2.parquet', 'SELECT 1 AS a');
    expect(await readError(folder, '*.parquet')).toMatchObject({
      code: 'DATA_DIFFERENT_COLUMNS',
      message: expect.stringContaining('lacks b'),
    });
  });

  it('says so when damaged pages are met while reading', async () => {
    const folder = scratchFolder();
    const path = await write(folder, 'a.parquet', 'SELECT md5(range::VARCHAR) AS a FROM range(20000)');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 60_000);
    writeFileSync(path, bytes);
    await expect(readTable(folder, 'a.parquet')).rejects.toMatchObject({ name: 'EvidenceError' });
  });
});
