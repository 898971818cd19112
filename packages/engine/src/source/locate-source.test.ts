import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ScratchFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { combinedSha256, locateSource, type SourceOptions } from './locate-source.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 123456\n`;

function locate(folder: ScratchFolder, path: string | readonly string[], options: SourceOptions = {}) {
  return locateSource({ path, baseDirectory: folder.path, containedIn: folder.path, options });
}

describe('digests', () => {
  it('hashes one file as it is and several as lines sorted by path', async () => {
    const folder = scratchFolder();
    folder.write('a.csv', 'x\n2\n');
    folder.write('b.csv', 'x\n1\n');
    const one = await locate(folder, 'a.csv');
    expect([one.sha256, one.bytes, one.files[0]!.path]).toEqual([sha256('x\n2\n'), 4, 'a.csv']);
    const both = await locate(folder, '*.csv');
    expect(both.sha256).toBe('91e1d5ba9b563a8536f8db22b5111178e553d93a0ad8fd8cab69521333c7ea4e');
    expect(both.bytes).toBe(8);
    expect((await locate(folder, ['./b.csv', 'a.csv', 'b.csv'])).sha256).toBe(both.sha256);
    expect(combinedSha256([...both.files].reverse())).toBe(both.sha256);
  });
});

describe('what a file is', () => {
  it.each([
    ['data.csv', 'x\n1\n', { format: 'csv', gzip: false, encoding: 'utf-8' }],
    ['DATA.CSV', 'x\n1\n', { format: 'csv', gzip: false, encoding: 'utf-8' }],
    ['data.tsv', 'x\ty\n', { format: 'csv', gzip: false, encoding: 'utf-8' }],
    ['data.csv.gz', gzipSync('x\n1\n'), { format: 'csv', gzip: true, encoding: 'utf-8' }],
    ['data.csv', gzipSync('x\n1\n'), { format: 'csv', gzip: true, encoding: 'utf-8' }],
    ['data.jsonl', '{"x":1}\n', { format: 'jsonl', gzip: false, encoding: 'utf-8' }],
    ['data.ndjson.gz', gzipSync('{"x":1}\n'), { format: 'jsonl', gzip: true, encoding: 'utf-8' }],
    ['data.csv', Buffer.from('für\n', 'latin1'), { format: 'csv', gzip: false, encoding: 'windows-1252' }],
    ['data.csv', Buffer.from('\ufeffx\n', 'utf16le'), { format: 'csv', gzip: false, encoding: 'utf-16le' }],
    ['data.bin', 'PAR1....PAR1', { format: 'parquet', gzip: false, encoding: null }],
    ['data.csv', 'PAR1....PAR1', { format: 'parquet', gzip: false, encoding: null }],
  ])('%s', async (name, content, { format, ...expected }) => {
    const folder = scratchFolder();
    folder.write(name, content);
    const located = await locate(folder, name);
    expect(located.format).toBe(format);
    expect(located.files[0]).toMatchObject(expected);
  });

  it('takes the stated format and encoding', async () => {
    const folder = scratchFolder();
    folder.write('data.xyz', 'x\n1\n');
    expect((await locate(folder, 'data.xyz', { format: 'csv', encoding: 'latin-1' })).files[0]).toMatchObject({
      encoding: 'windows-1252',
    });
    folder.write('be.csv', Buffer.from('\ufeffx\n', 'utf16le').swap16());
    expect((await locate(folder, 'be.csv', { encoding: 'utf-16' })).files[0]).toMatchObject({ encoding: 'utf-16be' });
    await expect(locate(folder, 'data.xyz', { format: 'csv', encoding: 'x' })).rejects.toMatchObject({
      code: 'CONFIG_ENCODING',
    });
  });
});

