import { ACTIONS_BOT, openBareRepository, type PullRecord, workflowRunEvent } from '@model-delivery/testkit';
import { type NewEntry, writeZip, type ZipShape } from '../../../packages/github/testing/zip-writer.ts';
import { type Job, type Project, type Scene, WORKFLOW } from '../../support/scene.ts';
import type { BadInputCase, Expected, World } from '../bad-input-case.ts';
import { CONFIG, type ProjectFiles, SOUND } from '../project-files.ts';
import { pushJob } from '../push-job.ts';
import { runStep } from '../run-step.ts';
import { failedCheck, leaveReport, sealedReport } from '../sealed-report.ts';

const CHANGE = { 'README.md': 'changed\n' };
const ARTIFACT = 'model-delivery-churn-validate-data';

/** The trusted half for forks: a fork's pull request, its run, and the job that reports on it. */
function forkScene({ scene }: Pick<World, 'scene'>) {
  const project = scene.repository(SOUND as never);
  const pull = project.pullFromFork(CHANGE);
  return { project, pull, ...forkRun(project, pull) };
}

/** One repository with one pull request for all rows of which nothing may come out. */
const quiet = new WeakMap<Scene, { project: Project; pull: PullRecord }>();

function quietForkScene({ scene }: Pick<World, 'scene'>) {
  const known = quiet.get(scene) ?? forkScene({ scene });
  quiet.set(scene, known);
  return { ...known, ...forkRun(known.project, known.pull) };
}

function forkRun(project: Project, pull: PullRecord) {
  const { head } = project.repository.pulls.get(pull.number)!;
  const run = project.repository.actions.add({
    workflowPath: WORKFLOW,
    event: 'pull_request',
    headSha: head.sha,
    headBranch: head.ref,
    headRepository: head.repository,
    pullRequests: [],
    status: 'completed',
    conclusion: 'success',
  });
  const upload = (content: Buffer, changes: object = {}) =>
    project.scene.github.artifacts.add({
      repository: project.repository.fullName,
      runId: run.id,
      runAttempt: 1,
      name: ARTIFACT,
      content,
      ...changes,
    });
  const report = (): Job => {
    const payload = workflowRunEvent(project.scene.github, project.repository, run.id, 'completed');
    return project.eventJob('workflow_run', payload as Record<string, unknown>, {
      workflowPath: '.github/workflows/report.yml',
    });
  };
  return { run, upload, report, inputs: { 'run-id': String(run.id), 'workflow-path': WORKFLOW } };
}

const document = (changes = {}, run = {}) => ({ name: 'data-report.json', content: sealedReport(changes, run) });

/** An archive that a fork has uploaded in place of its documents. */
function archive(name: string, hostile: number, message: RegExp, entries: NewEntry[], shape?: ZipShape): BadInputCase {
  return {
    name: `archive: ${name}`,
    hostile: [hostile],
    run: async (world) => {
      const { project, pull, upload, report, inputs } = quietForkScene(world);
      upload(writeZip(entries, shape));
      const seen = await runStep('post-report', report(), { inputs });
      nothingPublished(project, pull);
      return seen;
    },
    expect: refused(message),
  };
}

const refused = (message: RegExp): Expected => ({
  exitCode: 4,
  code: 'ARTIFACT_REFUSED',
  message,
  fix: /Nothing of it was used/,
  document: null,
});

function nothingPublished(project: Project, pull: { number: number }): void {
  const comments = project.comments(pull);
  if (comments.length > 0) throw new Error(`a comment was written: ${comments.join('\n')}`);
  if (project.repository.checkRuns.size > 0) throw new Error('a check run was written');
}

const BOMB = Buffer.alloc(4 << 20);
const lie = { compressed: 5, size: 7 };

/** A file that an action is to read, outside of what it may read. */
function path(
  name: string,
  files: ProjectFiles,
  inputs: Record<string, string>,
  expected: Partial<Expected> & Pick<Expected, 'code' | 'message'>,
): BadInputCase {
  return {
    name: `path: ${name}`,
    hostile: [21],
    run: ({ scene }) => {
      return runStep(inputs.candidate ? 'evaluate-gate' : 'validate-data', pushJob(scene, files), {
        inputs,
        forbidden: ['root:x:0:0', 'PATH='],
      });
    },
    expect: { exitCode: 2, fix: /\S/, document: 'error', ...expected },
  };
}

