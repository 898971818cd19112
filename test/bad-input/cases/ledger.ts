import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { type Delivered, forge, rewriteLedger } from '../delivered-project.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;
type Words = (project: Delivered) => readonly string[];
interface Circumstances {
  arrange?: (workspace: string) => void;
  limit?: string;
  files?: Record<string, string>;
  mayChange?: RegExp;
}

/** A command on the ledger of the delivered project. */
function ledger(name: string, args: Words, expected: Expectation, circumstances: Circumstances = {}): BadInputCase {
  return {
    name: `ledger: ${name}`,
    run: (world) => runCommand(world, { delivered: true, args, ...circumstances }),
    expect: { document: 'error', ...expected },
  };
}

const REASON = ['--reason', 'x'];
const NONE = '0'.repeat(64);
const champion = ['--to', 'champion', ...REASON];
/** What the ids of the two twins begin with. */
const prefix = ({ versions }: Delivered) => versions[1].slice(7, 15);

const COMMANDS = (word: string): Record<string, readonly string[]> => ({
  promote: ['promote', word, ...champion],
  rollback: ['rollback', '--alias', 'champion', '--to', word, ...REASON],
  archive: ['archive', word, ...REASON],
  show: ['show', word],
  pull: ['pull', word, '--to', 'pulled'],
  verify: ['verify', word],
  'canary plan': ['canary', 'plan', word],
  'canary start': ['canary', 'start', word],
  'canary run': ['canary', 'run', word],
});
const QUERIES = ['show', 'pull', 'verify'];
const WRITERS: Record<string, readonly string[]> = {
  promote: ['promote', 'candidate', ...champion],
  rollback: ['rollback', '--alias', 'champion', ...REASON],
  archive: ['archive', 'candidate', ...REASON],
  register: ['register', '--model', 'model', '--adopt', ...REASON],
};
const documentOf = (command: string) => (QUERIES.includes(command) ? null : 'error');

const AMBIGUOUS = Object.keys(COMMANDS('')).map((command) =>
  ledger(`${command} an ambiguous prefix`, (project) => COMMANDS(prefix(project))[command]!, {
    exitCode: 2,
    code: 'VERSION_AMBIGUOUS',
    message: /The prefix [0-9a-f]{8} names 2 versions of churn: sha256:[0-9a-f]{64}, sha256:[0-9a-f]{64}/,
    fix: /more digits/,
    document: documentOf(command),
  }),
);

const UNKNOWN = Object.keys(COMMANDS('')).map((command) =>
  ledger(`${command} an unknown version`, () => COMMANDS(NONE)[command]!, {
    exitCode: 4,
    code: 'VERSION_UNKNOWN',
    message: /knows no version sha256:0{64} of churn; it knows 3 others/,
    fix: /history/,
    document: documentOf(command),
  }),
);

/** Refs that would lead elsewhere. */
const HOSTILE_REFS = ['refs/heads/../../config', 'main', '--upload-pack=x', 'refs/heads/a b'].map((ref) =>
  ledger(
    `on the ref ${ref}`,
    () => ['history'],
    { exitCode: 2, code: /^(REF_NAME|CONFIG_INVALID): /, message: /found ".+"/, fix: /\S/, document: null },
    { files: { 'model-delivery.yaml': `model: churn\nregistry: { ledger: { git: "${ref}" } }\n` } },
  ),
);

/** One letter of an event that was written before is another. */
const changedEvent = (workspace: string) => rewriteLedger(workspace, (text) => text.replace('serves', 'serfes'));
const cutLine = (workspace: string) => rewriteLedger(workspace, (text) => `${text}{"seq":\n`);

