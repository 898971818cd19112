import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { CONFIG } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

/** A `validate` with this configuration. */
function config(
  name: string,
  text: string | null,
  expected: Omit<Expected, 'exitCode' | 'document'> & Partial<Expected>,
  hostile?: number[],
): BadInputCase {
  return {
    name: `configuration: ${name}`,
    ...(hostile ? { hostile } : {}),
    run: (world) => runCommand(world, { args: ['validate'], files: { 'model-delivery.yaml': text } }),
    expect: { exitCode: 2, document: 'error', ...expected },
  };
}

const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    'bcdefghi'.split('').map((letter, i) => `${letter}: &${letter} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
  )
  .join('\n');

const unreadable = (message: RegExp, fix: RegExp) => ({ code: 'CONFIG_UNREADABLE', message, fix });
const invalid = (message: RegExp) => ({ code: 'CONFIG_INVALID', message, fix: /schema\/config\.json/ });

export const CONFIGURATION: BadInputCase[] = [
  config('none', null, {
    code: 'CONFIG_NOT_FOUND',
    message: /model-delivery\.yaml was not found/,
    fix: /init --data FILE/,
  }),
  config('empty', '', invalid(/model-delivery\.yaml:1: .*found no mapping/)),
  config('without a data block', 'version: 1\nmodel: churn\n', {
    code: 'CONFIG_BLOCK_MISSING',
    message: /no `data:` block/,
    fix: /init --data FILE/,
  }),
  config(
    'malformed YAML',
    'version: 1\nmodel: [churn\ndata: {\n',
    unreadable(/model-delivery\.yaml:\d+: \S/, /Fix the YAML there/),
  ),
  config(
    'a key twice',
    'version: 1\nmodel: a\nmodel: b\n',
    unreadable(/model-delivery\.yaml:3: .*unique/i, /Fix the YAML there/),
  ),
  config(
    'unknown key',
    CONFIG.replace('range:', 'rnage:'),
    invalid(/model-delivery\.yaml:7: data\.columns\.age\.rnage: unknown key `rnage`; did you mean `range`\?/),
  ),
  config(
    'several problems at once',
    CONFIG.replace('range:', 'rnage:').replace('accuracy, min:', 'accuracy, mim:'),
    invalid(/:7: .*did you mean `range`.*:12: .*did you mean `min`/),
  ),
  config(
    'unknown type',
    CONFIG.replace('type: integer, range', 'type: integr, range'),
    invalid(/:7: .*"integer".*\(found "integr"\)/),
  ),
  config('YAML alias bomb', `${BOMB}\n`, unreadable(/aliases expand too far/, /at most 100 alias/), [23]),
  config(
    'an alias of itself',
    'a: &a [*a]\n',
    unreadable(/an alias stands inside of what it repeats/, /Write the value out/),
    [23],
  ),
  config(
    'a merge key that loops',
    'base: &base\n  <<: *base\n  model: churn\n',
    unreadable(/an alias stands inside of what it repeats/, /Write the value out/),
    [23],
  ),
  config(
    'a custom tag',
    'version: 1\nmodel: !!python/object/apply:os.system ["id"]\n',
    unreadable(/:2: .*tag/i, /\S/),
    [23],
  ),
  config('a local tag', 'version: 1\nmodel: !exec id\n', unreadable(/:2: .*tag/i, /\S/), [23]),
  config(
    'a scalar of 1 MB',
    `version: 1\nmodel: ${'x'.repeat(1 << 20)}\n`,
    unreadable(/larger than 1048576 bytes/, /Keep data out/),
    [23],
  ),
  config(
    'a scalar of almost 1 MB',
    `version: 1\nmodel: ${'x'.repeat(1_000_000)}\n`,
    { ...invalid(/:2: model: .*x{20}\.\.\./) },
    [23],
  ),
  config('100,000 levels', `model: ${'['.repeat(100_000)}`, unreadable(/nested/, /Flatten/), [23]),
  config(
    'the key __proto__',
    `${CONFIG}__proto__: { polluted: 1 }\n`,
    unreadable(/the key __proto__ is not allowed/, /Rename/),
    [24],
  ),
  config(
    'the key constructor, nested',
    CONFIG.replace('    age:', '    constructor: { type: integer }\n    age:'),
    unreadable(/:7: the key constructor is not allowed/, /Rename/),
    [24],
  ),
  config(
    'the key __proto__ in JSON',
    '{"version": 1, "__proto__": {"model": "x"}}',
    unreadable(/__proto__/, /Rename/),
    [24],
  ),
  config(
    'a model name with a line break and an output',
    'version: 1\nmodel: "churn\\nverdict=pass\\nx"\ndata: {}\n',
    invalid(/:2: model: /),
    [11],
  ),
  config(
    'a data set named like an output',
    CONFIG.replace('{ train:', '{ "x\\nverdict=pass": ')
      .replace('source: data/train.csv', 'source: data/none.csv')
      .replace(', key: [id]', ''),
    {
      exitCode: 4,
      code: 'DATA_NOT_FOUND',
      message: /data\/none\.csv/,
      fix: /path/,
    },
    [11],
  ),
  config(
    '5,000 unknown keys',
    `${CONFIG}${Array.from({ length: 5000 }, (_, i) => `${'k'.repeat(100)}${i}: 1\n`).join('')}`,
    invalid(/has 5000 problems: model-delivery\.yaml:14: /),
    [14],
  ),
  {
    name: 'flags: an unknown command',
    run: (world) => runCommand(world, { args: ['validat'] }),
    expect: { exitCode: 2, code: 'USAGE', message: /validat; did you mean validate\?/, fix: /--help/, document: null },
  },
  {
    name: 'flags: an unknown flag',
    run: (world) => runCommand(world, { args: ['validate', '--datset', 'train'] }),
    expect: {
      exitCode: 2,
      code: 'USAGE',
      message: /--datset; did you mean --dataset\?/,
      fix: /--help/,
      document: null,
    },
  },
  {
    name: 'flags: an unknown data set',
    run: (world) => runCommand(world, { args: ['validate', '--dataset', 'trian'] }),
    expect: { exitCode: 2, code: 'UNKNOWN_DATASET', message: /trian/, fix: /train/, document: 'error' },
  },
  {
    name: 'flags: a date that does not exist',
    run: (world) => runCommand(world, { args: ['validate', '--as-of', '2026-02-30'] }),
    expect: { exitCode: 2, code: 'USAGE', message: /2026-02-30/, fix: /Leave it out/, document: null },
  },
  {
    name: 'flags: an output directory that is a file',
    run: (world) => runCommand(world, { args: ['validate', '--out', 'data/train.csv'] }),
    expect: { exitCode: 2, code: 'OUTPUT_NOT_WRITABLE', message: /data\/train\.csv/, fix: /--out DIR/, document: null },
  },
];