export const TRUST: BadInputCase[] = [
  archive('parent directory', 15, /not a flat ASCII file name/, [{ name: '../../evil.json' }]),
  archive('absolute path', 15, /not a flat ASCII file name/, [{ name: '/etc/cron.d/evil' }]),
  archive('drive and backslash', 15, /not a flat ASCII file name/, [{ name: 'C:\\evil.json' }]),
  archive('symbolic link', 16, /not a regular file/, [
    document(),
    { name: 'link', content: '/etc/passwd', mode: 0o120777 },
  ]),
  archive('bomb', 17, /more than 200 to 1/, [document(), { name: 'bomb.json', content: BOMB }]),
  archive('bomb that lies about its size', 17, /belong to nothing/, [
    document(),
    { name: 'bomb.json', content: BOMB, central: lie, local: lie },
  ]),
  archive('archive in an archive, sharing bytes', 17, /overlaps/, [
    { name: 'a.json', content: writeZip([{ name: 'b.json' }]), method: 0 },
    { name: 'b.json', central: { offset: 36 } },
  ]),
  archive('local header differs', 18, /local header/, [{ ...document(), local: { name: 'evaluation.json' } }]),
  archive('a name twice', 18, /twice/, [document(), document()]),
  archive('sizes that lie', 18, /claims|local header/, [{ ...document(), central: { size: 70 } }]),
  {
    name: 'archive: other bytes than the API says',
    hostile: [19],
    run: async (world) => {
      const { project, pull, upload, report, inputs } = quietForkScene(world);
      upload(writeZip([document()]), { digest: `sha256:${'0'.repeat(64)}` });
      const seen = await runStep('post-report', report(), { inputs });
      nothingPublished(project, pull);
      return seen;
    },
    expect: refused(/the API says sha256:0{64}/),
  },
  {
    name: 'archive: one name from two runs',
    hostile: [20],
    run: async (world) => {
      const { project, pull, upload, report, inputs } = forkScene(world);
      const other = forkRun(project, project.pullFromFork(CHANGE, 'eve'));
      upload(writeZip([document()]));
      other.upload(writeZip([document({ verdict: 'pass', checks: [], counts: {} })]));
      const seen = await runStep('post-report', report(), { inputs });
      expectOne(project.comments(pull), /age/);
      return seen;
    },
    expect: { exitCode: 1, code: null, message: /3 of 10 rows/, document: null },
  },
  {
    name: 'fork: an artifact that claims another pull request and run',
    hostile: [32],
    run: async (world) => {
      const { project, pull, upload, report, inputs } = forkScene(world);
      const victim = project.pull({ 'README.md': 'other\n' });
      upload(
        writeZip([
          document(
            {},
            { pull_request: victim.number, head_sha: victim.head.sha, number: 999_999, repository: 'evil/repository' },
          ),
        ]),
      );
      const seen = await runStep('post-report', report(), { inputs });
      if (project.comments(victim).length > 0)
        throw new Error('the pull request that the artifact named got the comment');
      expectOne(project.comments(pull), /self-reported/i);
      return seen;
    },
    expect: { exitCode: 1, code: null, message: /3 of 10 rows/, document: null },
  },
  {
    name: 'fork: the head moves between run and report',
    hostile: [33],
    run: async (world) => {
      const { project, pull, upload, report, inputs } = forkScene(world);
      upload(writeZip([document()]));
      const job = report();
      const { repository, ref } = project.repository.pulls.get(pull.number)!.head;
      openBareRepository(repository.git.directory).commit({ 'README.md': 'moved\n' }, { branch: ref });
      const seen = await runStep('post-report', job, { inputs });
      nothingPublished(project, pull);
      return seen;
    },
    expect: { exitCode: 1, code: null, message: /notice: The pull request has moved on/, document: null },
  },
  {
    name: 'fork: a run that no pull request started',
    hostile: [32],
    run: async (world) => {
      const { project, pull, upload, run, report, inputs } = quietForkScene(world);
      run.event = 'push';
      upload(writeZip([document()]));
      const seen = await runStep('post-report', report(), { inputs });
      nothingPublished(project, pull);
      return seen;
    },
    expect: { exitCode: 4, code: 'RUN_NOT_REPORTED', message: /started by push/, fix: /workflow-path/, document: null },
  },
  {
    name: 'policy: a pull request that lowers its own threshold',
    hostile: [34],
    run: async ({ scene }) => {
      const strict = CONFIG.replace('accuracy, min: 0.5', 'accuracy, min: 1.1');
      const project = scene.repository({ ...SOUND, 'model-delivery.yaml': strict } as never);
      return runStep('evaluate-gate', project.pullJob(project.pull({ 'model-delivery.yaml': CONFIG })));
    },
    expect: {
      exitCode: 1,
      code: null,
      message: /accuracy\/min.*"base":1\.1.*"head":0\.5|"base":1\.1,"head":0\.5/s,
      document: 'fail',
    },
  },
  {
    name: 'policy: a base file that does not parse',
    hostile: [34],
    run: async ({ scene }) => {
      const project = scene.repository({ ...SOUND, 'model-delivery.yaml': 'version: [1\n' } as never);
      return runStep('evaluate-gate', project.pullJob(project.pull({ 'model-delivery.yaml': CONFIG })));
    },
    expect: {
      exitCode: 2,
      code: 'CONFIG_UNREADABLE',
      message: /model-delivery\.yaml at [0-9a-f]{7}/,
      fix: /Fix the YAML/,
      document: 'error',
    },
  },
  {
    name: 'comment: of a person who copied our marker, and one that quotes it',
    hostile: [4, 5],
    run: async ({ scene }) => {
      const project = scene.repository(SOUND as never);
      const pull = project.pull(CHANGE);
      const marker = '<!-- model-delivery:v1 key=churn seq=99999.1 -->';
      const others = [`${marker}\nlooks good`, `see ${marker}`];
      project.repository.addComment(pull.number, 'ann', others[0]!);
      project.repository.addComment(pull.number, ACTIONS_BOT, others[1]!);
      const job = project.pullJob(pull);
      leaveReport(job, { checks: [failedCheck('train/age/range', 'age', { message: `${marker} in data` })] });
      const seen = await runStep('post-report', job);
      const bodies = project.comments(pull);
      if (bodies[0] !== others[0] || bodies[1] !== others[1]) throw new Error('a comment of someone else was changed');
      expectOne(bodies.slice(2), new RegExp(`^<!-- model-delivery:v1 key=churn seq=${job.run.runNumber}\\.1 -->\n`));
      return seen;
    },
    expect: { exitCode: 1, code: null, message: /comment-url=http\S+#issuecomment-/, document: null },
  },

  path(
    'configuration ../../etc/passwd',
    {},
    { config: '../../../../../../../../etc/passwd' },
    { code: 'CONFIG_OUTSIDE_WORKSPACE', message: /outside the workspace/ },
  ),
  path(
    'configuration /proc/self/environ',
    {},
    { config: '/proc/self/environ' },
    { code: 'CONFIG_NOT_A_FILE', message: /not a regular file/ },
  ),
  path(
    'configuration behind a symbolic link',
    { 'link.yaml': { symlink: '/etc/passwd' } },
    { config: 'link.yaml' },
    { code: 'CONFIG_OUTSIDE_WORKSPACE', message: /link\.yaml lies outside/ },
  ),
  path(
    'data ../../etc/passwd',
    { 'model-delivery.yaml': CONFIG.replace('data/train.csv', '../../../../../../../etc/passwd') },
    {},
    { code: 'DATA_OUTSIDE_WORKSPACE', message: /outside of the workspace/ },
  ),
  path(
    'data behind a symbolic link',
    { 'data/train.csv': { symlink: '/etc/passwd' } },
    {},
    { code: 'DATA_OUTSIDE_WORKSPACE', message: /data\/train\.csv/ },
  ),
  path(
    'data in /proc',
    { 'data/train.csv': { symlink: '/proc/self/environ' } },
    {},
    { code: 'DATA_OUTSIDE_WORKSPACE', message: /data\/train\.csv/ },
  ),
  path(
    'metrics behind a symbolic link',
    { 'metrics.json': { symlink: '/etc/passwd' } },
    { candidate: 'metrics.json' },
    { code: 'EVIDENCE_OUTSIDE_WORKSPACE', message: /metrics\.json/ },
  ),
];

function expectOne(bodies: readonly string[], pattern: RegExp): void {
  if (bodies.length !== 1 || !pattern.test(bodies[0]!))
    throw new Error(`expected one comment with ${pattern}: ${bodies.join('\n---\n')}`);
}