const BROKEN = Object.entries(WRITERS).map(([command, args]) =>
  ledger(
    `${command} on a chain that is broken`,
    () => args,
    {
      exitCode: 1,
      code: 'MOVE_REFUSED',
      message: /chain is broken at ledger\.jsonl:1 \(digest: expected sha256:[0-9a-f]{64}, found sha256:/,
      fix: /history/,
      document: 'fail',
    },
    { arrange: changedEvent, mayChange: /^registry\/(blobs\/|index\.json)/ },
  ),
);

const MALFORMED = Object.entries({ ...WRITERS, show: ['show', 'champion'], 'canary start': ['canary', 'start'] }).map(
  ([command, args]) =>
    ledger(
      `${command} on a ledger with half a line`,
      () => args,
      {
        exitCode: 4,
        code: 'LEDGER_MALFORMED',
        message: /line 5 is unusable: expected one alias-event\/1/,
        fix: /last good one/,
        document: documentOf(command),
      },
      { arrange: cutLine, mayChange: /^registry\/(blobs\/|index\.json)/ },
    ),
);

const moved = (name: string, expect: (project: Delivered) => string) =>
  ledger(name, (project) => ['promote', project.versions[1], ...champion, '--expect', expect(project)], {
    exitCode: 1,
    code: 'ALIAS_MOVED',
    message: /champion of churn names sha256:[0-9a-f]{64}, not .*somebody moved it/,
    fix: /decide anew/,
    document: 'fail',
  });

export const LEDGER: BadInputCase[] = [
  ...AMBIGUOUS,
  ...UNKNOWN,
  ...HOSTILE_REFS,
  ...BROKEN,
  ...MALFORMED,
  moved('an alias that moved', ({ versions }) => versions[2]),
  moved('an alias that was to be new', () => 'none'),
  ledger('an unknown version to expect', ({ versions }) => ['promote', versions[1], ...champion, '--expect', NONE], {
    exitCode: 4,
    code: 'VERSION_UNKNOWN',
    message: /0{64}/,
    fix: /history/,
  }),
  ledger(
    'an expectation that is neither version nor alias',
    ({ versions }) => ['promote', versions[1], ...champion, '--expect', 'V 2'],
    {
      exitCode: 2,
      code: 'VERSION_WORD',
      message: /V 2/,
      fix: /\S/,
    },
  ),
  ledger('nothing to roll back to', () => WRITERS.rollback!, {
    exitCode: 1,
    code: 'MOVE_REFUSED',
    message: /nothing under sha256:[0-9a-f]{64} on the stack of champion/,
    fix: /history/,
    document: 'fail',
  }),
  ledger(
    'back to what the alias never named',
    ({ versions }) => ['rollback', '--alias', 'champion', '--to', versions[1], ...REASON],
    {
      exitCode: 1,
      code: 'MOVE_REFUSED',
      message: /never named/,
      fix: /history/,
      document: 'fail',
    },
  ),
  ledger('an alias in capitals', () => ['rollback', '--alias', 'Champion!', ...REASON], {
    exitCode: 2,
    code: 'ALIAS_NAME',
    message: /found "Champion!"/,
    fix: /champion/,
  }),
  ledger('archive what serves', ({ versions }) => ['archive', versions[0], ...REASON], {
    exitCode: 1,
    code: 'MOVE_REFUSED',
    message: /is what champion names; promote another version first/,
    fix: /history/,
    document: 'fail',
  }),
  ledger(
    'a reason of 100 kB',
    ({ versions }) => ['promote', versions[1], '--to', 'champion', '--reason', 'x'.repeat(100_000)],
    {
      exitCode: 2,
      code: 'REASON_MISSING',
      message: /1 to 4096 characters; found 100000/,
      fix: /--reason/,
    },
  ),
  ledger('history of what is no alias', () => ['history', '--alias', 'No way'], {
    exitCode: 2,
    code: 'ALIAS_NAME',
    message: /found "No way"/,
    fix: /champion/,
    document: null,
  }),
  ledger('history with a word', () => ['history', 'champion'], {
    exitCode: 2,
    code: 'USAGE',
    message: /takes no word; found champion/,
    fix: /--alias/,
    document: null,
  }),
  ledger(
    'history of half a line',
    () => ['history'],
    { exitCode: 1, code: null, message: /malformed at ledger\.jsonl:5: expected one alias-event/, document: null },
    { arrange: cutLine },
  ),
  ledger(
    'history of a branch that holds something else',
    () => ['history'],
    { exitCode: 1, code: null, message: /expected ledger\.jsonl, found no such file/, document: null },
    { arrange: (workspace) => forge(workspace, 'refs/heads/model-ledger', { 'README.md': 'mine\n' }) },
  ),
  ledger(
    'verify on a chain that is broken',
    () => ['verify', 'champion'],
    { exitCode: 1, code: null, message: /"verdict":"fail"/, fix: /ledger\.jsonl:1/, document: null },
    { arrange: changedEvent },
  ),
  ...[
    ['show', 'champion'],
    ['pull', 'champion', '--to', 'pulled'],
  ].map((args) =>
    ledger(
      `${args[0]} on a chain that is broken`,
      () => args,
      {
        exitCode: 0,
        code: null,
        message: /warning: The chain of the ledger is broken at ledger\.jsonl:1: what its aliases name/,
        fix: /verify REF/,
        document: null,
      },
      { arrange: changedEvent, mayChange: /^pulled\// },
    ),
  ),
  ledger(
    'a full disk while the ledger is written',
    ({ versions }) => ['promote', versions[1], ...champion],
    {
      exitCode: 5,
      code: /^(GIT_FAILED|REF_NOT_WRITABLE): /,
      message: /Writing a commit|Moving refs/,
      fix: /git|full disk/,
      document: null,
    },
    { limit: '-f 0', mayChange: /^\.git\/(objects\/(pack\/)?tmp_|model-delivery-[0-9a-f]+\.turn$)/ },
  ),
];
