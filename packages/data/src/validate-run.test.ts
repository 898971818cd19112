import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, csv, Workspace } from '../testing/workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

describe('unreadable data', () => {
  test('a missing file is an error of the document; the other data set is judged', async () => {
    workspace.write('there.csv', 'a\n1\n');
    const report = await workspace.validate(
      'data:\n  datasets: { gone: { source: gone.csv }, there: { source: there.csv } }\n  columns: { a: { missing: 0 } }\n',
    );
    expect(report.verdict).toBe('error');
    expect(report.error).toEqual(report.datasets[0]!.error);
    expect(report.datasets[0]).toMatchObject({ name: 'gone', rows: null, bytes: null, sha256: null });
    expect(report.checks.map(({ id, verdict }) => [id, verdict])).toEqual([['there/a/missing', 'pass']]);
    expect(JSON.stringify(report)).not.toContain(workspace.directory);
  });

  test.each([
    ['a pattern that is no RE2', 'columns: { a: { matches: "(?=x)" } }', 'PATTERN_INVALID'],
    ['a rule with a subquery', 'checks: [ { rule: "a in (select 1)" } ]', 'RULE_INVALID'],
    ['a rule that reads a file', 'checks: [ { rule: "read_text(\'/etc/passwd\') is null" } ]', 'RULE_INVALID'],
    ['contracts', 'contracts: [ { import: gx.json, dataset: train } ]', 'CONTRACTS_NOT_AVAILABLE'],
    [
      'a waiver by position',
      'waivers: [ { check: train/rule/0, reason: r, until: 2027-01-01, by: me } ]',
      'WAIVER_POSITIONAL',
    ],
    ['two types for one column', 'columns: { a: { type: integer }, "*": { type: string } }', 'TYPE_DECLARED_TWICE'],
    ['where on columns', 'checks: [ { columns: { require: [a] }, where: "a > 1" } ]', 'WHERE_WITHOUT_ROWS'],
  ])('%s is a configuration error', async (_title, more, code) => {
    await expect(workspace.validate(workspace.train('config', ['a', '1'], `  ${more}\n`))).rejects.toMatchObject({
      code,
      exitCode: 2,
    });
  });
});

describe('severity, waivers, examples', () => {
  const lines = ['id,x', '3,30', '1,10', '2,20'];

  test('warn keeps its verdict out of the document; an error always counts', async () => {
    const warned = await workspace.validate(
      workspace.train('warn', lines, '  columns: { x: { range: [0, 5], severity: warn }, id: { missing: 0 } }\n'),
    );
    expect(warned.verdict).toBe('pass');
    expect(check(warned, 'train/x/range')).toMatchObject({ verdict: 'fail', blocking: false, severity: 'warn' });
    expect(warned.counts).toMatchObject({ pass: 1, fail: 1, warn: 1 });
    const failing = await workspace.validate(
      workspace.train('warn', lines, '  columns: { y: { missing: 0, severity: info }, id: { missing: 0 } }\n'),
    );
    expect(failing.verdict).toBe('error');
    expect(check(failing, 'train/y/missing')).toMatchObject({ verdict: 'error', blocking: true });
  });

  test('waivers: the last day counts, expired and unknown ones are named', async () => {
    const waivers = (until: string, id = 'train/x/range') =>
      `  waivers: [ { check: ${id}, reason: known, until: ${until}, by: "@ann" } ]\n  columns: { x: { range: [0, 5] } }\n`;
    const waived = await workspace.validate(workspace.train('waived', lines, waivers('2026-11-21')));
    expect(waived.verdict).toBe('pass');
    expect(check(waived, 'train/x/range')).toMatchObject({
      verdict: 'waived',
      failed: 3,
      waiver: { reason: 'known', by: '@ann' },
    });
    expect(waived.counts).toMatchObject({ waived: 1, fail: 0 });
    const expired = await workspace.validate(workspace.train('waived', lines, waivers('2026-11-20')));
    expect(expired).toMatchObject({
      verdict: 'fail',
      warnings: ['The waiver of train/x/range expired on 2026-11-20 and was not applied.'],
    });
    const unknown = await workspace.validate(workspace.train('waived', lines, waivers('2027-01-01', 'train/y/range')));
    expect(unknown).toMatchObject({
      verdict: 'fail',
      warnings: ['The waiver of train/y/range names no check of this configuration.'],
    });
  });

  test('examples are the first failing rows in key order, else in value order', async () => {
    const checks = '  columns: { x: { range: [0, 15] } }\n  defaults: { examples: 1 }\n';
    const keyed = await workspace.validate(workspace.train('ex', lines, checks, ', key: [id]'));
    expect(check(keyed, 'train/x/range').examples).toEqual([{ id: '2', x: '20' }]);
    const plain = await workspace.validate(workspace.train('ex', lines, checks));
    expect(check(plain, 'train/x/range').examples).toEqual([{ x: '20' }]);
  });
});

