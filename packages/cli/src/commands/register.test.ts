import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalFile, documentDigest, type Evaluation, modelVersionSchema, sealDocument } from '@model-delivery/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ProjectOptions, RegistryProject } from '../../testing/registry-project.ts';

const projects: RegistryProject[] = [];
function project(options?: ProjectOptions): RegistryProject {
  const made = new RegistryProject(options);
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const { directory } of projects.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const COMPARED = { champion: '{ metrics: out/metrics.json }' };
const STORE = 'store: { oci_layout: registry/ }';
const events = async (of: RegistryProject) => (await of.pass('history', '--json')).json as Record<string, unknown>[];

describe('register', () => {
  test('leaves version, lineage, ledger, evidence and tags behind', async () => {
    const here = project();
    const version = await here.register('--param', 'depth=3', '--param', 'api_token=abcdef123456');
    const record = modelVersionSchema.parse(here.document('model-version.json'));
    expect(version).toBe('sha256:9c3b63e7607b4994af68182478d339ac68a0995574b049389de90c66da928c6f');
    expect(record.meta?.digest).toBe(documentDigest(record));
    expect(record).toMatchObject({
      verdict: 'pass',
      status: 'registered',
      approval: null,
      evaluation: { verdict: 'pass', digest: (here.document('evaluation.json').meta as { digest: string }).digest },
      data: { verdict: 'pass' },
    });
    expect(record.evidence!.files.map(({ role }) => role)).toEqual([
      'evaluation',
      'data-report',
      'metrics',
      'card',
      'card-json',
    ]);
    const lineage = here.document('lineage.json') as { meta: { digest: string } };
    expect(lineage).toMatchObject({
      version,
      code: { commit: here.git('rev-parse', 'main'), dirty: false },
      params: { depth: 3, api_token: '***' },
      data: [{ name: 'train' }],
      metrics: { accuracy: 0.9 },
    });
    expect(record.lineage.digest).toBe(lineage.meta.digest);
    expect(await events(here)).toMatchObject([
      { seq: 1, action: 'register', alias: 'candidate', from: null, to: version, previous: null },
    ]);
    const hex = version.slice('sha256:'.length);
    expect(here.git('show', `model-ledger:versions/${hex}.json`)).toBe(
      here.read('.model-delivery/model-version.json').trim(),
    );
    const index = JSON.parse(here.read('registry/index.json')) as {
      manifests: { annotations?: Record<string, string> }[];
    };
    const tags = index.manifests.flatMap((entry) => Object.values(entry.annotations ?? {}));
    expect(tags).toEqual(expect.arrayContaining(['churn-candidate', `churn-${hex.slice(0, 20)}`]));
  });

  test('the same bytes twice: one version, two lineage records', async () => {
    const here = project();
    const version = await here.register('--param', 'run=1');
    const again = await here.run('register', '--model', 'model', '--param', 'run=2');
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('registered again') });
    const shown = (await here.pass('show', version.slice(7, 17), '--json')).json as {
      lineages: string[];
      version: string;
    };
    expect(shown.version).toBe(version);
    expect(new Set(shown.lineages).size).toBe(2);
    expect((await events(here)).map(({ to }) => to)).toEqual([version, version]);
    expect(await here.pass('verify', version)).toMatchObject({ exitCode: 0 });
  });

  test('a changed tracked file makes the lineage dirty', async () => {
    const here = project();
    here.write('data/train.csv', 'id,age\n1,31\n2,45\n3,27\n4,30\n');
    await here.register();
    expect(here.document('lineage.json')).toMatchObject({ code: { dirty: true } });
  });

  test('an adopted model needs a reason and says so for ever', async () => {
    const here = project();
    expect(await here.run('register', '--model', 'model', '--adopt')).toMatchObject({ exitCode: 2 });
    await here.pass('register', '--model', 'model', '--adopt', '--reason', 'serves since May');
    expect(here.document('model-version.json')).toMatchObject({
      evaluation: null,
      data: null,
      adopted: { reason: 'serves since May' },
    });
    expect(await events(here)).toMatchObject([{ reason: 'adopted without a gate: serves since May' }]);
    expect(await here.pass('verify', 'candidate')).toMatchObject({ exitCode: 0 });
  });

  test('a champion that was registered without evidence cannot be compared with: unreachable, never a first model', async () => {
    const here = project({ registry: `{ ${STORE} }` });
    await here.pass('register', '--model', 'model', '--adopt', '--reason', 'serves');
    await here.pass('promote', 'candidate', '--to', 'champion', '--reason', 'serves');
    expect((await here.run('evaluate', '--model', 'model')).exitCode).toBe(4);
    expect(here.document('evaluation.json')).toMatchObject({ champion: { state: 'unreachable' } });
  });

  test('requirements that the configuration drops are not asked for', async () => {
    const here = project({ registry: `{ ${STORE}, require: { evaluation: none, data: none } }` });
    await here.pass('register', '--model', 'model');
    expect(here.document('model-version.json')).toMatchObject({ evaluation: null, data: null, adopted: null });
  });

  test('a killed run is completed by running it again', async () => {
    const here = project();
    await here.judge();
    here.write('registry/oci-layout', '{"imageLayoutVersion":"1.0.0"}');
    here.git('update-ref', 'refs/heads/model-ledger', 'main');
    // The ledger's branch is unusable: bytes are stored, nothing is registered.
    expect((await here.run('register', '--model', 'model')).exitCode).toBe(4);
    here.git('update-ref', '-d', 'refs/heads/model-ledger');
    expect(await here.pass('register', '--model', 'model')).toMatchObject({ exitCode: 0 });
    expect(await events(here)).toHaveLength(1);
  });

  test('an approval outside of a workflow is that of the git user, with no run', async () => {
    const here = project();
    await here.judge();
    forge(here, (evaluation) => ({ ...evaluation, verdict: 'inconclusive' }));
    expect((await here.run('register', '--model', 'model')).exitCode).toBe(3);
    await here.pass('register', '--model', 'model', '--approval');
    expect(here.document('model-version.json')).toMatchObject({
      status: 'approved',
      approval: { by: 'Ann', run: null, environment: null },
      evaluation: { verdict: 'inconclusive' },
    });
  });
});

