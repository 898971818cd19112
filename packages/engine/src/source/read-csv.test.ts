import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readError, readTable } from '../../testing/read-table.ts';
import { scratchFolder } from '../../testing/scratch-folder.ts';

const UTF16 = Buffer.from('\ufeffa;b\r\nü;1\r\n', 'utf16le');

describe('CSV files that are read', () => {
  const cases: [what: string, content: string | Uint8Array, rows: unknown[][]][] = [
    ['a byte order mark', '\ufeffa,b\nx,1\n', [['x', 1n]]],
    [
      'Windows line ends',
      'a,b\r\nx,1\r\ny,2\r\n',
      [
        ['x', 1n],
        ['y', 2n],
      ],
    ],
    [
      'old Mac line ends',
      'a,b\rx,1\ry,2\r',
      [
        ['x', 1n],
        ['y', 2n],
      ],
    ],
    [
      'mixed line ends',
      'a,b\r\nx,1\ny,2\r\nz,3\n',
      [
        ['x', 1n],
        ['y', 2n],
        ['z', 3n],
      ],
    ],
    [
      'mixed line ends, inside quotes too',
      'a,b\n"x\r\ny",1\r\n"z\nw",2\n',
      [
        ['x\r\ny', 1n],
        ['z\nw', 2n],
      ],
    ],
    ['quoted newlines, delimiters and quotes', 'a,b\n"x\ny, ""z""",1\n', [['x\ny, "z"', 1n]]],
    ['backslash escapes', 'a,b\n"say \\"x\\"",1\n', [['say "x"', 1n]]],
    [
      'single quotes',
      "a,b\n'x,y',1\n'z,w',2\n",
      [
        ['x,y', 1n],
        ['z,w', 2n],
      ],
    ],
    ['quotes inside a plain value', 'a,b\n5" pipe,1\n', [['5" pipe', 1n]]],
    ['no newline at the end', 'a,b\nx,1', [['x', 1n]]],
    ['blank lines', '\n\na,b\n\nx,1\n\n', [['x', 1n]]],
    [
      'spaces after the delimiter',
      'a, b\nx, 1\ny, "2"\n',
      [
        ['x', 1n],
        ['y', 2n],
      ],
    ],
    [
      'empty fields, quoted or not',
      'a,b\n,1\n"",2\nNA,3\n',
      [
        [null, 1n],
        [null, 2n],
        ['NA', 3n],
      ],
    ],
    ['tabs in gzip', gzipSync('a\tb\nx\t1\n'), [['x', 1n]]],
    ['latin-1', Buffer.from('a,b\nfür,1\n', 'latin1'), [['für', 1n]]],
    ['windows-1252', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x80, 0x2c, 0x31, 0x0a]), [['€', 1n]]],
    ['latin-1 in gzip', gzipSync(Buffer.from('a,b\nfür,1\n', 'latin1')), [['für', 1n]]],
    ['UTF-16 LE with mark', UTF16, [['ü', 1n]]],
    ['UTF-16 BE with mark', Buffer.from(UTF16).swap16(), [['ü', 1n]]],
    ['UTF-16 LE without mark', Buffer.from('a;b\nx;1\n', 'utf16le'), [['x', 1n]]],
    ['a line of 3 MB', `a,b\n${'x'.repeat(3_000_000)},1\n`, [['x'.repeat(3_000_000), 1n]]],
    ['a value that begins like a comment', 'a,b\n#x,1\n', [['#x', 1n]]],
  ];
  it.each(cases)('%s', async (_, content, rows) => {
    const folder = scratchFolder();
    folder.write('data.csv', content);
    const table = await readTable(folder, 'data.csv');
    expect(table.source.columns.map((column) => column.name)).toEqual(['a', 'b']);
    expect(table.source.rows).toBe(rows.length);
    expect(table.rows).toEqual(rows);
  });

  it('a header without rows', async () => {
    const folder = scratchFolder();
    for (const [name, text] of [
      ['a.csv', 'x,y\n'],
      ['b.csv', 'x,y'],
    ] as const) {
      folder.write(name, text);
      const { source, rows } = await readTable(folder, name);
      expect([source.rows, source.columns.map((column) => column.name), rows]).toEqual([0, ['x', 'y'], []]);
    }
  });

  it('a single column, a blank line being a missing value', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', 'x\n1\n\n3\n');
    expect((await readTable(folder, 'data.csv')).rows).toEqual([[1n], [null], [3n]]);
  });

  it('without a header', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', 'x,1\ny,2\n');
    const { source, rows } = await readTable(folder, 'data.csv', { header: false });
    expect(source.columns.map((column) => column.name)).toEqual(['column0', 'column1']);
    expect(rows).toEqual([
      ['x', 1n],
      ['y', 2n],
    ]);
  });

  it('with an index column that has no name', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', ',a\n0,x\n1,y\n');
    expect((await readTable(folder, 'data.csv')).source.columns.map((column) => column.name)).toEqual(['column0', 'a']);
  });

  it('with other words for missing', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', 'a,b\nNA,1\n-,2\nx,NA\n,3\n');
    const { rows, raw } = await readTable(folder, 'data.csv', { nullValues: ['NA', '-'] });
    expect(rows).toEqual([
      [null, 1n],
      [null, 2n],
      ['x', null],
      [null, 3n],
    ]);
    expect(raw).toEqual([
      [null, '1'],
      [null, '2'],
      ['x', null],
      [null, '3'],
    ]);
  });

  it('several files, with columns in another order and another dialect', async () => {
    const folder = scratchFolder();
    folder.write('1.csv', 'a,b\nx,1\n');
    folder.write('2.csv', 'b;a\n2;y\n');
    folder.write('3.csv', Buffer.from('a,b\nü,3\n', 'latin1'));
    const { rows, source } = await readTable(folder, '*.csv');
    expect(rows).toEqual([
      ['x', 1n],
      ['y', 2n],
      ['ü', 3n],
    ]);
    expect([source.rows, source.files.map((file) => file.path)]).toEqual([3, ['1.csv', '2.csv', '3.csv']]);
  });

  it('files whose names DuckDB would take for patterns or options', async () => {
    const folder = scratchFolder();
    folder.write("it's [1] {x}.csv", 'a,b\nx,1\n');
    folder.write('year=2024/data.csv', 'a,b\nx,1\n');
    for (const path of ["it's [1] {x}.csv", 'year=2024/data.csv']) {
      const { rows, source } = await readTable(folder, path);
      expect([rows, source.columns.length]).toEqual([[['x', 1n]], 2]);
    }
  });

  it('columns with hostile names', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', `"a""b","it's; DROP TABLE x","raw:c",c,select,a.b\n1,2,3,4,5,6\n`);
    const { rows, raw, typed } = await readTable(folder, 'data.csv');
    expect(typed.columns.map((column) => column.name)).toEqual([
      'a"b',
      "it's; DROP TABLE x",
      'raw:c',
      'c',
      'select',
      'a.b',
    ]);
    expect(rows).toEqual([[1n, 2n, 3n, 4n, 5n, 6n]]);
    expect(raw).toEqual([['1', '2', '3', '4', '5', '6']]);
  });
});

