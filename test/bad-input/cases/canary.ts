import type { BadInputCase, Expected } from '../bad-input-case.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runCommand } from '../run-command.ts';

/** The least that git takes for a repository. */
const REPOSITORY: ProjectFiles = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': '[core]\n\trepositoryformatversion = 0\n',
  '.git/objects/.keep': '',
  '.git/refs/.keep': '',
  'weights.json': '{"stable":100,"candidate":0}',
};
const GUARDRAILS =
  'guardrails: [ { id: errors, kind: count, events: errors_total, total: requests_total, arm_label: version } ]';
const SOURCE = 'source: { prometheus_text: "http://127.0.0.1:9/metrics" }';
const TARGET = 'target: { dev_gateway: { weights: weights.json } }';
const SOUND = `endpoint: churn, ${TARGET}, ${SOURCE}, ${GUARDRAILS}`;

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;

/** A command of the canary with this `rollout` block, in a repository without a ledger. */
function canary(name: string, args: readonly string[], rollout: string | null, expected: Expectation): BadInputCase {
  const block = rollout === null ? '' : `rollout: { ${rollout} }\n`;
  const files = {
    ...REPOSITORY,
    'model-delivery.yaml': `model: churn\nregistry: { store: { oci_layout: registry/ } }\n${block}`,
  };
  return {
    name: `canary: ${name}`,
    run: (world) => runCommand(world, { args: ['canary', ...args], files }),
    expect: { document: 'error', ...expected },
  };
}

const usage = (name: string, args: readonly string[], message: RegExp, fix: RegExp): BadInputCase =>
  canary(name, args, SOUND, { exitCode: 2, code: 'USAGE', message, fix, document: null });

export const CANARY: BadInputCase[] = [
  usage('no word', [], /canary needs a word/, /--help/),
  usage('an unknown word', ['strat'], /did you mean start/, /--help/),
  usage('a word too many', ['tick', 'sha256:00000000'], /takes no word/, /--help/),
  usage('a rate that is a word', ['plan', '--rps', 'many'], /--rps expects a number/, /--help/),
  canary('no rollout block', ['run'], null, {
    exitCode: 2,
    code: 'CONFIG_BLOCK_MISSING',
    message: /rollout/,
    fix: /init/,
  }),
  canary('no target', ['run'], `endpoint: churn, ${SOURCE}, ${GUARDRAILS}`, {
    exitCode: 2,
    code: 'ROLLOUT_INCOMPLETE',
    message: /`target`/,
    fix: /dev_gateway/,
  }),
  canary('no source', ['run'], `endpoint: churn, ${TARGET}, ${GUARDRAILS}`, {
    exitCode: 2,
    code: 'ROLLOUT_INCOMPLETE',
    message: /`source`/,
    fix: /prometheus_text/,
  }),
  canary('no guardrails', ['run'], `endpoint: churn, ${TARGET}, ${SOURCE}`, {
    exitCode: 2,
    code: 'ROLLOUT_WITHOUT_GUARDRAILS',
    message: /guardrails/,
    fix: /Add one/,
  }),
  canary('steps that fall', ['run'], `${SOUND}, steps: [ { weight: 25 }, { weight: 5 } ]`, {
    exitCode: 2,
    code: 'ROLLOUT_STEPS',
    message: /25, 5/,
    fix: /weight: 100/,
  }),
  canary('a target of a later version', ['run'], `endpoint: churn, target: { kserve: {} }, ${SOURCE}, ${GUARDRAILS}`, {
    exitCode: 2,
    code: 'ROLLOUT_TARGET_NOT_IN_THIS_VERSION',
    message: /kserve/,
    fix: /command/,
  }),
  canary('a version that nobody registered', ['run', `sha256:${'0'.repeat(64)}`], SOUND, {
    exitCode: 4,
    code: /./,
    message: /000000/,
    fix: /\S/,
  }),
  canary('an alias that does not exist', ['run'], SOUND, { exitCode: 4, code: /./, message: /candidate/, fix: /\S/ }),
];
