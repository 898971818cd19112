import { CLOSED } from '../answering-server.ts';
import type { BadInputCase, Expected } from '../bad-input-case.ts';
import { delivered, forge, ROLLOUT, rewriteLedger } from '../delivered-project.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;
interface Circumstances {
  arrange?: (workspace: string) => void;
  files?: ProjectFiles;
  env?: Record<string, string>;
  forbidden?: string[];
}

/** A command of the canary on the delivered project, of which nothing but the document may stay. */
function canary(name: string, word: string, expected: Expectation, circumstances: Circumstances = {}): BadInputCase {
  return {
    name: `canary: ${name}`,
    run: (world) => runCommand(world, { delivered: true, args: ['canary', word], ...circumstances }),
    expect: { document: 'error', ...expected },
  };
}

const JOURNAL = 'refs/model-delivery/rollout/churn';
const journal = (text: string | null) => (workspace: string) =>
  forge(workspace, JOURNAL, text === null ? { 'README.md': 'mine\n' } : { 'journal.json': text });
const malformed = (message: RegExp): Expectation => ({
  exitCode: 4,
  code: 'JOURNAL_MALFORMED',
  message,
  fix: /git log refs\/model-delivery\/rollout\/churn/,
});

const TORN = ['start', 'run', 'tick', 'status', 'abort', 'reconcile'].map((word) =>
  canary(`${word} on half a journal`, word, malformed(/journal\.json is no JSON.*nothing was changed/), {
    arrange: journal('{"schema":"rollout-jour'),
  }),
);

/** The configuration with another target. */
const target = (text: string): ProjectFiles => ({
  'model-delivery.yaml': delivered(ROLLOUT.replace('{ dev_gateway: { weights: weights.json } }', text)),
});
const command = (read: string, more = ''): ProjectFiles =>
  target(`{ command: { read: ${read}, apply: [cat]${more} } }`);
const weights = (name: string, text: string | null, found: RegExp) =>
  canary(
    name,
    'start',
    { exitCode: 5, code: 'WEIGHTS_FILE_UNREADABLE', message: found, fix: /Start the gateway first/ },
    { files: { 'weights.json': text } },
  );
const ADMIN = target(`{ dev_gateway: { admin: { url: "http://${CLOSED}", token_env: GATEWAY_TOKEN } } }`);
const TOKEN = 's3cret-of-the-gateway';

export const CANARY_STATE: BadInputCase[] = [
  ...TORN,
  canary('a journal of a later version', 'tick', malformed(/written as rollout-journal\/2.*reads rollout-journal\/1/), {
    arrange: journal('{"schema":"rollout-journal/2"}'),
  }),
  canary('a journal that lacks what it must say', 'tick', malformed(/journal\.json at id/), {
    arrange: journal('{"schema":"rollout-journal/1"}'),
  }),
  canary('a journal ref without a journal', 'tick', malformed(/it has no journal\.json/), { arrange: journal(null) }),
  ...['start', 'run', 'plan'].map((word) =>
    canary(
      `${word} on a ledger whose chain is broken`,
      word,
      {
        exitCode: 4,
        code: 'PROOF_REFUSED',
        message: /chain is broken at ledger\.jsonl:1/,
        fix: /history/,
      },
      { arrange: (workspace) => rewriteLedger(workspace, (text) => text.replace('serves', 'serfes')) },
    ),
  ),
  canary(
    'a store that has lost everything',
    'start',
    {
      exitCode: 4,
      code: 'PROOF_BROKEN',
      message: /the evidence does not hold: the store does not have the artifact/,
      fix: /verify/,
    },
    { env: { MODEL_DELIVERY_STORE: 'oci_layout:nowhere' } },
  ),
  ...['tick', 'abort', 'reconcile', 'status'].map((word) =>
    canary(`${word} without a rollout`, word, {
      exitCode: 0,
      code: null,
      message: /No rollout of this endpoint is under way/,
      document: 'pass',
    }),
  ),
  weights('a weights file that is not there', null, /weights\.json: no such file/),
  weights('half a weights file', '{', /weights\.json: /),
  weights('a target without the arm', '{"stable":100}', /candidate/),
  weights('weights beyond 0 to 100', '{"stable":110,"candidate":-10}', /0 to 100/),
  canary(
    'a split that somebody has taken',
    'start',
    { exitCode: 5, code: 'ROLLOUT_SPLIT_TAKEN', message: /30 % already; expected 0 %/, fix: /100\/0/ },
    { files: { 'weights.json': '{"stable":70,"candidate":30}' } },
  ),
  canary(
    'an admin port that is closed',
    'start',
    { exitCode: 5, code: 'GATEWAY_UNREACHABLE', message: /65533.*failed 3 times: ECONNREFUSED/, fix: /gateway runs/ },
    { files: ADMIN, env: { GATEWAY_TOKEN: TOKEN }, forbidden: [TOKEN] },
  ),
  canary(
    'a token that is not set',
    'start',
    { exitCode: 2, code: 'TARGET_TOKEN_MISSING', message: /GATEWAY_TOKEN, which is not set/, fix: /secret/ },
    { files: ADMIN },
  ),
  canary(
    'a command that prints anything',
    'start',
    {
      exitCode: 5,
      code: 'COMMAND_ANSWER_NOT_JSON',
      message: /command\.read \(echo\) printed no JSON: hello/,
      fix: /one JSON value/,
    },
    { files: command('[echo, hello]') },
  ),
  canary(
    'a command that prints a secret and fails',
    'start',
    { exitCode: 5, code: 'COMMAND_FAILED', message: /exit code 3; it said: broken/, fix: /by hand/ },
    {
      files: command(`[sh, -c, 'echo "broken Authorization: Bearer ${TOKEN}" >&2; exit 3']`),
      forbidden: [TOKEN],
    },
  ),
  canary(
    'a command that does not exist',
    'start',
    { exitCode: 2, code: 'COMMAND_NOT_STARTED', message: /\(no-such-program\).*ENOENT/, fix: /on the PATH/ },
    { files: command('[no-such-program]') },
  ),
  canary(
    'a command that hangs',
    'start',
    { exitCode: 5, code: 'COMMAND_FAILED', message: /\(sleep\) failed: no end after 1 s/, fix: /by hand/ },
    { files: command('[sleep, "60"]', ', timeout: 1s') },
  ),
  canary(
    'a command that prints without end',
    'start',
    { exitCode: 5, code: 'COMMAND_FAILED', message: /printed more than 10 MB/, fix: /by hand/ },
    { files: command('["yes"]') },
  ),
  canary(
    'a command that does not know the arm',
    'start',
    { exitCode: 5, code: 'COMMAND_ANSWER_UNUSABLE', message: /candidate/, fix: /"version"/ },
    { files: command(`[echo, '{"weights":{"stable":100},"version":"1"}']`) },
  ),
  canary(
    'a command that changes objects',
    'start',
    { exitCode: 5, code: 'COMMAND_ANSWER_UNUSABLE', message: /`version` is missing/, fix: /"version"/ },
    { files: command(`[echo, '{"__proto__":{"version":"1","weights":{"stable":100,"candidate":0}}}']`) },
  ),
];