/** Rewrites the evaluation and seals it again, as somebody would who knows the format. */
function forge(here: RegistryProject, change: (evaluation: Evaluation) => object): void {
  const { meta, ...content } = here.document('evaluation.json') as Evaluation;
  const sealed = sealDocument(change(content as Evaluation), meta ?? {});
  here.write('.model-delivery/evaluation.json', sealed.file);
}

interface Row {
  name: string;
  change: (here: RegistryProject) => void | Promise<void>;
  registry?: string;
  exitCode: number;
  code: string;
}

const OTHER = `sha256:${'1'.repeat(64)}`;
const TABLE: Row[] = [
  {
    name: 'no evaluation',
    change: (here) => rmSync(join(here.directory, '.model-delivery/evaluation.json')),
    exitCode: 4,
    code: 'EVALUATION_MISSING',
  },
  {
    name: 'no data report',
    change: (here) => rmSync(join(here.directory, '.model-delivery/data-report.json')),
    exitCode: 4,
    code: 'DATA_REPORT_MISSING',
  },
  {
    name: 'forged: a verdict changed by hand',
    change: (here) =>
      here.write(
        '.model-delivery/evaluation.json',
        canonicalFile({ ...here.document('evaluation.json'), verdict: 'fail' }),
      ),
    exitCode: 4,
    code: 'EVALUATION_FORGED',
  },
  {
    name: 'forged: the digest taken out',
    change: (here) =>
      here.write('.model-delivery/evaluation.json', canonicalFile({ ...here.document('evaluation.json'), meta: {} })),
    exitCode: 4,
    code: 'EVALUATION_FORGED',
  },
  {
    name: 'forged: a data report changed by hand',
    change: (here) =>
      here.write(
        '.model-delivery/data-report.json',
        canonicalFile({ ...here.document('data-report.json'), counts: {} }),
      ),
    exitCode: 4,
    code: 'DATA_REPORT_FORGED',
  },
  {
    name: 'forged: no JSON',
    change: (here) => here.write('.model-delivery/evaluation.json', 'verdict: pass'),
    exitCode: 4,
    code: 'EVALUATION_UNREADABLE',
  },
  {
    name: 'swapped: a data report in the place of the evaluation',
    change: (here) => here.write('.model-delivery/evaluation.json', here.read('.model-delivery/data-report.json')),
    exitCode: 4,
    code: 'EVALUATION_UNREADABLE',
  },
  {
    name: 'swapped: other bytes',
    change: (here) => here.write('model/model.txt', 'other\n'),
    exitCode: 4,
    code: 'EVALUATION_OF_OTHER_BYTES',
  },
  {
    name: 'swapped: another model',
    change: (here) => forge(here, (document) => ({ ...document, model: { ...document.model, name: 'other' } })),
    exitCode: 4,
    code: 'EVALUATION_OF_OTHER_MODEL',
  },
  {
    name: 'swapped: metrics other than those evaluated',
    change: (here) => here.write('out/metrics.json', '{"accuracy":0.99,"f1":0.99}'),
    exitCode: 4,
    code: 'EVIDENCE_FILE_CHANGED',
  },
  {
    name: 'swapped: metrics gone',
    change: (here) => rmSync(join(here.directory, 'out/metrics.json')),
    exitCode: 4,
    code: 'EVIDENCE_FILE_MISSING',
  },
  {
    name: 'swapped: a data report other than the evaluation read',
    change: (here) =>
      forge(here, (document) => ({
        ...document,
        inputs: { ...document.inputs, data_report: { path: 'x', sha256: '0'.repeat(64), rows: null } },
      })),
    exitCode: 4,
    code: 'DATA_REPORT_OTHER_THAN_EVALUATED',
  },
  {
    name: 'replayed: an evaluation without version',
    change: async (here) => void (await here.run('evaluate')),
    exitCode: 4,
    code: 'EVALUATION_WITHOUT_VERSION',
  },
  {
    name: 'replayed: an evaluation of other bytes',
    change: (here) => forge(here, (document) => ({ ...document, model: { ...document.model, version: OTHER } })),
    exitCode: 4,
    code: 'EVALUATION_OF_OTHER_BYTES',
  },
  {
    name: 'replayed: what a pull request judged',
    change: async (here) => void (await here.run('evaluate', '--model', 'model', '--purpose', 'pull_request')),
    exitCode: 1,
    code: 'EVALUATION_OF_PULL_REQUEST',
  },
  {
    name: 'expired: older than max_age',
    registry: `{ ${STORE}, require: { max_age: 7d } }`,
    change: (here) => {
      here.now += 8 * 86_400_000;
    },
    exitCode: 4,
    code: 'DOCUMENT_EXPIRED',
  },
  {
    name: 'expired: dated in the future',
    registry: `{ ${STORE}, require: { max_age: 7d } }`,
    change: (here) => {
      here.now -= 2 * 86_400_000;
    },
    exitCode: 4,
    code: 'DOCUMENT_EXPIRED',
  },
  {
    name: 'a failed evaluation',
    change: async (here) => {
      here.train('hello\n', 0.5);
      await here.run('evaluate', '--model', 'model');
    },
    exitCode: 1,
    code: 'EVALUATION_FAILED',
  },
  {
    name: 'an evaluation that ended in an error',
    change: async (here) => {
      rmSync(join(here.directory, 'out/metrics.json'));
      await here.run('evaluate', '--model', 'model');
    },
    exitCode: 4,
    code: 'EVALUATION_IN_ERROR',
  },
  {
    name: 'a failed data report',
    change: async (here) => {
      here.write('data/train.csv', 'id,age\n1,3\n');
      await here.run('validate');
    },
    exitCode: 1,
    code: 'DATA_REPORT_FAILED',
  },
  {
    name: 'an inconclusive evaluation that nobody approved',
    change: (here) => forge(here, (document) => ({ ...document, verdict: 'inconclusive' })),
    exitCode: 3,
    code: 'EVALUATION_INCONCLUSIVE',
  },
  {
    name: 'a required check run where GitHub is not known',
    registry: `{ ${STORE}, require: { code_checks: [test] } }`,
    change: () => {},
    exitCode: 2,
    code: 'CODE_CHECKS_UNKNOWN_COMMIT',
  },
  {
    name: 'an environment file that is not there',
    registry: `{ ${STORE}, environment: [package-lock.json] }`,
    change: () => {},
    exitCode: 4,
    code: 'ENVIRONMENT_FILE_MISSING',
  },
  {
    name: 'a remote that is not there',
    registry: `{ ${STORE}, ledger: { git: refs/heads/model-ledger, remote: upstream } }`,
    change: (here) => void here.git('remote', 'add', 'origin', '/nowhere'),
    exitCode: 2,
    code: 'LEDGER_REMOTE_UNKNOWN',
  },
  {
    name: 'no store',
    registry: '{ ledger: { git: refs/heads/model-ledger } }',
    change: () => {},
    exitCode: 2,
    code: 'STORE_MISSING',
  },
];

