import type { BadInputCase } from '../bad-input-case.ts';
import { CONFIG, SOUND } from '../project-files.ts';
import { runStep } from '../run-step.ts';
import { leaveReport } from '../sealed-report.ts';

const HOUR = 3600;
const METRICS_ONLY = CONFIG.replaceAll('predictions: ', 'metrics: ').replaceAll('predictions.csv', 'metrics.json');
/** A repository whose gate needs no data engine. */
const FILES = {
  ...SOUND,
  'model-delivery.yaml': METRICS_ONLY,
  'out/metrics.json': '{"accuracy": 0.9, "f1": 0.9}',
  'champion/metrics.json': '{"accuracy": 0.9, "f1": 0.9}',
};
const CHANGE = { 'README.md': 'changed\n' };

export const GITHUB_API: BadInputCase[] = [
  {
    name: 'API: no permission to read the base commit',
    run: async ({ scene }) => {
      const project = scene.repository(FILES, { private: true });
      return runStep('evaluate-gate', project.pullJob(project.pull(CHANGE), { permissions: { actions: 'read' } }));
    },
    expect: {
      exitCode: 5,
      code: /^(PERMISSION_DENIED|GITHUB_NOT_FOUND|BASE_COMMIT_UNKNOWN)/,
      message: /model-delivery\.yaml|contents/,
      fix: /permissions:[\s\S]*contents: read|`permissions:`/,
      document: 'error',
    },
  },
  {
    name: 'API: no permission to comment costs the comment, not the result',
    run: async ({ scene }) => {
      const project = scene.repository(FILES);
      const pull = project.pull(CHANGE);
      const job = project.pullJob(pull, {
        permissions: { contents: 'read', 'pull-requests': 'read', checks: 'write' },
      });
      leaveReport(job);
      const seen = await runStep('post-report', job);
      expectNoComment(project.comments(pull));
      return seen;
    },
    expect: {
      exitCode: 1,
      code: null,
      message: /warning: [\s\S]*permissions:\n {4}contents: read\n {4}pull-requests: write/,
      document: null,
    },
  },
  {
    name: 'API: the token of a fork',
    run: async ({ scene }) => {
      const project = scene.repository(FILES);
      const pull = project.pullFromFork(CHANGE);
      const job = project.pullJob(pull);
      leaveReport(job);
      const seen = await runStep('post-report', job);
      expectNoComment(project.comments(pull));
      return seen;
    },
    expect: {
      exitCode: 1,
      code: null,
      message: /warning: [\s\S]*workflow_run recipe \(ml-report\.yml\)[\s\S]*comment-url=\n/,
      document: null,
    },
  },
  {
    name: 'API: no token at all',
    run: async ({ scene }) => {
      const project = scene.repository(FILES);
      return runStep('evaluate-gate', project.pullJob(project.pull(CHANGE)), { inputs: { 'github-token': '' } });
    },
    expect: {
      exitCode: 2,
      code: 'TOKEN_MISSING',
      message: /`github-token` is empty/,
      fix: /\$\{\{ github\.token \}\}/,
      document: 'error',
    },
  },
  {
    name: 'API: a token that has expired',
    run: async ({ scene }) => {
      const project = scene.repository(FILES);
      const job = project.pullJob(project.pull(CHANGE));
      scene.github.revokeToken(job.token);
      return runStep('evaluate-gate', job);
    },
    expect: { exitCode: 5, code: 'TOKEN_REFUSED', message: /401/, fix: /expired/, document: 'error' },
  },
  {
    name: 'API: the rate limit, lifted in an hour',
    run: async ({ ownScene }) => {
      const scene = await ownScene();
      const project = scene.repository(FILES);
      const job = project.pullJob(project.pull(CHANGE));
      scene.github.faults.primaryRateLimit({ resetInSeconds: HOUR, times: 100 });
      return runStep('evaluate-gate', job);
    },
    expect: {
      exitCode: 5,
      code: 'RATE_LIMITED',
      message: /limit ends in about 3\d\d\d s/,
      fix: /Run the job again after that time/,
      document: 'error',
    },
  },
  {
    name: 'API: the limit on bursts while commenting; nothing is half-done',
    run: async ({ ownScene }) => {
      const scene = await ownScene();
      const project = scene.repository(FILES);
      const pull = project.pull(CHANGE);
      const job = project.pullJob(pull);
      leaveReport(job);
      scene.github.faults.secondaryRateLimit({ retryAfterSeconds: HOUR, times: 100 });
      const seen = await runStep('post-report', job);
      expectNoComment(project.comments(pull));
      return seen;
    },
    expect: {
      exitCode: 5,
      code: 'RATE_LIMITED',
      message: /limit ends in about 3600 s/,
      fix: /Run the job again after that time/,
      document: null,
    },
  },
  {
    name: 'API: a server that is down',
    run: async ({ scene }) => {
      const project = scene.repository(FILES);
      const job = project.pullJob(project.pull(CHANGE));
      return runStep('evaluate-gate', job, { env: { GITHUB_API_URL: 'http://127.0.0.1:9' } });
    },
    expect: {
      exitCode: 5,
      code: 'GITHUB_API_FAILED',
      message: /no answer .*after 4 attempts/,
      fix: /Run the job again/,
      document: 'error',
    },
  },
];

function expectNoComment(bodies: readonly string[]): void {
  if (bodies.length > 0) throw new Error(`a comment was written: ${bodies.join('\n')}`);
}
