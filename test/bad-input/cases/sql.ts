import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { dataConfig, type ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

const SOURCE = '  datasets: { train: { source: data/train.csv } }\n';

function validate(name: string, hostile: number, files: ProjectFiles, expected: Expected): BadInputCase {
  return {
    name,
    hostile: [hostile],
    run: (world) => runCommand(world, { args: ['validate'], files }),
    expect: expected,
  };
}

/** A business rule that wants out. */
function rule(sql: string): BadInputCase {
  const files = { 'model-delivery.yaml': dataConfig(`${SOURCE}  checks: [ { rule: ${JSON.stringify(sql)} } ]`) };
  return validate(`rule: ${sql}`, 27, files, {
    exitCode: 2,
    code: 'RULE_INVALID',
    message: /rule/i,
    fix: /\S/,
    document: 'error',
  });
}

/** What parses but means nothing on this data: the check is an error, and names the column or expression. */
function senselessRule(sql: string, message: RegExp): BadInputCase {
  const files = { 'model-delivery.yaml': dataConfig(`${SOURCE}  checks: [ { rule: ${JSON.stringify(sql)} } ]`) };
  return validate(`rule: ${sql}`, 27, files, { exitCode: 4, code: null, message, document: 'error' });
}

/** The same as the condition of a check. */
function where(sql: string): BadInputCase {
  const files = {
    'model-delivery.yaml': dataConfig(
      `${SOURCE}  columns: { age: { range: [0, 120], where: ${JSON.stringify(sql)} } }`,
    ),
  };
  return validate(`where: ${sql}`, 27, files, {
    exitCode: 2,
    code: 'RULE_INVALID',
    message: /\S/,
    fix: /\S/,
    document: 'error',
  });
}

/** Names of columns that are attacks; a column of this name is a column like any other. */
const NAMES = [
  "x\" ; ATTACH '/tmp/evil.db' AS evil; --",
  "read_csv('https://evil.example/x.csv')",
  "\"; COPY train TO '/tmp/stolen.csv'; --",
  'rowid',
  '$1',
];
const NAMED = {
  'data/train.csv': [NAMES.map((name) => `"${name.replaceAll('"', '""')}"`), [1, 2, 3, 4, 5], ['', '', '', '', '']]
    .map((cells) => `${cells.join(',')},9\n`)
    .join(''),
  'model-delivery.yaml': dataConfig(
    `  datasets: { "x'); DROP TABLE y; --": { source: data/train.csv } }\n  columns:\n${NAMES.map((name) => `    ${JSON.stringify(name)}: { type: integer, missing: 0 }\n`).join('')}`,
  ),
};

const EVIL = `${'a'.repeat(40)}!`;

export const SQL: BadInputCase[] = [
  validate(
    'pattern: (a+)+$ takes no time',
    26,
    {
      'data/train.csv': `age,name\n${Array.from({ length: 200 }, (_, i) => `${i % 90},${EVIL}`).join('\n')}\n`,
      'model-delivery.yaml': dataConfig(`${SOURCE}  columns: { name: { matches: "(a+)+$" } }`),
    },
    { exitCode: 1, code: null, message: /200 of 200/, document: 'fail' },
  ),
  validate(
    'pattern: of no regular language',
    26,
    { 'model-delivery.yaml': dataConfig(`${SOURCE}  columns: { age: { matches: "(a)\\\\1(?=b)" } }`) },
    { exitCode: 2, code: 'PATTERN_INVALID', message: /age/, fix: /RE2/, document: 'error' },
  ),
  validate(
    'pattern: a billion repetitions',
    26,
    { 'model-delivery.yaml': dataConfig(`${SOURCE}  columns: { age: { matches: "((a{1000}){1000}){1000}" } }`) },
    { exitCode: 2, code: 'PATTERN_INVALID', message: /age/, fix: /\S/, document: 'error' },
  ),
  rule("(SELECT count(*) FROM read_csv('https://evil.example/x.csv')) >= 0"),
  rule("(SELECT count(*) FROM '/etc/passwd') >= 0"),
  rule("read_text('/etc/passwd') IS NOT NULL"),
  rule("getenv('HOME') = ''"),
  rule("age > 0; ATTACH '/tmp/x.db'"),
  rule("age > 0); COPY train TO '/tmp/stolen.csv'; --"),
  rule('INSTALL httpfs'),
  rule('SET enable_external_access = true'),
  senselessRule("LOAD '/tmp/evil.so'", /`LOAD '\/tmp\/evil\.so'` cannot be evaluated/),
  senselessRule('nothing_like_it > 0', /no column nothing_like_it, which the configuration names/),
  where("(SELECT count(*) FROM glob('/**')) > 0"),
  where('true; DROP TABLE train'),
  validate('names: of columns and data sets that are attacks', 27, NAMED, {
    exitCode: 1,
    code: null,
    message: /"counts":\{[^}]*"fail":5,/,
    document: 'fail',
  }),
];
