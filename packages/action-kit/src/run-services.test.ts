import { createBareRepository, FakeGitHub } from '@model-delivery/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startConnectProxy } from '../testing/connect-proxy.ts';
import { commandsIn, runProbe } from '../testing/spawn-action.ts';

let github: FakeGitHub;
let runId: number;
beforeEach(async () => {
  github = await FakeGitHub.start();
  const tree = createBareRepository();
  const headSha = tree.commit({ 'README.md': '# churn\n' });
  const repository = github.addRepository({ owner: 'acme', name: 'churn', gitDirectory: tree.gitDirectory });
  runId = repository.actions.add({ workflowPath: '.github/workflows/ml.yml', event: 'push', headSha }).id;
});
afterEach(async () => {
  await github.stop();
  github.assertClean();
});

const environment = () => github.environment({ repository: 'acme/churn', runId });
const token = () => github.issueToken({ repository: 'acme/churn', permissions: { contents: 'read' } });

describe('artifact upload', () => {
  const upload = (text: string, env: Record<string, string>) => runProbe('upload', { inputs: { text }, env });
  const stored = () => github.artifacts.list('acme/churn', runId);

  test('the documents arrive under the name of the stage', async () => {
    const step = await upload('data-report.json,evaluation.json', environment());
    expect(step.exitCode).toBe(0);
    expect(stored().map(({ name }) => name)).toEqual(['model-delivery-churn-probe']);
    expect(step.log).toContain('Uploaded data-report.json, evaluation.json as artifact model-delivery-churn-probe.');
  });

  test('no artifact service: a notice, and the step passes', async () => {
    const step = await upload('a.json', {});
    expect(step.exitCode).toBe(0);
    expect(commandsIn(step.log)).toContainEqual(expect.stringMatching(/^::notice::.*ACTIONS_RESULTS_URL is not set/));
    expect(stored()).toEqual([]);
  });

  test('a name that is taken: a warning with the fix, and the step passes', async () => {
    await upload('a.json', environment());
    const step = await upload('a.json', environment());
    expect(step.exitCode).toBe(0);
    expect(step.log).toMatch(
      /^::warning::Uploading the artifact model-delivery-churn-probe failed: .*different `name` inputs/m,
    );
    expect(stored()).toHaveLength(1);
  });

  test('GHES, where the client refuses: a warning, and the step passes', async () => {
    const step = await upload('a.json', { ...environment(), GITHUB_SERVER_URL: 'https://ghes.example.com' });
    expect(step.exitCode).toBe(0);
    expect(step.log).toMatch(/^::warning::Uploading .*GHES/m);
  });

  test('files of two directories are a bug of ours', async () => {
    const step = await upload('a.json,.model-delivery-x/../../b.json', environment());
    expect(step.exitCode).toBe(70);
    expect(step.log).toContain('ARTIFACT_LAYOUT');
  });
});

describe('API client', () => {
  test('talks to the server of the run, and is made once', async () => {
    const step = await runProbe('client', { inputs: { 'github-token': token() }, env: environment() });
    expect(step.outputs).toMatchObject({ summary: '8 bytes', extra: 'one client, model-delivery' });
  });

  test('without a token: what to do', async () => {
    const step = await runProbe('client', { env: environment() });
    expect(step.exitCode).toBe(2);
    expect(step.log).toContain('TOKEN_MISSING');
  });

  test.each(['https_proxy', 'HTTP_PROXY'])('goes through the proxy of %s', async (variable) => {
    const proxy = await startConnectProxy(new URL(github.apiUrl).port);
    try {
      const env = {
        ...environment(),
        GITHUB_API_URL: 'http://api.github.test',
        https_proxy: proxy.url,
        http_proxy: proxy.url,
      };
      const only = Object.fromEntries(Object.entries(env).filter(([name]) => !/proxy$/.test(name)));
      const step = await runProbe('client', {
        inputs: { 'github-token': token() },
        env: variable === 'https_proxy' ? env : { ...only, HTTP_PROXY: proxy.url },
      });
      expect(step.outputs.summary).toBe('8 bytes');
      expect(proxy.targets).toContain('api.github.test:80');
      const direct = { ...env, GITHUB_API_URL: github.apiUrl, no_proxy: '127.0.0.1' };
      const before = proxy.targets.length;
      expect((await runProbe('client', { inputs: { 'github-token': token() }, env: direct })).outputs.summary).toBe(
        '8 bytes',
      );
      expect(proxy.targets).toHaveLength(before);
    } finally {
      await proxy.stop();
    }
  });
});

describe('job summary', () => {
  test('appended, with secrets removed', async () => {
    const step = await runProbe('summary', { inputs: { text: '3', 'github-token': 'ghs_canary0123456789' } });
    expect(step.summary).toBe('## Report\n***\nxxx\n');
  });

  test('what would make the runner drop all of it is replaced by a sentence', async () => {
    const step = await runProbe('summary', { inputs: { text: '1048576', 'github-token': 'ghs_canary0123456789' } });
    expect(step.exitCode).toBe(0);
    expect(step.summary).toBe(
      '## Report\n***\nThe report of this step has 1048577 bytes and does not fit into the job summary; the artifact has all of it.\n',
    );
    expect(step.log).toMatch(/^::warning::The report of this step has 1048577 bytes/m);
  });

  test('outside a workflow nothing happens', async () => {
    const step = await runProbe('summary', { inputs: { text: '3' }, env: { GITHUB_STEP_SUMMARY: '' } });
    expect(step.exitCode).toBe(0);
    expect(step.summary).toBe('');
  });
});
