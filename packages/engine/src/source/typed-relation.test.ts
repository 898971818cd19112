import type { ColumnType } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../testing/read-table.ts';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { typedRelation } from './typed-relation.ts';

/** The type found for a CSV column with these values. */
async function inferred(values: readonly string[]): Promise<ColumnType> {
  const folder = scratchFolder();
  folder.write('data.csv', `n,x\n${values.map((value, index) => `${index},${value}\n`).join('')}`);
  return (await readTable(folder, 'data.csv')).typed.columns[1]!.type;
}

/** The typed value of each text, `failed` where it does not cast. */
async function cast(type: ColumnType, texts: readonly string[]): Promise<unknown[]> {
  const folder = scratchFolder();
  folder.write('data.csv', `n,x\n${texts.map((text, index) => `${index},"${text}"\n`).join('')}`);
  const { engine, typed } = await readTable(folder, 'data.csv', {}, { x: type });
  const [n, x] = typed.columns;
  const { rows } = await engine.query(
    `SELECT ${x!.sql}, ${x!.invalidSql ?? 'false'} FROM ${typed.relation} ORDER BY ${n!.sql}`,
  );
  return rows.map(([value, failed]) => (failed === true ? 'failed' : value));
}

describe('inference', () => {
  it.each<[ColumnType, string[]]>([
    ['integer', ['1', '-2', '+3', '0', '']],
    ['integer', ['18446744073709551615', '1']],
    ['number', ['1', '2.5']],
    ['number', ['1.0', '2.0']],
    ['number', ['1', 'NaN', 'inf', '-Infinity']],
    ['number', ['1e5', '.5']],
    ['number', ['5e-1', '15E-1', '2']],
    ['boolean', ['true', 'False', 'TRUE']],
    ['date', ['2024-01-02', '2024/1/3', '']],
    ['timestamp', ['2024-01-02 03:04:05', '2024-01-02T03:04:05Z', '2024-01-02']],
    ['string', ['007', '008']],
    ['string', ['1', '-01']],
    ['string', ['1', ' 01']],
    ['number', ['0.5', '0', '-0.1', '-0']],
    ['string', ['1', 'x']],
    ['string', ['0x10', '0x11']],
    ['string', ['1_000']],
    ['string', ['yes', 'no']],
    ['string', ['true', '1']],
    ['string', ['2024-13-01']],
    ['string', ['infinity', 'epoch', '2024-01-01']],
    ['string', ['', '']],
    ['string', ['12:00:00']],
  ])('%s: %j', async (type, values) => expect(await inferred(values)).toBe(type));

  it('reads the whole file, not its beginning', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', `x\n${'1\n'.repeat(60_000)}x\n`);
    expect((await readTable(folder, 'data.csv')).typed.columns[0]).toMatchObject({ type: 'string', declared: false });
  });

  it('decides by what comes after the sample, for every type', async () => {
    const folder = scratchFolder();
    const usual = ['1', '1', '1', 'true', '2024-01-01', '2024-01-01', '', 'x', '1.5', '7', '2024-01-01 10:00:00'];
    const last = ['2', '2.5', '18446744073709551615', 'no', '2024-01-01 10:00:00', 'x', '5', 'y', '2', '007', 'x'];
    const header = usual.map((_, index) => `c${index}`);
    folder.write('data.csv', `${header.join()}\n${`${usual.join()}\n`.repeat(5000)}${last.join()}\n`);
    const { typed, rows } = await readTable(folder, 'data.csv');
    expect(typed.columns.map((column) => column.type)).toEqual([
      'integer',
      'number',
      'integer',
      'string',
      'timestamp',
      'string',
      'integer',
      'string',
      'number',
      'string',
      'string',
    ]);
    expect(rows.at(-1)).toEqual([
      2n,
      2.5,
      18446744073709551615n,
      'no',
      '2024-01-01 10:00:00',
      'x',
      5n,
      'y',
      2,
      '007',
      'x',
    ]);
  });

  it('handles more columns than fit into one statement', async () => {
    const folder = scratchFolder();
    const width = 230;
    const row = (value: (index: number) => string): string =>
      `${Array.from({ length: width }, (_, index) => value(index)).join(',')}\n`;
    folder.write('data.csv', row((index) => `c${index}`) + row((index) => (index % 2 === 0 ? '1' : 'x')));
    const { typed } = await readTable(folder, 'data.csv');
    expect(typed.columns.map((column) => column.type)).toEqual(
      Array.from({ length: width }, (_, index) => (index % 2 === 0 ? 'integer' : 'string')),
    );
  });
});

