import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { expandGlob, isGlob } from './path-glob.ts';

function tree(): string {
  const folder = scratchFolder();
  for (const name of [
    'a.csv',
    'b.csv',
    'B.csv',
    'c.parquet',
    '.hidden.csv',
    'sub/d.csv',
    'sub/deep/e.csv',
    'sub/.h/f.csv',
    'a.csv.d/x.csv',
  ]) {
    folder.write(name, 'x\n');
  }
  symlinkSync(folder.path, join(folder.path, 'sub/loop'));
  return folder.path;
}

describe('expandGlob', () => {
  it.each([
    ['*.csv', ['B.csv', 'a.csv', 'b.csv']],
    ['?.csv', ['B.csv', 'a.csv', 'b.csv']],
    ['[ab].csv', []],
    ['.*.csv', ['.hidden.csv']],
    ['sub/*.csv', ['sub/d.csv']],
    ['./sub//*.csv', ['sub/d.csv']],
    ['**/*.csv', ['B.csv', 'a.csv', 'a.csv.d/x.csv', 'b.csv', 'sub/d.csv', 'sub/deep/e.csv']],
    ['sub/**', ['sub/d.csv', 'sub/deep/e.csv', 'sub/loop']],
    ['*/deep/e.csv', ['sub/deep/e.csv']],
    ['nothing/*.csv', []],
    ['a.csv/*', []],
  ])('%s', async (pattern, expected) => {
    expect(await expandGlob(pattern, tree())).toEqual(expected);
  });

  it('keeps an absolute pattern absolute', async () => {
    const root = tree();
    expect(await expandGlob(`${root}/sub/*.csv`, '/')).toEqual([`${root}/sub/d.csv`]);
  });

  it('does not take exponential time', async () => {
    const folder = scratchFolder();
    folder.write(`${'a'.repeat(200)}.csv`, 'x\n');
    const started = performance.now();
    expect(await expandGlob(`${'*a'.repeat(60)}b`, folder.path)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

it('isGlob', () => {
  expect(['a*', 'a?', '**/a', 'a[1].csv', 'a.csv'].map(isGlob)).toEqual([true, true, true, false, false]);
});
