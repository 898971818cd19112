import { canonicalFile, type DataProfile, dataProfileSchema } from '@model-delivery/core';
import { countIntoBins, decileEdges, exactSum } from '@model-delivery/stats';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { csv, Workspace } from '../../testing/workspace.ts';
import { diffProfiles, mergeProfiles, profileDataset, readProfileFile } from '../index.ts';
import { driftEdges, referenceCounts } from '../judge/drift-bins.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

async function profile(
  name: string,
  rows: readonly (readonly unknown[])[],
  like?: DataProfile,
  header = 'x,s',
): Promise<DataProfile> {
  workspace.write(name, csv(header, rows));
  const made = await profileDataset({
    config: null,
    source: name,
    baseDirectory: workspace.directory,
    workingDirectory: workspace.directory,
    like,
    engine: await workspace.engine(),
  });
  // As a reader of the file gets it: rounded numbers and all.
  return dataProfileSchema.parse(JSON.parse(canonicalFile(made)));
}

const numeric = (made: DataProfile) => made.columns[0]!.numeric!;

describe('profile', () => {
  test('deciles, counts and sums of numbers are exactly those of the values', async () => {
    const doubles = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      fc.constantFrom(0, 1, 0.1, 1.5e-300, 7),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(doubles, { minLength: 1, maxLength: 400 }), async (values) => {
        const made = numeric(
          await profile(
            'n.csv',
            values.map((value) => [value, 'a']),
          ),
        );
        const sorted = Float64Array.from(values).sort();
        const edges = decileEdges(sorted);
        expect(driftEdges(made)).toEqual(edges.map((edge) => edge + 0));
        expect(referenceCounts(made)).toEqual(countIntoBins(sorted, edges));
        expect([Number(made.min), Number(made.max), Number(made.sum)]).toEqual([
          sorted[0]! + 0,
          sorted.at(-1)! + 0,
          exactSum(sorted) + 0,
        ]);
      }),
      { numRuns: 20, seed: 3 },
    );
  }, 120_000);

  test('what is missing, does not cast or is not finite is counted apart', async () => {
    const made = await profile('m.csv', [
      [1, 'é'],
      ['', 'bb'],
      ['NaN', ''],
      ['inf', 'a'],
      ['-inf', 'a'],
      [3, 'a'],
    ]);
    expect(made.columns[0]).toMatchObject({
      type: 'number',
      missing: 1,
      numeric: { count: 2, nan: 1, positive_infinity: 1, negative_infinity: 1, min: '1', max: '3', sum: '4' },
    });
    expect(made.columns[1]).toMatchObject({
      type: 'string',
      missing: 1,
      categories: {
        count: 5,
        distinct: 3,
        values: [
          ['a', 3],
          ['bb', 1],
          ['é', 1],
        ],
        other: 0,
        complete: true,
      },
      lengths: { min: 1, max: 2 },
    });
  });

  test('more than 1,000 different texts: the top 100, the rest together; long texts by digest', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => [i, i % 3 === 0 ? 'often' : `rare${i}`]);
    rows[1] = [1, 'y'.repeat(500)];
    const { categories } = (await profile('t.csv', rows)).columns[1]!;
    expect(categories).toMatchObject({ count: 3000, distinct: 2001, complete: false, other: 1901 });
    expect(categories!.values).toHaveLength(100);
    expect(categories!.values[0]).toEqual(['often', 1000]);
    const long = (await profile('l.csv', [[1, 'y'.repeat(500)]])).columns[1]!.categories!;
    expect(long.values[0]![0]).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('dates and timestamps are numbers with their text beside them', async () => {
    const made = await profile(
      'd.csv',
      [
        ['1970-01-02', '2026-01-01T00:00:00Z'],
        ['1970-01-11', '2026-01-01T00:00:01Z'],
      ],
      undefined,
      'd,t',
    );
    expect(made.columns[0]).toMatchObject({
      type: 'date',
      numeric: { min: '1', max: '10' },
      time: { min: '1970-01-02', max: '1970-01-11' },
    });
    expect(made.columns[1]).toMatchObject({ type: 'timestamp', numeric: { min: '1767225600', max: '1767225601' } });
  });

  test('no rows is missing evidence', async () => {
    await expect(profile('e.csv', [])).rejects.toMatchObject({ code: 'DATA_NO_ROWS', exitCode: 4 });
  });
});

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => [(((from + i) * 37) % 501) / 8, `s${(from + i) % 11}`]);

