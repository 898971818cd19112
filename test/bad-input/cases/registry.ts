import type { BadInputCase, Expected } from '../bad-input-case.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

/** The least that git takes for a repository. */
const REPOSITORY: ProjectFiles = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': '[core]\n\trepositoryformatversion = 0\n',
  '.git/objects/.keep': '',
  '.git/refs/.keep': '',
};
const LEDGER = 'ledger: { git: refs/heads/model-ledger }';
const config = (registry: string): ProjectFiles => ({
  'model-delivery.yaml': `model: churn\nregistry: { ${registry} }\n`,
});
const LAYOUT = config(`store: { oci_layout: registry/ }, ${LEDGER}`);
const MODEL: ProjectFiles = { 'model/weights.txt': 'w\n' };
const ADOPT = ['register', '--model', 'model', '--adopt', '--reason', 'serves'];
const REASON = ['--reason', 'x'];
const NONE = '0'.repeat(64);

/** A command of the registry in a repository without a ledger. */
function registry(
  name: string,
  args: readonly string[],
  expected: Omit<Expected, 'document'> & Partial<Expected>,
  files: ProjectFiles = {},
  env: Record<string, string> = {},
): BadInputCase {
  return {
    name: `registry: ${name}`,
    run: (world) => runCommand(world, { args, env, files: { ...REPOSITORY, ...LAYOUT, ...MODEL, ...files } }),
    expect: { document: 'error', ...expected },
  };
}

export const REGISTRY: BadInputCase[] = [
  registry('register without a model', ['register'], {
    exitCode: 2,
    code: 'USAGE',
    message: /model/,
    fix: /--model PATH/,
  }),
  registry('register a model that is not there', ['register', '--model', 'nowhere', '--adopt', '--reason', 'x'], {
    exitCode: 4,
    code: 'MODEL_UNUSABLE',
    message: /nowhere/,
    fix: /--model/,
  }),
  registry('register without an evaluation', ['register', '--model', 'model'], {
    exitCode: 4,
    code: 'EVALUATION_MISSING',
    message: /no evaluation/,
    fix: /evaluate --model/,
  }),
  registry('adopt without a reason', ['register', '--model', 'model', '--adopt'], {
    exitCode: 2,
    code: 'USAGE',
    message: /reason/,
    fix: /--reason/,
  }),
  registry(
    'no registry block',
    ADOPT,
    { exitCode: 2, code: 'CONFIG_BLOCK_MISSING', message: /registry/, fix: /store/ },
    { 'model-delivery.yaml': 'model: churn\n' },
  ),
  registry(
    'no store',
    ADOPT,
    { exitCode: 2, code: 'STORE_MISSING', message: /registry\.store/, fix: /oci_layout/ },
    config(LEDGER),
  ),
  registry(
    'a store that is not in this version',
    ADOPT,
    { exitCode: 2, code: 'STORE_UNSUPPORTED', message: /mlflow/, fix: /oci/ },
    config('store: { mlflow: "https://mlflow.example" }'),
  ),
  registry(
    'a registry that is not there',
    ADOPT,
    { exitCode: 5, code: /^[A-Z_]+: /, message: /127\.0\.0\.1/, fix: /\S/ },
    config('store: { oci: "127.0.0.1:1/models" }'),
  ),
  registry(
    'a store override that says nothing',
    ADOPT,
    { exitCode: 2, code: 'STORE_OVERRIDE', message: /MODEL_DELIVERY_STORE/, fix: /unset/ },
    {},
    { MODEL_DELIVERY_STORE: 'somewhere' },
  ),
  registry(
    'a file in the place of the store',
    ADOPT,
    { exitCode: 5, code: /^[A-Z_]+: /, message: /registry/, fix: /\S/ },
    { registry: 'a file' },
  ),
  registry(
    'outside of a git repository',
    ADOPT,
    { exitCode: 2, code: 'LEDGER_NO_REPOSITORY', message: /git repository/, fix: /git init/ },
    { '.git/HEAD': null },
  ),
  registry(
    'a remote that is not there',
    ADOPT,
    { exitCode: 2, code: 'LEDGER_REMOTE_UNKNOWN', message: /upstream/, fix: /git remote add/ },
    config('store: { oci_layout: registry/ }, ledger: { git: refs/heads/l, remote: upstream }'),
  ),
  registry(
    'a required check run nobody can ask for',
    ['register', '--model', 'model'],
    { exitCode: 2, code: 'CODE_CHECKS_UNKNOWN_COMMIT', message: /code_checks/, fix: /GITHUB_REPOSITORY/ },
    config(`store: { oci_layout: registry/ }, ${LEDGER}, require: { evaluation: none, code_checks: [test] }`),
  ),
  registry('promote an unknown version', ['promote', NONE, '--to', 'champion', ...REASON], {
    exitCode: 4,
    code: 'VERSION_UNKNOWN',
    message: /churn/,
    fix: /history/,
  }),
  registry('promote what is no version', ['promote', 'V2', '--to', 'champion', ...REASON], {
    exitCode: 2,
    code: 'VERSION_WORD',
    message: /V2/,
    fix: /history/,
  }),
  registry('promote to what is no alias', ['promote', NONE, '--to', 'deadbeef', ...REASON], {
    exitCode: 2,
    code: 'ALIAS_NAME',
    message: /deadbeef/,
    fix: /champion/,
  }),
  registry('promote without a reason', ['promote', NONE, '--to', 'champion'], {
    exitCode: 2,
    code: 'USAGE',
    message: /--reason/,
    fix: /--reason TEXT/,
    document: null,
  }),
  registry('roll back an alias that never was', ['rollback', '--alias', 'champion', ...REASON], {
    exitCode: 1,
    code: 'MOVE_REFUSED',
    message: /champion/,
    fix: /history/,
    document: 'fail',
  }),
  registry('archive an unknown version', ['archive', NONE, ...REASON], {
    exitCode: 4,
    code: 'VERSION_UNKNOWN',
    message: /churn/,
    fix: /history/,
  }),
  ...(['show', 'verify'] as const).map((command) =>
    registry(`${command} an unknown alias`, [command, 'champion'], {
      exitCode: 4,
      code: 'ALIAS_UNKNOWN',
      message: /champion/,
      fix: /\S/,
      document: null,
    }),
  ),
  registry('pull to nowhere', ['pull', 'champion'], {
    exitCode: 2,
    code: 'USAGE',
    message: /--to/,
    fix: /--to DIR/,
    document: null,
  }),
];
