import { gzipSync } from 'node:zlib';
import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { parquet } from '../parquet-bytes.ts';
import { CONFIG, type ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

/** A `validate` that finds its data file like this. */
function data(
  name: string,
  content: ProjectFiles[string],
  expected: Omit<Expected, 'exitCode' | 'document'> & Partial<Expected>,
  more: { hostile?: number[]; source?: string; column?: string; files?: ProjectFiles } = {},
): BadInputCase {
  const source = more.source ?? 'data/train.csv';
  const files = {
    'data/train.csv': null,
    'model-delivery.yaml': CONFIG.replace('data/train.csv', source)
      .replace('    id: { type: integer, missing: 0 }\n', '')
      .replace(', key: [id]', ''),
    [source]: content,
    ...more.files,
  };
  return {
    name: `data: ${name}`,
    ...(more.hostile ? { hostile: more.hostile } : {}),
    run: (world) => runCommand(world, { args: ['validate'], files }),
    expect: { exitCode: 4, document: 'error', ...expected },
  };
}

const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
const DVC = `outs:\n- md5: ${'b'.repeat(32)}\n  size: 12345\n  path: train.csv\n`;
const in_parquet = { source: 'data/train.parquet' };
const whole = parquet([31, 45, 27]);
const HUGE = 2 ** 31 - 1;

/** Whatever a Parquet file lies about, the reader must say so, quickly and without dying of it. */
const broken = { code: 'DATA_MALFORMED_PARQUET', message: /train/, fix: /write or download it again/ };

export const DATA_FILES: BadInputCase[] = [
  data('no file', null, { code: 'DATA_NOT_FOUND', message: /data\/train\.csv: there is no such file/, fix: /path/ }),
  data(
    'no file behind a pattern',
    null,
    { code: 'DATA_NO_MATCH', message: /data\/\*\.csv/, fix: /\S/ },
    { source: 'data/*.csv' },
  ),
  data('empty file', '', { code: 'DATA_EMPTY_FILE', message: /data\/train\.csv/, fix: /\S/ }),
  data('header only', 'id,age\n', {
    code: 'DATA_NO_ROWS',
    message: /expected rows, found none/,
    fix: /leaves a header only/,
  }),
  data('undetectable delimiter', 'a,b;c\n1,2;3\n4,5;6\n', {
    code: 'DATA_DELIMITER_UNCLEAR',
    message: /data\/train\.csv/,
    fix: /delimiter/,
  }),
  data('rows of different width', 'id,age\n1,2\n3,4,5,6\n', {
    code: 'DATA_RAGGED_ROWS',
    message: /data\/train\.csv.*line 3/s,
    fix: /\S/,
  }),
  data('a column twice', 'age,age\n1,2\n', { code: 'DATA_DUPLICATE_COLUMNS', message: /age/, fix: /rename/i }),
  data('unknown column', 'id,ages\n1,31\n', {
    code: null,
    message: /age.*(?:not|no such|absent|missing)/s,
    fix: /ages|absent/,
  }),
  data(
    'damaged gzip',
    gzipSync('id,age\n1,31\n').subarray(0, 20),
    { code: 'DATA_MALFORMED_GZIP', message: /train\.csv\.gz/, fix: /\S/ },
    { source: 'data/train.csv.gz' },
  ),
  data('pointer of Git LFS', LFS, { code: 'DATA_LFS_POINTER', message: /pointer/i, fix: /lfs: true/ }),
  data(
    'pointer of DVC',
    DVC,
    { code: 'DATA_DVC_POINTER', message: /pointer/i, fix: /dvc pull/ },
    { source: 'data/train.csv.dvc' },
  ),
  data(
    'a folder',
    'id,age\n1,31\n',
    { code: 'DATA_IS_DIRECTORY', message: /folder/, fix: /Name the files/ },
    { source: 'data/part/', files: { 'data/part/': null, 'data/part/a.csv': 'id,age\n1,31\n' } },
  ),
  data(
    'an address in place of a file',
    null,
    { exitCode: 2, code: 'DATA_REMOTE_SOURCE', message: /example\.org/, fix: /download|file/i },
    { source: 'https://example.org/train.csv' },
  ),
  data(
    'not JSON',
    '{"age": 1}\n{"age": \n',
    { code: 'DATA_MALFORMED_JSON', message: /train\.jsonl/, fix: /\S/ },
    { source: 'data/train.jsonl' },
  ),

  data(
    'Parquet, whole, to show that the bytes are right',
    whole,
    { exitCode: 0, document: 'pass', code: null, message: /"rows":3/ },
    in_parquet,
  ),
  data('truncated Parquet', whole.subarray(0, whole.length - 20), broken, in_parquet),
  data(
    'Parquet cut to its first bytes',
    Buffer.from('PAR1'),
    { ...broken, code: 'DATA_MALFORMED_PARQUET' },
    in_parquet,
  ),
  data(
    'text named Parquet',
    'id,age\n1,31\n',
    { code: 'DATA_WRONG_FORMAT', message: /train\.parquet/, fix: /\S/ },
    in_parquet,
  ),
  data(
    'Parquet of 2 billion row groups',
    parquet([31], { rowGroups: HUGE }),
    { ...broken, code: 'ENGINE_OUT_OF_MEMORY' },
    { ...in_parquet, hostile: [28] },
  ),
  data('Parquet of 2^62 rows', parquet([31], { rows: 2n ** 62n }), broken, { ...in_parquet, hostile: [28] }),
  data('Parquet with a page outside of the file', parquet([31], { pageOffset: 2n ** 40n }), broken, {
    ...in_parquet,
    hostile: [28],
  }),
  data('Parquet with a page of 2 GB', parquet([31], { pageSize: HUGE, pageBytes: 2n ** 40n }), broken, {
    ...in_parquet,
    hostile: [28],
  }),
  data('Parquet with a footer longer than the file', parquet([31], { footerBytes: HUGE }), broken, {
    ...in_parquet,
    hostile: [28],
  }),
  data('Parquet with a decimal of 200 digits', parquet([31], { decimal: { precision: 200, scale: 0 } }), broken, {
    ...in_parquet,
    hostile: [28],
  }),
  data(
    'Parquet with a decimal that overflows',
    parquet([31], { decimal: { precision: 9, scale: 2147483647 } }),
    broken,
    { ...in_parquet, hostile: [28] },
  ),
];