describe('nothing is registered', () => {
  let judgedProject: RegistryProject;
  beforeAll(async () => {
    judgedProject = new RegistryProject(COMPARED);
    await judgedProject.judge();
  });
  afterAll(() => rmSync(judgedProject.directory, { recursive: true, force: true }));
  const copy = () => {
    const copied = judgedProject.copy();
    projects.push(copied);
    return copied;
  };

  test.each(TABLE)('$name', async ({ change, registry, exitCode, code }) => {
    const here = copy();
    if (registry) here.configure({ ...COMPARED, registry });
    await change(here);
    const ran = await here.run('register', '--model', 'model', '--json');
    expect({ exitCode: ran.exitCode, error: ran.json }).toMatchObject({ exitCode, error: { error: { code } } });
    const verdicts: Record<number, string> = { 1: 'fail', 3: 'inconclusive' };
    expect(here.document('model-version.json')).toMatchObject({
      verdict: verdicts[exitCode] ?? 'error',
      error: { code },
    });
    expect(here.git('branch', '--list', 'model-ledger')).toBe('');
    const never = await here.run('register', '--model', 'model', '--fail-on', 'never');
    expect(never.exitCode).toBe([2, 5].includes(exitCode) ? exitCode : 0);
    expect(here.git('branch', '--list', 'model-ledger')).toBe('');
  });

  test.each([
    ['pull_request', {}],
    ['pull_request_target', {}],
    ['merge_group', {}],
    ['workflow_run', { workflow_run: { id: 1, event: 'pull_request' } }],
  ])('in a run of %s', async (event, payload) => {
    const here = copy();
    here.write('event.json', JSON.stringify(payload));
    Object.assign(here.env, {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: here.directory,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: join(here.directory, 'event.json'),
    });
    const ran = await here.run('register', '--model', 'model', '--json');
    expect(ran).toMatchObject({ exitCode: 1, json: { error: { code: 'UNTRUSTED_RUN' } } });
  });
});

describe('golden requests', () => {
  const SMOKE = 'rollout: { endpoint: churn, smoke: { protocol: oip-v2, fixtures: out/golden.json } }\n';
  const golden = (ran: { json: unknown }) =>
    (ran.json as { evidence: { files: { role: string }[] } }).evidence.files.filter(({ role }) => role === 'golden');

  test('are stored with the version, and a version without any is registered with a warning', async () => {
    const here = project({ ...COMPARED, more: SMOKE });
    await here.judge();
    const without = await here.pass('register', '--model', 'model', '--json');
    expect(golden(without)).toEqual([]);
    expect(without.stderr).toMatch(
      /warning: rollout\.smoke\.fixtures names out\/golden\.json, and there is no such file/,
    );
    here.write('out/golden.json', '[]');
    expect(golden(await here.pass('register', '--model', 'model', '--json'))).toHaveLength(1);
  });
});
