import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { developmentBinding, testEngine } from '../../testing/test-engine.ts';
import { type NumberColumn, type StringColumn, toCount } from './cells.ts';
import { openEngine } from './open-engine.ts';

describe('the sandbox', () => {
  it('reads the allowed files and nothing else', async () => {
    const folder = scratchFolder();
    const allowed = folder.write('allowed.csv', 'x\n1\n');
    const secret = folder.write('secret.txt', 'the secret');
    const engine = await testEngine({ allowedPaths: [allowed], tempDirectory: folder.path });
    expect((await engine.query(`SELECT x FROM read_csv('${allowed}')`)).rows).toEqual([[1n]]);
    const attempts = [
      `SELECT * FROM read_text('${secret}')`,
      `SELECT * FROM '${secret}'`,
      `SELECT * FROM glob('${folder.path}/*')`,
      `SELECT * FROM read_text('/proc/self/environ')`,
      `SELECT * FROM read_csv('${folder.path}/all*')`,
      `COPY (SELECT 1) TO '${allowed}'`,
      `COPY (SELECT 1) TO '${folder.path}/new.csv'`,
      `ATTACH '${folder.path}/other.db'`,
      `EXPORT DATABASE '${folder.path}/export'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      "SELECT * FROM read_parquet('https://example.com/x.parquet')",
      "SET memory_limit = '100GB'",
      'SET enable_external_access = true',
      'RESET allowed_paths',
      'SET autoinstall_known_extensions = true',
    ];
    for (const sql of attempts) await expect(engine.query(sql), sql).rejects.toThrow(/refused a statement/);
    expect(readFileSync(allowed, 'utf8')).toBe('x\n1\n');
    expect(readdirSync(folder.path).filter((name) => !name.startsWith('model-delivery-engine-'))).toEqual([
      'allowed.csv',
      'secret.txt',
    ]);
  });

  it('does not follow a link out of the allowed files', async () => {
    const folder = scratchFolder();
    const secret = folder.write('secret.txt', 'the secret');
    const engine = await testEngine({ tempDirectory: folder.path });
    const link = join(engine.scratchDirectory, 'link.txt');
    symlinkSync(secret, link);
    await expect(engine.query(`SELECT * FROM read_text('${link}')`)).rejects.toThrow(/refused a statement/);
  });

  it('works in UTC whatever the zone of the machine', async () => {
    const engine = await testEngine();
    expect((await engine.query("SELECT CAST(TIMESTAMPTZ '2024-06-01 12:00:00+02' AS VARCHAR)")).rows).toEqual([
      ['2024-06-01 10:00:00+00'],
    ]);
    expect((await engine.query("SELECT current_setting('TimeZone')")).rows).toEqual([['UTC']]);
  });
});

describe('query', () => {
  it('keeps wide integers exact and prints what has no JavaScript type', async () => {
    const engine = await testEngine();
    const { columns, rows } = await engine.query(
      "SELECT 9007199254740993::BIGINT, 170141183460469231731687303715884105727::HUGEINT, 1::INTEGER, 0.5::DOUBLE, 1.10::DECIMAL(4,2), true, NULL, 'é', DATE '2024-02-29', TIMESTAMP '2024-01-01 00:00:00.5', [1, 2]",
    );
    expect(rows).toEqual([
      [
        9007199254740993n,
        170141183460469231731687303715884105727n,
        1,
        0.5,
        '1.10',
        true,
        null,
        'é',
        '2024-02-29',
        '2024-01-01 00:00:00.5',
        '[1, 2]',
      ],
    ]);
    expect(columns[0]).toEqual({ name: expect.any(String), type: 'BIGINT' });
  });

  it('binds parameters', async () => {
    const engine = await testEngine();
    expect((await engine.query('SELECT ?::VARCHAR, ?::BIGINT, ?::DOUBLE', ["it's", 7n, null])).rows).toEqual([
      ["it's", 7n, null],
    ]);
    expect(await engine.count('SELECT count(*) FROM range(?)', [5])).toBe(5);
  });

  it('runs queries one after the other, also after a failure', async () => {
    const engine = await testEngine();
    const results = await Promise.allSettled([
      engine.query('CREATE TABLE t AS SELECT 1 AS a'),
      engine.query('SELECT nonsense'),
      engine.query('SELECT a FROM t'),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('stops a runaway query and stays usable', async () => {
    const engine = await testEngine();
    const started = performance.now();
    const runaway = engine.query(
      'SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE hash(a.range, b.range) = 1',
      [],
      {
        timeoutMs: 100,
        purpose: 'checking train/rule/0',
        userExpression: 'hash(a) = 1',
      },
    );
    await expect(runaway).rejects.toMatchObject({
      code: 'ENGINE_TIMEOUT',
      message: 'Checking train/rule/0: the query was stopped after 0.1 s without a result; it evaluates `hash(a) = 1`.',
    });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await engine.count('SELECT 1')).toBe(1);
  });

  it('can be interrupted', async () => {
    const engine = await testEngine();
    const running = engine.query(
      'SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE hash(a.range, b.range) = 1',
    );
    const timer = setInterval(() => engine.interrupt(), 20);
    await expect(running).rejects.toMatchObject({ code: 'ENGINE_INTERRUPTED' });
    clearInterval(timer);
  });

  it('says that memory is short', async () => {
    const engine = await testEngine({ memory: '64MB', spillLimit: '64MB' });
    await expect(engine.query("SELECT string_agg(repeat('x', 1000), '') FROM range(10000000)")).rejects.toMatchObject({
      code: expect.stringMatching(/^ENGINE_(?:OUT_OF_MEMORY|DISK_FULL)$/),
      hint: expect.stringContaining('data.defaults.memory'),
    });
  });

  it('spills what does not fit into memory', async () => {
    const engine = await testEngine({ memory: '128MB' });
    expect(await engine.count('SELECT count(DISTINCT md5(range::VARCHAR)) FROM range(2000000)')).toBe(2_000_000);
  });

  it('turns a failing user expression into a configuration error, other failures into bugs of ours', async () => {
    const engine = await testEngine();
    const sql = "SELECT CAST('x' AS INTEGER) = 1";
    await expect(
      engine.query(sql, [], { purpose: 'checking rule 0', userExpression: "CAST('x' AS INTEGER) = 1" }),
    ).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'RULE_INVALID',
      hint: expect.stringContaining('try_cast'),
    });
    await expect(engine.query(sql)).rejects.toMatchObject({ name: 'InternalError', code: 'ENGINE_QUERY_FAILED' });
  });
});

describe('columns', () => {
  it('reads numbers as doubles with a mask, everything else as text, over many chunks', async () => {
    const engine = await testEngine();
    const rows = 10_000;
    const columns = await engine.columns(
      `SELECT range::DOUBLE AS d, CASE WHEN range % 3 = 0 THEN NULL ELSE range::DOUBLE END AS n, range::BIGINT AS i, range % 2 = 0 AS b, (range / 4)::DECIMAL(9,2) AS c,
       CASE WHEN range % 5 = 0 THEN NULL ELSE 'ü' || range END AS s, DATE '2024-01-01' + range::INTEGER AS day FROM range(${rows}) ORDER BY range`,
    );
    const numbers = (index: number): NumberColumn => columns[index] as NumberColumn;
    const strings = (index: number): StringColumn => columns[index] as StringColumn;
    const [d, n, i, b, c, s, day] = [
      numbers(0),
      numbers(1),
      numbers(2),
      numbers(3),
      numbers(4),
      strings(5),
      strings(6),
    ];
    expect(columns.map((column) => [column.name, column.kind, column.values.length])).toEqual(
      ['d', 'n', 'i', 'b', 'c', 's', 'day'].map((name) => [
        name,
        ['s', 'day'].includes(name) ? 'string' : 'number',
        rows,
      ]),
    );
    for (const row of [0, 1, 2047, 2048, 2049, 9999]) {
      expect(d.values[row]).toBe(row);
      expect(n.missing?.[row]).toBe(row % 3 === 0 ? 1 : 0);
      expect(n.values[row]).toBe(row % 3 === 0 ? Number.NaN : row);
      expect([i.values[row], b.values[row], c.values[row]]).toEqual([row, row % 2 === 0 ? 1 : 0, row / 4]);
      expect(s.values[row]).toBe(row % 5 === 0 ? null : `ü${row}`);
    }
    expect(d.missing).toBeNull();
    expect(day.values[31]).toBe('2024-02-01');
  });

  it('tells NaN from NULL', async () => {
    const engine = await testEngine();
    const [x] = await engine.columns("SELECT * FROM (VALUES ('NaN'::DOUBLE), (NULL), ('-inf'::DOUBLE)) t(x)");
    expect(x).toMatchObject({
      kind: 'number',
      values: new Float64Array([Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY]),
      missing: new Uint8Array([0, 1, 0]),
    });
  });

  it('is empty for no rows', async () => {
    const engine = await testEngine();
    const columns = await engine.columns("SELECT 1.5::DOUBLE AS a, 'x' AS b WHERE false");
    expect(columns.map((column) => column.values.length)).toEqual([0, 0]);
  });
});

describe('describe and close', () => {
  it('describes without running', async () => {
    const engine = await testEngine();
    expect(await engine.describe('SELECT 1 AS a, [1.5::DOUBLE] AS b FROM range(1000000000000)')).toEqual([
      { name: 'a', type: 'INTEGER' },
      { name: 'b', type: 'DOUBLE[]' },
    ]);
  });

  it('removes its folder and refuses further queries', async () => {
    const folder = scratchFolder();
    const engine = await openEngine(await developmentBinding(), { tempDirectory: folder.path, allowedPaths: [] });
    await engine.query('CREATE TABLE t AS SELECT * FROM range(100000)');
    expect(existsSync(engine.scratchDirectory)).toBe(true);
    await Promise.all([engine.close(), engine.close()]);
    expect(readdirSync(folder.path)).toEqual([]);
    await expect(engine.query('SELECT 1')).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  });

  it('leaves nothing behind when it cannot be opened', async () => {
    const folder = scratchFolder();
    const binding = await developmentBinding();
    await expect(
      openEngine(binding, { tempDirectory: folder.path, allowedPaths: [], memory: 'much' }),
    ).rejects.toMatchObject({ name: 'ConfigError' });
    await expect(
      openEngine(binding, { tempDirectory: folder.path, allowedPaths: [], threads: 0 }),
    ).rejects.toMatchObject({ name: 'ConfigError' });
    const file = folder.write('file', '');
    await expect(openEngine(binding, { tempDirectory: file, allowedPaths: [] })).rejects.toMatchObject({
      code: 'ENGINE_NO_SCRATCH',
    });
    expect(readdirSync(folder.path)).toEqual(['file']);
  });
});

describe('toCount', () => {
  it('takes counts and nothing else', () => {
    expect([toCount(5n), toCount(0)]).toEqual([5, 0]);
    for (const bad of [2n ** 53n, -1, 1.5, null, '3', undefined])
      expect(() => toCount(bad)).toThrow(/expected an integer/);
  });
});