describe('declared types', () => {
  it('one bad value does not turn a column into text', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', 'id,x\n1,10\n2,abc\n3,\n4,40\n');
    const { engine, typed, rows, raw } = await readTable(folder, 'data.csv', {}, { x: 'integer' });
    const x = typed.columns[1]!;
    expect(x).toMatchObject({ name: 'x', type: 'integer', declared: true, physicalType: 'VARCHAR' });
    expect(rows.map((row) => row[1])).toEqual([10n, null, null, 40n]);
    expect(raw.map((row) => row[1])).toEqual(['10', 'abc', null, '40']);
    const counts = `SELECT count(*) FILTER (${x.rawSql} IS NULL), count(*) FILTER (${x.invalidSql}), sum(${x.sql}) FROM ${typed.relation}`;
    expect((await engine.query(counts)).rows).toEqual([[1n, 1n, 50n]]);
  });

  it.each<[ColumnType, [text: string, value: unknown][]]>([
    [
      'integer',
      [
        ['1', 1n],
        [' 2 ', 2n],
        ['+3', 3n],
        ['007', 7n],
        ['4.0', 4n],
        ['1.5', 'failed'],
        ['5e-1', 'failed'],
        ['15E-1', 'failed'],
        ['2e3', 2000n],
        ['1_000', 'failed'],
        ['0x10', 'failed'],
        ['x', 'failed'],
        ['NaN', 'failed'],
        ['9223372036854775807', 9223372036854775807n],
      ],
    ],
    [
      'integer',
      [
        ['18446744073709551615', 18446744073709551615n],
        ['1', 1n],
        ['1e60', 'failed'],
      ],
    ],
    [
      'number',
      [
        ['1', 1],
        ['-1.5e-3', -0.0015],
        ['.5', 0.5],
        ['NaN', Number.NaN],
        ['-inf', Number.NEGATIVE_INFINITY],
        ['Infinity', Number.POSITIVE_INFINITY],
        ['1,5', 'failed'],
        ['1_0', 'failed'],
        ['x', 'failed'],
      ],
    ],
    [
      'boolean',
      [
        ['true', true],
        ['FALSE', false],
        ['t', true],
        ['no', false],
        ['1', true],
        ['0', false],
        [' true ', true],
        ['2', 'failed'],
        ['x', 'failed'],
      ],
    ],
    [
      'date',
      [
        ['2024-02-29', '2024-02-29'],
        ['2024/1/2', '2024-01-02'],
        ['2023-02-29', 'failed'],
        ['2024-01-01 10:00:00', 'failed'],
        ['infinity', 'failed'],
        ['01/02/2024', 'failed'],
      ],
    ],
    [
      'timestamp',
      [
        ['2024-01-01', '2024-01-01 00:00:00'],
        ['2024-01-01T10:00:00+02:00', '2024-01-01 08:00:00'],
        ['2024-01-01T10:00:00Z', '2024-01-01 10:00:00'],
        ['2024-01-01 10:00', '2024-01-01 10:00:00'],
        ['infinity', 'failed'],
        ['10:00', 'failed'],
        ['x', 'failed'],
      ],
    ],
    [
      'string',
      [
        ['007', '007'],
        ['x', 'x'],
      ],
    ],
  ])('%s', async (type, cases) => {
    expect(
      await cast(
        type,
        cases.map(([text]) => text),
      ),
    ).toEqual(cases.map(([, value]) => value));
  });

  it('refuses a name that is no column', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', 'x\n1\n');
    const { engine, source } = await readTable(folder, 'data.csv');
    await expect(typedRelation(engine, source, { y: 'integer' })).rejects.toMatchObject({
      code: 'ENGINE_UNKNOWN_COLUMN',
    });
  });
});