describe('CSV files that are refused', () => {
  const cases: [what: string, content: string | Uint8Array, code: string, message: RegExp][] = [
    [
      'a short row',
      'x,y\n1,2\n3\n4,5\n',
      'DATA_RAGGED_ROWS',
      /Reading data\.csv, line 3: expected 2 columns as in the header, found 1\./,
    ],
    ['a long row', 'x,y\n1,2\n3,4,5\n', 'DATA_RAGGED_ROWS', /line 3: expected 2 columns as in the header, found 3/],
    [
      'a quote that never ends',
      'x,y\n"abc,2\n3,4\n',
      'DATA_MALFORMED_CSV',
      /line 2: a quoted value does not end where it should/,
    ],
    ['a name twice', 'x,y,x\n1,2,3\n', 'DATA_DUPLICATE_COLUMNS', /"x" occurs twice/],
    ['a name twice but for case', 'id,ID\n1,2\n', 'DATA_DUPLICATE_COLUMNS', /"ID" occurs twice \(as "id"/],
    ['white space only', '\n \n', 'DATA_EMPTY_FILE', /nothing but white space/],
    ['an unclear delimiter', 'a,b;c\n1,2;3\n', 'DATA_DELIMITER_UNCLEAR', /cannot be told/],
  ];
  it.each(cases)('%s', async (_, content, code, message) => {
    const folder = scratchFolder();
    folder.write('data.csv', content);
    const error = await readError(folder, 'data.csv');
    expect(error).toMatchObject({ name: 'EvidenceError', exitCode: 4, code, message: expect.stringMatching(message) });
    expect(`${error.message} ${error.hint}`).not.toContain(folder.path);
  });

  it('bytes that are not of the stated encoding', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', Buffer.from('a,b\nfür,1\n', 'latin1'));
    expect(await readError(folder, 'data.csv', { encoding: 'utf-8' })).toMatchObject({
      code: 'DATA_MALFORMED_CSV',
      message: expect.stringMatching(/not valid UTF-8/),
    });
    folder.write('odd.csv', Buffer.from([0x61, 0x00, 0x0a, 0x00, 0x00, 0xd8, 0x0a, 0x00]));
    expect(await readError(folder, 'odd.csv', { encoding: 'utf-16le' })).toMatchObject({ code: 'DATA_WRONG_ENCODING' });
  });

  it('files with different columns', async () => {
    const folder = scratchFolder();
    folder.write('1.csv', 'a,b\n1,2\n');
    folder.write('2.csv', 'a,c\n1,2\n');
    expect(await readError(folder, '*.csv')).toMatchObject({
      code: 'DATA_DIFFERENT_COLUMNS',
      message: 'Reading 2.csv: expected the columns of 1.csv, but the file lacks b and has in addition c.',
    });
  });

  it('never shows the contents of a row', async () => {
    const folder = scratchFolder();
    folder.write('data.csv', 'x,y\n1,2\nconfidential\n');
    const error = await readError(folder, 'data.csv');
    expect(`${error.message} ${error.hint}`).not.toContain('confidential');
  });
});