describe('merge', () => {
  test('parts over the same bins add up to the whole', async () => {
    const first = await profile('a.csv', rows(0, 700));
    const second = await profile('b.csv', rows(700, 1000), first);
    const whole = await profile('c.csv', rows(0, 1000), first);
    const merged = mergeProfiles([first, second]);
    expect(dataProfileSchema.parse(merged).columns).toEqual(whole.columns);
    expect(merged).toMatchObject({
      rows: 1000,
      inputs: [
        { source: 'a.csv', rows: 700 },
        { source: 'b.csv', rows: 300 },
      ],
    });
    expect(diffProfiles(whole, merged).columns.map(({ psi, evidence }) => [psi, evidence])).toEqual([
      [0, 'exact'],
      [0, 'exact'],
    ]);
  });

  test('other bins, other columns and the same data twice are refused', async () => {
    const first = await profile('a.csv', rows(0, 700));
    const other = await profile('b.csv', rows(3, 400));
    expect(() => mergeProfiles([first, other])).toThrow(
      expect.objectContaining({ code: 'PROFILE_BINS_DIFFER', hint: expect.stringContaining('--like') }),
    );
    expect(() => mergeProfiles([first, first])).toThrow(expect.objectContaining({ code: 'PROFILE_COUNTED_TWICE' }));
    const narrow = await profile('n.csv', [[1]], undefined, 'x');
    expect(() => mergeProfiles([first, narrow])).toThrow(expect.objectContaining({ code: 'PROFILE_COLUMNS_DIFFER' }));
  });
});

describe('diff', () => {
  test('other bins are estimated, and say so', async () => {
    const reference = await profile('a.csv', rows(0, 5000));
    const same = await profile('b.csv', rows(13, 4000));
    const shifted = await profile(
      'c.csv',
      rows(0, 4000).map(([x, s]) => [Number(x) * 2, s]),
    );
    const [x, s] = diffProfiles(reference, same).columns;
    expect(x).toMatchObject({ state: 'both', evidence: 'estimate', reason: null });
    expect(x!.psi!).toBeLessThan(0.005);
    expect(s).toMatchObject({ evidence: 'exact' });
    expect(diffProfiles(reference, shifted).columns[0]!.psi!).toBeGreaterThan(0.5);
  });

  test('columns of one side only', async () => {
    const [a, b] = [await profile('a.csv', [[1, 'a']]), await profile('b.csv', [[1, 2]], undefined, 'x,y')];
    expect(diffProfiles(a, b).columns.map(({ name, state, psi }) => [name, state, psi === null])).toEqual([
      ['x', 'both', false],
      ['s', 'only_reference', true],
      ['y', 'only_current', true],
    ]);
  });
});

describe('profile files', () => {
  const read = (path: string, containedIn?: string) => readProfileFile(path, workspace.directory, containedIn);

  test('missing, damaged and foreign files', async () => {
    workspace.write('broken.json', '{');
    workspace.write('odd.json', '{"schema":"data-profile/1"}');
    await expect(read('nowhere.json')).rejects.toMatchObject({ code: 'PROFILE_MISSING', exitCode: 4 });
    await expect(read('broken.json')).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
      message: expect.stringContaining('no JSON'),
    });
    await expect(read('odd.json')).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
      message: expect.stringContaining('dataset'),
    });
    await expect(read('.')).rejects.toMatchObject({ code: 'PROFILE_INVALID' });
  });

  test('a file outside the workspace is refused', async () => {
    workspace.write('inner/file.txt', '');
    workspace.write('outside.json', '{}');
    await expect(
      readProfileFile('../outside.json', `${workspace.directory}/inner`, `${workspace.directory}/inner`),
    ).rejects.toMatchObject({ code: 'PROFILE_OUTSIDE_WORKSPACE', exitCode: 2 });
  });
});
