import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Permissions } from '@model-delivery/testkit';
import type { Job, Project } from '../../support/scene.ts';
import { CLOSED } from '../answering-server.ts';
import type { BadInputCase, Expected, World } from '../bad-input-case.ts';
import { forge, ROLLOUT } from '../delivered-project.ts';
import type { ProjectFiles } from '../project-files.ts';
import { runStep, type StepOptions, step } from '../run-step.ts';

type Expectation = Omit<Expected, 'document'> & Partial<Expected>;
interface Circumstances extends StepOptions {
  permissions?: Permissions;
  files?: Record<string, string>;
  /** Arranges the repository or the workspace before the step. */
  arrange?: (project: Project, job: Job) => void | Promise<void>;
  /** Misfortunes of the API, in a scene of its own. */
  api?: (world: World['scene']) => void;
}

const ALL: Permissions = {
  contents: 'write',
  actions: 'write',
  checks: 'read',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'read',
};
const FILES: ProjectFiles = {
  'model-delivery.yaml': `model: churn\nregistry: { store: { oci_layout: registry/ } }\n${ROLLOUT}retraining: { workflow: ml-retrain.yml, when: { age: 30d } }\n`,
  'model/weights.txt': 'w\n',
  'weights.json': '{"stable":100,"candidate":0}\n',
};
const ADOPT = { model: 'model', adopt: 'true', reason: 'serves' };

/** A step of one of the three actions on main. */
function action(name: string, stage: string, circumstances: Circumstances, expected: Expectation): BadInputCase {
  const { permissions = ALL, files = {}, arrange, api, ...options } = circumstances;
  return {
    name: `${stage}: ${name}`,
    run: async (world) => {
      const scene = api === undefined ? world.scene : await world.ownScene();
      const project = scene.repository({ ...FILES, ...files } as never);
      const job = project.pushJob({ permissions });
      await arrange?.(project, job);
      api?.(scene);
      return runStep(stage, job, options);
    },
    expect: { document: 'error', ...expected },
  };
}

const LEDGER = 'refs/heads/model-ledger';
const put = (ref: string, files: Record<string, string>) => (project: Project) =>
  forge(project.tree.gitDirectory, ref, files);
const register = async (_: Project, job: Job) => {
  const { exitCode, log } = await step(job, 'register-model', { inputs: ADOPT });
  if (exitCode !== 0) throw new Error(`register-model exited ${exitCode}: ${log}`);
};

/** The job that registered could write; the one that deploys may only read. */
const registerElsewhere = async (project: Project, job: Job) => {
  const other = project.pushJob({ permissions: ALL });
  await register(project, other);
  cpSync(join(other.workspace, 'registry'), join(job.workspace, 'registry'), { recursive: true });
};

/** The same for every action: each reads the configuration, a ledger and the API before it does anything. */
const STAGES: [stage: string, inputs: Record<string, string>][] = [
  ['register-model', ADOPT],
  ['deploy-canary', { command: 'start' }],
  ['trigger-retraining', {}],
];

const COMMON = STAGES.flatMap(([stage, inputs]) => [
  action(
    'half a ledger',
    stage,
    { inputs, arrange: put(LEDGER, { 'ledger.jsonl': '{"seq":1' }) },
    {
      exitCode: 4,
      code: 'LEDGER_MALFORMED',
      message: /line 1 is unusable/,
      fix: /last good one/,
    },
  ),
  action(
    'a token that nobody knows',
    stage,
    {
      inputs: { ...inputs, 'github-token': 'ghs_unknownunknownunknownunknown12' },
      forbidden: ['ghs_unknownunknownunknownunknown12'],
    },
    {
      exitCode: 5,
      code: /^[A-Z_]+: /,
      message: /401|Bad credentials/,
      fix: /github-token|token/,
    },
  ),
  action(
    'an API that is not there',
    stage,
    { inputs, env: { GITHUB_API_URL: `http://${CLOSED}` } },
    {
      exitCode: 5,
      code: /^[A-Z_]+: /,
      message: /65533|ECONNREFUSED/,
      fix: /\S/,
    },
  ),
  action(
    'the rate limit',
    stage,
    { inputs, api: (scene) => scene.github.faults.primaryRateLimit({ resetInSeconds: 3600, times: 100 }) },
    {
      exitCode: 5,
      code: /RATE_LIMIT/,
      message: /limits this token's rate/,
      fix: /\S/,
    },
  ),
  action(
    'no configuration',
    stage,
    { inputs: { ...inputs, config: 'nowhere.yaml' } },
    {
      exitCode: 2,
      code: 'CONFIG_NOT_FOUND',
      message: /nowhere\.yaml/,
      fix: /\S/,
    },
  ),
]);