describe('what is no data', () => {
  const cases: [what: string, path: string, prepare: (folder: ScratchFolder) => void, expected: object][] = [
    [
      'a missing file',
      'no.csv',
      () => {},
      { code: 'DATA_NOT_FOUND', message: 'Reading no.csv: there is no such file.' },
    ],
    ['an empty file', 'e.csv', (f) => f.write('e.csv', ''), { code: 'DATA_EMPTY_FILE' }],
    ['an empty file in gzip', 'e.csv.gz', (f) => f.write('e.csv.gz', gzipSync('')), { code: 'DATA_EMPTY_FILE' }],
    [
      'truncated gzip',
      't.csv.gz',
      (f) => f.write('t.csv.gz', gzipSync('a,b\n'.repeat(9999)).subarray(0, 60)),
      { code: 'DATA_MALFORMED_GZIP' },
    ],
    [
      'a folder',
      'd',
      (f) => f.write('d/a.csv', 'x\n'),
      { code: 'DATA_IS_DIRECTORY', hint: expect.stringContaining('`d/*.parquet`') },
    ],
    ['a pattern without match', 'data/*.csv', () => {}, { code: 'DATA_NO_MATCH' }],
    [
      'a Git LFS pointer',
      'l.parquet',
      (f) => f.write('l.parquet', LFS),
      { code: 'DATA_LFS_POINTER', hint: expect.stringContaining('`lfs: true`') },
    ],
    [
      'a Git LFS pointer among others',
      '*.csv',
      (f) => [f.write('a.csv', 'x\n'), f.write('b.csv', LFS)],
      { code: 'DATA_LFS_POINTER', message: expect.stringContaining('b.csv') },
    ],
    [
      'a DVC pointer as source',
      'x.csv.dvc',
      (f) => f.write('x.csv.dvc', 'outs:\n- md5: a\n  path: x.csv\n'),
      { code: 'DATA_DVC_POINTER', hint: expect.stringContaining('dvc pull') },
    ],
    [
      'a DVC pointer beside a missing file',
      'x.csv',
      (f) => f.write('x.csv.dvc', 'outs:\n- md5: a\n'),
      { code: 'DATA_DVC_POINTER', hint: expect.stringContaining('dvc pull') },
    ],
    [
      'a DVC pointer for a missing folder',
      'data/x.csv',
      (f) => f.write('data.dvc', 'outs:\n- md5: a\n'),
      { code: 'DATA_DVC_POINTER' },
    ],
    [
      'a dangling link',
      'l.csv',
      (f) => symlinkSync('gone.csv', join(f.path, 'l.csv')),
      { code: 'DATA_NOT_FOUND', message: expect.stringContaining('symbolic link') },
    ],
    [
      'a named pipe',
      'p.csv',
      (f) =>
        execFileSync('mkfifo', [join(f.path, 'p.csv')], {
          env: { ...process.env, PATH: `${process.env.PATH}:/usr/bin:/bin` },
        }),
      { code: 'DATA_NOT_A_FILE' },
    ],
    [
      'an Excel workbook',
      'b.csv',
      (f) => f.write('b.csv', 'PK\x03\x04\x14\x00'),
      { code: 'DATA_WRONG_FORMAT', message: expect.stringContaining('zip') },
    ],
    ['text called Parquet', 'b.parquet', (f) => f.write('b.parquet', 'x\n1\n'), { code: 'DATA_WRONG_FORMAT' }],
    [
      'an unknown extension',
      'b.data',
      (f) => f.write('b.data', 'x\n1\n'),
      { code: 'DATA_UNKNOWN_FORMAT', hint: expect.stringContaining('format: csv') },
    ],
    [
      'files of two formats',
      '*',
      (f) => [f.write('a.csv', 'x\n'), f.write('b.jsonl', '{}\n')],
      { code: 'DATA_MIXED_FORMATS' },
    ],
  ];

  it.each(cases)('%s', async (_, path, prepare, expected) => {
    const folder = scratchFolder();
    prepare(folder);
    await expect(locate(folder, path)).rejects.toMatchObject({ name: 'EvidenceError', exitCode: 4, ...expected });
  });

  it('an unreadable file', () => {
    const folder = scratchFolder();
    chmodSync(folder.path, 0o755);
    chmodSync(folder.write('secret.csv', 'x\n'), 0);
    folder.write('open.csv', 'x\n');
    expect(locateAsNobody(folder, ['secret.csv', 'open.csv'])).toEqual(['DATA_NO_PERMISSION', 'located']);
  });
});

/** Root may read everything: a process of its own loads the code and then becomes somebody else for good. */
function locateAsNobody(folder: ScratchFolder, paths: readonly string[]): string[] {
  const script = `
    import { locateSource } from ${JSON.stringify(new URL('./locate-source.ts', import.meta.url).href)};
    if (process.getuid() === 0) process.setuid(65534);
    for (const path of ${JSON.stringify(paths)}) {
      const source = { path, baseDirectory: ${JSON.stringify(folder.path)} };
      console.log(await locateSource(source).then(() => 'located', (error) => error.code));
    }`;
  const args = ['--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n');
}

describe('files outside of the workspace', () => {
  const outside: [path: string, prepare: (folder: ScratchFolder) => void][] = [
    ['../../../../../../etc/passwd', () => {}],
    ['/etc/passwd', () => {}],
    ['/proc/self/environ', () => {}],
    ['../no-such-file-at-all.csv', () => {}],
    ['link.csv', (f) => symlinkSync('/etc/passwd', join(f.path, 'link.csv'))],
    ['folder/passwd', (f) => symlinkSync('/etc', join(f.path, 'folder'))],
    ['folder/../../etc/passwd', (f) => symlinkSync('/etc', join(f.path, 'folder'))],
    ['folder/*', (f) => symlinkSync('/etc', join(f.path, 'folder'))],
    ['../*', (f) => f.write('a.csv', 'x')],
    ['dangling.csv', (f) => symlinkSync('/no/such/file.csv', join(f.path, 'dangling.csv'))],
    [
      'one.csv',
      (f) => [symlinkSync('two.csv', join(f.path, 'one.csv')), symlinkSync('/etc/passwd', join(f.path, 'two.csv'))],
    ],
  ];

  it.each(outside)('%s', async (path, prepare) => {
    const folder = scratchFolder();
    prepare(folder);
    await expect(locate(folder, path)).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'DATA_OUTSIDE_WORKSPACE',
      exitCode: 2,
    });
  });

  it('takes links that stay inside, and a workspace that is a link itself', async () => {
    const folder = scratchFolder();
    folder.write('real/a.csv', 'x\n');
    symlinkSync('real', join(folder.path, 'alias'));
    expect((await locate(folder, 'alias/a.csv')).files[0]!.realPath).toBe(join(folder.path, 'real/a.csv'));
    const workspace = join(folder.path, 'alias');
    expect((await locateSource({ path: 'a.csv', baseDirectory: workspace, containedIn: workspace })).bytes).toBe(2);
    mkdirSync(join(folder.path, '..data'));
    folder.write('..data/a.csv', 'x\n');
    expect((await locate(folder, '..data/a.csv')).bytes).toBe(2);
  });

  it.each(['https://example.com/x.csv', 's3://bucket/x.parquet', '', 'a\0b'])('refuses %j', async (path) => {
    await expect(locate(scratchFolder(), path)).rejects.toMatchObject({ name: 'ConfigError' });
  });
});