describe('choosing data sets', () => {
  const yaml =
    'data:\n  datasets: { a: { source: a.csv }, b: { source: b.csv } }\n  columns: { x: { range: [0, 5] } }\n  waivers: [ { check: b/x/range, reason: r, until: 2027-01-01, by: me } ]\n';
  beforeAll(() => {
    workspace.write('a.csv', 'x\n1\n');
    workspace.write('b.csv', 'x\n9\n');
    workspace.write('elsewhere/c.csv', 'x\n7\n');
  });

  test('only the named ones; waivers of the others are not unknown', async () => {
    const report = await workspace.validate(yaml, { datasets: ['a'] });
    expect(report).toMatchObject({ verdict: 'pass', warnings: [], datasets: [{ name: 'a' }] });
  });

  test('a source replaces that of the one named, and stands in the policy', async () => {
    const report = await workspace.validate(yaml, { datasets: ['a'], source: 'elsewhere/c.csv' });
    expect(report).toMatchObject({
      verdict: 'fail',
      datasets: [{ source: 'elsewhere/c.csv' }],
      policy: { datasets: { a: { source: 'elsewhere/c.csv' } } },
    });
    await expect(workspace.validate(yaml, { source: 'elsewhere/c.csv' })).rejects.toMatchObject({
      code: 'SOURCE_OF_WHICH_DATASET',
    });
    await expect(workspace.validate(yaml, { datasets: ['c'] })).rejects.toMatchObject({ code: 'UNKNOWN_DATASET' });
  });
});

describe('formats', () => {
  test('Parquet and JSON Lines give the verdicts that CSV gives', async () => {
    workspace.write(
      'f.csv',
      csv('a,b', [
        [1, 'x'],
        [2, 'y'],
        ['', 'z'],
      ]),
    );
    workspace.write('f.jsonl', '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n{"a":null,"b":"z"}\n');
    await workspace.writeParquet('f.parquet', "SELECT * FROM (VALUES (1, 'x'), (2, 'y'), (NULL, 'z')) t(a, b)");
    const reports = [];
    for (const source of ['f.csv', 'f.jsonl', 'f.parquet']) {
      reports.push(
        await workspace.validate(
          `data:\n  datasets: { train: { source: ${source} } }\n  columns: { a: { type: integer, missing: 0, range: [2, 3] }, b: { type: string, values: [x, y] } }\n  checks: [ { unique: [a] }, { mean: { column: a, max: 1 } } ]\n`,
        ),
      );
    }
    expect(reports[1]!.checks).toEqual(reports[0]!.checks);
    expect(reports[2]!.checks).toEqual(reports[0]!.checks);
    expect(reports[2]!.datasets[0]!.columns).toEqual([
      { name: 'a', type: 'integer', missing: 1 },
      { name: 'b', type: 'string', missing: 0 },
    ]);
  });

  test('in Parquet the stored type decides', async () => {
    await workspace.writeParquet('t.parquet', "SELECT * FROM (VALUES (1.0::DOUBLE, '1'), (2.5::DOUBLE, '2')) t(d, s)");
    const report = await workspace.validate(
      'data:\n  datasets: { train: { source: t.parquet } }\n  columns: { d: { type: integer }, s: { type: integer, range: [0, 9] } }\n',
    );
    expect(check(report, 'train/d/type')).toMatchObject({ verdict: 'fail', evaluated: 2, failed: 1 });
    expect(check(report, 'train/s/type')).toMatchObject({ verdict: 'fail', evaluated: 2, failed: 2 });
    expect(check(report, 'train/s/range').verdict).toBe('error');
  });
});

test('hostile names and values reach neither SQL nor the document as anything but text', async () => {
  workspace.write(
    'hostile.csv',
    'select,"a""b","x\'); drop table t; --",😀 é\n"o\'k","\u0001\t",</td>,1\n,"@everyone",`,2\n',
  );
  const report = await workspace.validate(`data:
  datasets: { "tr'a\\"in": { source: hostile.csv, key: ["😀 é"] } }
  columns:
    select: { values: ["o'k"], length: [3, 3], missing: 0 }
    'a"b': { matches: "[^']*", values: [nothing] }
    "x'); drop table t; --": { length: [5, 5] }
  checks: [ { unique: [select, 'a"b'] }, { rule: '"select" = ''o''''k''' } ]
`);
  expect(report.checks.map(({ verdict, failed }) => [verdict, failed])).toEqual([
    ['fail', 1],
    ['pass', 0],
    ['pass', 0],
    ['fail', 2],
    ['pass', 0],
    ['fail', 1],
    ['pass', 0],
    ['pass', 0],
  ]);
  expect(report.checks[3]!.examples).toEqual([
    { '😀 é': '1', 'a"b': '\u0001\t' },
    { '😀 é': '2', 'a"b': '@everyone' },
  ]);
});

test('an aborted run ends without a verdict', async () => {
  const yaml = workspace.train('abort', ['a', '1'], '  columns: { a: { missing: 0 } }\n');
  await expect(workspace.validate(yaml, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow(
    'stopped',
  );
});
