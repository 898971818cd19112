import { afterAll, describe, expect, test } from 'vitest';
import { check, Workspace } from '../testing/workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

describe('row checks: evaluated, failed, skipped and the verdict', () => {
  const lines = [
    'id,x,s,d',
    '1,5,abc,2026-01-01',
    '2,,é😀,2026-01-02',
    '3,oops,,2026-01-03',
    '4,NaN,zz,2026-02-01',
    '5,inf,abc,bad',
    '6,20,abc,',
  ];
  const columns = 'x: { type: number }, d: { type: date }, id: { type: integer }';
  const cases: [title: string, columns: string, id: string, verdict: string, counts: (number | null)[]][] = [
    ['type: values that do not cast', 'x: { type: number }', 'train/x/type', 'fail', [5, 1, 1]],
    ['type: within tolerance', 'x: { type: number, tolerance: { max_count: 1 } }', 'train/x/type', 'pass', [5, 1, 1]],
    ['missing: every row is judged', 'x: { type: number, missing: 0 }', 'train/x/missing', 'fail', [6, 1, 0]],
    ['missing: share', 'x: { missing: { max_share: 0.17 } }', 'train/x/missing', 'pass', [6, 1, 0]],
    [
      'range: NaN and infinity fail, missing and uncast are skipped',
      'x: { type: number, range: [0, null] }',
      'train/x/range',
      'fail',
      [4, 2, 2],
    ],
    ['range: both ends count', 'id: { type: integer, range: [1, 6] }', 'train/id/range', 'pass', [6, 0, 0]],
    ['range of dates', 'd: { type: date, range: ["2026-01-01", "2026-01-31"] }', 'train/d/range', 'fail', [4, 1, 2]],
    ['values: NaN and infinity fail', 'x: { type: number, values: [5, 20] }', 'train/x/values', 'fail', [4, 2, 2]],
    ['values of text', 's: { values: [abc, zz, "é😀"] }', 'train/s/values', 'pass', [5, 0, 1]],
    [
      'values: share of the rows judged',
      's: { values: [abc], tolerance: { max_share: 0.4 } }',
      'train/s/values',
      'pass',
      [5, 2, 1],
    ],
    ['finite', 'x: { type: number, finite: true }', 'train/x/finite', 'fail', [4, 2, 2]],
    ['length in code points', 's: { length: [2, 3] }', 'train/s/length', 'pass', [5, 0, 1]],
    ['matches the whole value', 's: { matches: "[a-z]{2}" }', 'train/s/matches', 'fail', [5, 4, 1]],
    [
      'where narrows the rows judged',
      'id: { type: integer, range: [4, 9], where: "s = \'abc\'" }',
      'train/id/range',
      'fail',
      [3, 1, 0],
    ],
    [
      'where that matches nothing',
      'id: { type: integer, range: [4, 9], where: "s = \'nobody\'" }',
      'train/id/range',
      'not_applicable',
      [0, null, null],
    ],
  ];
  test.each(cases)('%s', async (_title, column, id, verdict, [evaluated, failed, skipped]) => {
    const name = column.slice(0, column.indexOf(':'));
    const declared = columns.replace(new RegExp(`${name}: \\{[^}]*\\}(?:, )?`), '').replace(/, $/, '');
    const report = await workspace.validate(
      workspace.train('rows', lines, `  columns: { ${column}${declared === '' ? '' : `, ${declared}`} }\n`),
    );
    expect(check(report, id)).toMatchObject({ verdict, evaluated, failed, skipped });
  });

  test('rule: NULL is not evaluated', async () => {
    const report = await workspace.validate(
      workspace.train(
        'rules',
        lines,
        '  columns: { x: { type: number } }\n  checks: [ { rule: "x < 10" }, { rule: "id > 0", name: ids }, { rule: "id > 1", tolerance: { max_count: 1 } } ]\n',
      ),
    );
    // NaN and infinity are greater than every number.
    expect(check(report, 'train/rule/0')).toMatchObject({ verdict: 'fail', evaluated: 4, failed: 3, skipped: 2 });
    expect(check(report, 'train/rule/ids')).toMatchObject({ verdict: 'pass', evaluated: 6, failed: 0 });
    expect(check(report, 'train/rule/2')).toMatchObject({ verdict: 'pass', evaluated: 6, failed: 1 });
  });

  test('unique counts all rows of a repeated key and skips incomplete keys', async () => {
    const report = await workspace.validate(
      workspace.train(
        'keys',
        ['a,b', '1,x', '1,x', '1,y', '2,', ',x'],
        '  checks: [ { unique: [a, b] }, { unique: [a] } ]\n',
      ),
    );
    expect(check(report, 'train/unique/a+b')).toMatchObject({
      verdict: 'fail',
      evaluated: 3,
      failed: 2,
      skipped: 2,
      column: null,
    });
    expect(check(report, 'train/unique/a')).toMatchObject({
      verdict: 'fail',
      evaluated: 4,
      failed: 3,
      skipped: 1,
      column: 'a',
    });
    expect(check(report, 'train/unique/a').examples).toEqual([{ a: '1' }, { a: '1' }, { a: '1' }]);
  });
});

