import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readError, readTable } from '../../testing/read-table.ts';
import { scratchFolder } from '../../testing/scratch-folder.ts';

const TEXT =
  '{"n":1,"x":1.5,"s":"007","b":true,"day":"2024-01-01","o":{"k":[1]}}\n{"x":-1e3,"s":"","n":null,"extra":"é"}\n';
const NAMES = ['b', 'day', 'extra', 'n', 'o', 's', 'x'];

describe('JSON Lines', () => {
  it.each([
    ['as they are', TEXT],
    ['with a byte order mark', `\ufeff${TEXT}`],
    ['in gzip', gzipSync(TEXT)],
    ['with a mark in gzip', gzipSync(`\ufeff${TEXT}`)],
    ['in UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    [
      'with rows in another order',
      TEXT.split('\n')
        .reverse()
        .filter(Boolean)
        .map((line) => `${line}\n`)
        .join(''),
    ],
  ])('%s', async (_, content) => {
    const folder = scratchFolder();
    folder.write('data.jsonl', content);
    const { source, typed, rows } = await readTable(folder, 'data.jsonl');
    expect(source.columns.map((column) => column.name)).toEqual(NAMES);
    expect(typed.columns.map((column) => column.type)).toEqual([
      'boolean',
      'date',
      'string',
      'integer',
      'string',
      'string',
      'number',
    ]);
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual([true, '2024-01-01', null, 1n, '{"k":[1]}', '007', 1.5]);
    expect(rows).toContainEqual([null, null, 'é', null, null, '', -1000]);
  });

  it('never takes a text for a number', async () => {
    const folder = scratchFolder();
    folder.write('data.jsonl', '{"a":"1","b":"true"}\n{"a":"2","b":"false"}\n');
    expect((await readTable(folder, 'data.jsonl')).rows).toEqual([
      ['1', 'true'],
      ['2', 'false'],
    ]);
  });

  it('reads several files of different keys', async () => {
    const folder = scratchFolder();
    folder.write('1.jsonl', '{"a":1}\n');
    folder.write('2.jsonl', '{"b":2}\n');
    folder.write('3.jsonl', gzipSync('{"a":3}\n'));
    expect((await readTable(folder, '*.jsonl')).rows).toEqual(
      expect.arrayContaining([
        [1n, null],
        [null, 2n],
        [3n, null],
      ]),
    );
  });

  const cases: [what: string, content: string, code: string, message: RegExp][] = [
    [
      'a broken line',
      '{"a":1}\n{"a":\n',
      'DATA_MALFORMED_JSON',
      /data\.jsonl, line \d: expected one complete JSON object a line/,
    ],
    ['an array', '[1,2]\n', 'DATA_MALFORMED_JSON', /found 1 of 1 lines with something else \(ARRAY\)/],
    ['a number', '{"a":1}\n2\n', 'DATA_MALFORMED_JSON', /found 1 of 2 lines/],
    [
      'a key twice',
      '{"a":1,"a":2}\n',
      'DATA_MALFORMED_JSON',
      /data\.jsonl, line 1: an object names the same key twice/,
    ],
    ['keys that differ in case', '{"a":1}\n{"A":2}\n', 'DATA_DUPLICATE_COLUMNS', /occurs twice/],
    ['blank lines only', '\n\n', 'DATA_EMPTY_FILE', /white space/],
    ['objects without keys', '{}\n{}\n', 'DATA_NO_COLUMNS', /no columns/],
  ];
  it.each(cases)('refuse %s', async (_, content, code, message) => {
    const folder = scratchFolder();
    folder.write('data.jsonl', content);
    const error = await readError(folder, 'data.jsonl');
    expect(error).toMatchObject({ name: 'EvidenceError', code, message: expect.stringMatching(message) });
    expect(error.message).not.toContain(folder.path);
  });
});
