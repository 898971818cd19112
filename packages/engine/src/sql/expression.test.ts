import { describe, expect, it } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';
import { checkExpression, parseExpression } from './expression.ts';

const ALLOWED: [expression: string, columns: string[]][] = [
  ['arrival >= departure', ['arrival', 'departure']],
  ['a BETWEEN 1 AND 2 AND b IN (1, 2) OR c IS NOT NULL', ['a', 'b', 'c']],
  ['CASE WHEN a THEN b ELSE c END', ['a', 'b', 'c']],
  ["a::DATE < DATE '2024-01-01' + INTERVAL 1 DAY", ['a']],
  ['try_cast(a AS INTEGER) > 0', ['a']],
  ["regexp_matches(a, '^x') AND a NOT LIKE 'y%' AND a ~ 'z'", ['a']],
  ['"we ird" > 1 -- a comment', ['we ird']],
  ['extract(year FROM d) = 2024 AND nullif(a, 1) IS NULL AND greatest(a, b) > 1', ['d', 'a', 'b']],
  ["trim(BOTH 'x' FROM a) || b = 'y' COLLATE nocase", ['a', 'b']],
  ['a IS DISTINCT FROM b', ['a', 'b']],
];

const REFUSED: [expression: string, why: RegExp][] = [
  ['', /empty/],
  ['  \n ', /empty/],
  ['a > \0', /NUL/],
  ['a >', /does not parse/],
  ['a > 1;', /does not parse/],
  ['a; DROP TABLE t', /does not parse/],
  ['a) FROM t WHERE (b', /does not parse/],
  ['a /* open', /does not parse/],
  ['a, b', /more than one expression/],
  ['a FROM t', /more than one expression/],
  ["a = b FROM read_csv('/etc/passwd')", /more than one expression/],
  ['a UNION SELECT b FROM t', /more than one expression/],
  ['a ORDER BY 1', /more than one expression/],
  ['a LIMIT 1', /more than one expression/],
  ['DISTINCT a', /more than one expression/],
  ['SELECT 1', /does not parse/],
  ['(SELECT 1)', /a subquery/],
  ["a IN (SELECT content FROM read_text('/etc/passwd'))", /a subquery/],
  ['EXISTS (SELECT 1)', /a subquery/],
  ['*', /COLUMNS/],
  ["COLUMNS('.*') > 1", /COLUMNS/],
  ['count(*) > 1', /aggregate/],
  ['sum(a) > 1', /aggregate/],
  ['max(a) FILTER (a > 1) > 1', /aggregate/],
  ['lag(a) > 1', /aggregate/],
  ['row_number() OVER () > 1', /window/],
  ["read_text('/etc/passwd') IS NULL", /table function/],
  ["query('SELECT 1') = 1", /table function/],
  ['unnest([1]) = 1', /table function/],
  ['no_such_function(a)', /no function no_such_function/],
  ['random() > 0.5', /depends on more than the row/],
  ['d > now()', /depends on more than the row/],
  ['age(d) > INTERVAL 1 DAY', /depends on more than the row/],
  ['sleep_ms(1000) IS NULL', /depends on more than the row/],
  ["current_setting('temp_directory') = ''", /depends on more than the row/],
  ["getvariable('x') = 1", /depends on more than the row/],
  ['pg_sleep(10) IS NULL', /not allowed here/],
  ['t.a > 1', /names t\.a/],
  ['a = ?', /a parameter/],
  ['a = $1', /a parameter/],
  ['#1 > 0', /positional/],
  ['list_sum(list_transform(l, x -> x + 1)) > 1', /a lambda/],
  ['DEFAULT', /DEFAULT/],
];

describe('parseExpression', () => {
  it('takes scalar expressions and names their columns', async () => {
    const engine = await testEngine();
    for (const [text, columns] of ALLOWED) {
      expect([text, (await parseExpression(engine, text)).columns]).toEqual([text, columns]);
    }
  });

  it('refuses everything else, quoting it', async () => {
    const engine = await testEngine();
    for (const [text, why] of REFUSED) {
      const error = await parseExpression(engine, text, 'rule 3').then(
        () => new Error(`accepted ${text}`),
        (thrown: Error) => thrown,
      );
      expect(error, text).toMatchObject({
        name: 'ConfigError',
        code: 'RULE_INVALID',
        exitCode: 2,
        message: expect.stringMatching(why),
      });
      expect(error.message).toContain('rule 3');
    }
  });

  it('gives SQL that stands safely inside a larger statement', async () => {
    const engine = await testEngine();
    const { sql } = await parseExpression(engine, 'a > 1 -- not the end');
    expect((await engine.query(`SELECT count(*) FILTER (${sql}) FROM (VALUES (1), (2), (3)) t(a)`)).rows).toEqual([
      [2n],
    ]);
  });
});

describe('checkExpression', () => {
  const scope = { relation: "(SELECT 1 AS a, 'x' AS b)", columns: [{ name: 'a' }, { name: 'b' }] };

  it('tells the type', async () => {
    const engine = await testEngine();
    expect(await checkExpression(engine, await parseExpression(engine, 'a > 1'), scope)).toBe('BOOLEAN');
    expect(await checkExpression(engine, await parseExpression(engine, 'A'), scope)).toBe('INTEGER');
  });

  it.each([
    ['arival > 1', /no column arival/],
    ['current_date > a', /no column current_date/],
    ['rowid > 1', /no column rowid/],
    ['length(a) > 1', /cannot be evaluated/],
  ])('refuses %s', async (text, why) => {
    const engine = await testEngine();
    const expression = await parseExpression(engine, text);
    await expect(checkExpression(engine, expression, scope)).rejects.toMatchObject({
      code: 'RULE_INVALID',
      message: expect.stringMatching(why),
    });
  });
});