describe('table checks', () => {
  const lines = ['x,g', '1,a', '2,a', '4,b', 'NaN,b', ',b'];
  const measured = (checks: string) =>
    workspace.validate(workspace.train('tables', lines, `  columns: { x: { type: number } }\n  checks: ${checks}\n`));

  test('mean and quantile leave out NaN and missing values', async () => {
    const report = await measured(
      '[ { mean: { column: x, min: 2, max: 3 } }, { quantile: { column: x, q: 0.25, max: 1.4 } }, { mean: { column: x, max: 1, min: 0 }, where: "g = \'a\'" } ]',
    );
    expect(check(report, 'train/mean/x')).toMatchObject({
      verdict: 'pass',
      observed: 2.33333333333,
      evaluated: 3,
      failed: null,
      skipped: 2,
    });
    expect(check(report, 'train/quantile/x/0.25')).toMatchObject({ verdict: 'fail', observed: 1.5, failed: null });
    expect(check(report, 'train/mean/x/2')).toMatchObject({ verdict: 'fail', observed: 1.5, evaluated: 2 });
  });

  test('row_count and columns', async () => {
    const report = await measured(
      '[ { row_count: { min: 5, max: 5 } }, { row_count: { max: 4 } }, { columns: { require: [g, y], allow_extra: false } }, { columns: { require: [g, x], order: true } } ]',
    );
    expect(check(report, 'train/row_count')).toMatchObject({
      verdict: 'pass',
      evaluated: 5,
      failed: null,
      observed: 5,
    });
    expect(check(report, 'train/row_count/2').verdict).toBe('fail');
    expect(check(report, 'train/columns')).toMatchObject({ verdict: 'fail', failed: 2, evaluated: null });
    expect(check(report, 'train/columns').message).toContain('missing y; unexpected x');
    expect(check(report, 'train/columns/2')).toMatchObject({ verdict: 'fail', failed: 0 });
  });

  test('a check on a column that the data lack is an error, with the nearest name', async () => {
    const report = await measured('[ { mean: { column: xx, min: 0 } }, { unique: [nope] }, { rule: "zz > 1" } ]');
    expect(report.verdict).toBe('error');
    expect(report.checks.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['type', 'pass'],
      ['mean', 'error'],
      ['unique', 'error'],
      ['rule', 'error'],
    ]);
    expect(check(report, 'train/mean/xx').message).toContain('did you mean x?');
  });

  test('a rule that cannot be evaluated is an error of its own and spares the others', async () => {
    const report = await measured(
      '[ { rule: "x" }, { rule: "g > 1" }, { rule: "x > 0", where: "g" }, { rule: "g <> \'q\'" } ]',
    );
    expect(report.checks.filter((c) => c.kind === 'rule').map((c) => c.verdict)).toEqual([
      'error',
      'error',
      'error',
      'pass',
    ]);
  });
});

describe('ids', () => {
  test('escaped slashes, repetition, patterns in the order of the data', async () => {
    const report = await workspace.validate(
      `data:\n  datasets: { "a/b": { source: ${workspace.write('ids.csv', 'f/1,f_2,z\n1,2,3\n')} } }\n  columns: { "f/1": { type: integer }, "f*": { type: integer, missing: 0 } }\n`,
    );
    expect(report.checks.map(({ id }) => id)).toEqual([
      'a%2Fb/f%2F1/type',
      'a%2Fb/f%2F1/type/2',
      'a%2Fb/f%2F1/missing',
      'a%2Fb/f_2/type',
      'a%2Fb/f_2/missing',
    ]);
  });
});

describe('presence of columns', () => {
  test('plain names must exist unless absent; patterns must match somewhere', async () => {
    workspace.write('p-train.csv', 'a,late\n1,0\n');
    workspace.write('p-serving.csv', 'a\n1\n');
    const report = await workspace.validate(`data:
  datasets: { train: { source: p-train.csv }, serving: { source: p-serving.csv, absent: [late] } }
  columns:
    late: { values: [0, 1], missing: 0 }
    b: { type: integer, datasets: [train] }
    "a*": { missing: 0 }
    "q_*": { finite: true }
  checks: [ { columns: { require: [a, late] } } ]
`);
    const verdicts = Object.fromEntries(report.checks.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toEqual({
      'train/late/missing': 'pass',
      'train/late/values': 'pass',
      'train/b/type': 'error',
      'train/a/missing': 'pass',
      'train/q_*/finite': 'error',
      'train/columns': 'pass',
      'serving/late/missing': 'not_applicable',
      'serving/late/values': 'not_applicable',
      'serving/a/missing': 'pass',
      'serving/q_*/finite': 'error',
      'serving/columns': 'pass',
    });
    expect(report.verdict).toBe('error');
    expect(report.counts).toEqual({
      pass: 6,
      fail: 0,
      inconclusive: 0,
      error: 3,
      not_applicable: 2,
      waived: 0,
      warn: 0,
    });
  });

  test('a column without a value is an error for every kind but missing and type', async () => {
    const yaml = workspace.train(
      'nulls',
      ['a,b', '1,', '2,'],
      '  columns: { b: { type: number, missing: { max_count: 2 }, range: [0, 1], finite: true } }\n  checks: [ { mean: { column: b, min: 0 } } ]\n',
    );
    const report = await workspace.validate(yaml);
    expect(report.checks.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['type', 'pass'],
      ['missing', 'pass'],
      ['range', 'error'],
      ['finite', 'error'],
      ['mean', 'error'],
    ]);
  });

  test('no rows: every check is an error, and so is the document', async () => {
    const report = await workspace.validate(
      workspace.train('empty', ['a,b'], '  columns: { a: { missing: 0 } }\n  checks: [ { row_count: { max: 5 } } ]\n'),
    );
    expect(report.checks.map(({ verdict }) => verdict)).toEqual(['error', 'error']);
    expect(report).toMatchObject({
      verdict: 'error',
      error: { code: 'DATA_NO_ROWS' },
      datasets: [{ rows: 0, error: { code: 'DATA_NO_ROWS' } }],
    });
  });

  test('no check at all is an error', async () => {
    expect((await workspace.validate(workspace.train('unchecked', ['a', '1'], ''))).verdict).toBe('error');
  });
});