export const DELIVERY_ACTIONS: BadInputCase[] = [
  ...COMMON,
  action(
    'no model',
    'register-model',
    {},
    { exitCode: 2, code: 'INPUT_INVALID', message: /model: required, but empty/, fix: /README/, document: null },
  ),
  action(
    'a link out of the model',
    'register-model',
    { inputs: ADOPT, arrange: (_, job) => symlinkSync('/etc/passwd', join(job.workspace, 'model/x')) },
    { exitCode: 4, code: 'MODEL_UNUSABLE', message: /model\/x: it is a symbolic link/, fix: /Copy the file/ },
  ),
  action(
    'a registry whose port is closed',
    'register-model',
    {
      inputs: ADOPT,
      files: { 'model-delivery.yaml': `model: churn\nregistry: { store: { oci: "${CLOSED}/models" } }\n` },
    },
    { exitCode: 5, code: 'STORE_UNREACHABLE', message: /65533\/models/, fix: /registry\.store/ },
  ),
  action(
    'no permission to write the ledger',
    'register-model',
    {
      inputs: ADOPT,
      permissions: { contents: 'read', actions: 'read' },
      mayChange: /^registry\/(blobs\/|index\.json|oci-layout)/,
    },
    { exitCode: 5, code: /^[A-Z_]+: /, message: /model-ledger|contents/, fix: /contents: write/ },
  ),
  action(
    'parameters that are no JSON',
    'register-model',
    { inputs: { ...ADOPT, params: '{"depth":' } },
    { exitCode: 2, code: 'PARAMETER_INVALID', message: /is not JSON/, fix: /depth=6/, document: null },
  ),
  action(
    'a command that does not exist',
    'deploy-canary',
    { inputs: { command: 'strat' } },
    { exitCode: 2, code: /^[A-Z_]+: /, message: /strat/, fix: /\S/, document: null },
  ),
  action(
    'nothing was registered',
    'deploy-canary',
    { inputs: { command: 'start' } },
    { exitCode: 4, code: 'ALIAS_UNKNOWN', message: /no alias candidate/, fix: /Register a version/ },
  ),
  action(
    'an unknown version',
    'deploy-canary',
    { inputs: { command: 'run', version: '0'.repeat(64) } },
    { exitCode: 4, code: 'VERSION_UNKNOWN', message: /0{64}/, fix: /history/ },
  ),
  action(
    'half a journal',
    'deploy-canary',
    {
      inputs: { command: 'tick' },
      arrange: put('refs/model-delivery/rollout/churn', { 'journal.json': '{"schema":' }),
    },
    { exitCode: 4, code: 'JOURNAL_MALFORMED', message: /no JSON.*nothing was changed/, fix: /last good commit/ },
  ),
  action(
    'a target without the arm',
    'deploy-canary',
    { inputs: { command: 'start' }, files: { 'weights.json': '{"stable":100}' }, arrange: register },
    { exitCode: 5, code: 'WEIGHTS_FILE_UNREADABLE', message: /candidate/, fix: /Start the gateway/ },
  ),
  action(
    'no permission to write the journal',
    'deploy-canary',
    { inputs: { command: 'start' }, permissions: { contents: 'read' }, arrange: registerElsewhere },
    { exitCode: 5, code: /^[A-Z_]+: /, message: /rollout\/churn|contents/, fix: /contents: write/ },
  ),
  action(
    'half a state',
    'trigger-retraining',
    { arrange: put('refs/model-delivery/retraining/churn', { 'state.json': '{"schema":' }) },
    { exitCode: 4, code: 'RETRAINING_STATE_MALFORMED', message: /found no JSON/, fix: /last sound commit/ },
  ),
];
