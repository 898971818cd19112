import { describe, expect, test } from 'vitest';
import { OfflineGitHub } from './github-service.ts';
import { runWorkflow } from './run-workflow.ts';
import { printed, runText, WORKFLOW } from './testing/run-text.ts';
import { TemporaryRepository } from './testing/temporary-repository.ts';

const YAML = `
on: [push, pull_request]
permissions: { contents: read, issues: write }
jobs:
  workflow: { runs-on: ubuntu-latest, steps: [{ run: 'echo "[\${{ secrets.KEY }}] \${{ github.ref }} \${{ github.head_ref }} \${{ github.base_ref }} $(echo $GITHUB_SHA | cut -c1-7)"' }] }
  job: { runs-on: ubuntu-latest, permissions: { pull-requests: write, id-token: write }, steps: [{ run: 'true' }] }
  none: { runs-on: ubuntu-latest, permissions: {}, steps: [{ run: 'true' }] }
  all: { runs-on: ubuntu-latest, permissions: write-all, steps: [{ run: 'true' }] }
`;

describe('token permissions', () => {
  test('job over workflow over the restricted default; what is not named is none', async () => {
    const { service } = await runText(YAML);
    const asked = Object.fromEntries(service.tokenRequests.map(({ jobName, permissions }) => [jobName, permissions]));
    expect(asked.workflow).toEqual({ contents: 'read', issues: 'write' });
    expect(asked.job).toEqual({ 'pull-requests': 'write', 'id-token': 'write' });
    expect(asked.none).toEqual({});
    expect(asked.all).toMatchObject({ contents: 'write', actions: 'write', checks: 'write', models: 'read' });
    const plain = await runText(YAML.replace(/^permissions.*$/m, ''));
    expect(plain.service.tokenRequests[0]?.permissions).toEqual({ contents: 'read', packages: 'read' });
  });

  test('a pull request from a fork: merge commit, read-only token, no OIDC, no secrets', async () => {
    const base = new TemporaryRepository('acme/widgets');
    const fork = new TemporaryRepository('eve/widgets');
    try {
      const start = base.commit({ [WORKFLOW]: YAML, 'a.txt': 'a' });
      fork.commit({ [WORKFLOW]: YAML, 'a.txt': 'a' });
      const head = fork.commit({ 'b.txt': 'b' }, { branch: 'feature', from: 'main' });
      base.commit({ 'c.txt': 'c' });
      const pull = (repository: string) => ({
        number: 5,
        title: 'Add b',
        head: { ref: 'feature', sha: head, repo: { full_name: repository } },
        base: { ref: 'main', sha: start },
      });
      const run = async (repository: string) => {
        const service = new OfflineGitHub();
        const result = await runWorkflow({
          repository: base.repository,
          forks: { 'eve/widgets': fork.repository.gitDirectory },
          file: WORKFLOW,
          service,
          secrets: { KEY: 'secret-of-base' },
          event: { name: 'pull_request', payload: { action: 'opened', number: 5, pull_request: pull(repository) } },
        });
        return { result, permissions: service.tokenRequests.map((request) => request.permissions) };
      };
      const forked = await run('eve/widgets');
      expect(forked.permissions.slice(0, 2)).toEqual([
        { contents: 'read', issues: 'read' },
        { 'pull-requests': 'read' },
      ]);
      expect(Object.values(forked.permissions[3]!)).not.toContain('write');
      expect(printed(forked.result.jobs.workflow!.log)[0]).toBe(
        `[] refs/pull/5/merge feature main ${forked.result.sha.slice(0, 7)}`,
      );
      expect(forked.result.headSha).toBe(head);
      expect(forked.result.sha).not.toBe(head);
      const own = await run('acme/widgets');
      expect(own.permissions[0]).toEqual({ contents: 'read', issues: 'write' });
      expect(printed(own.result.jobs.workflow!.log)[0]).toContain('[***]');
      expect(own.result.sha).toBe(forked.result.sha);
    } finally {
      base.dispose();
      fork.dispose();
    }
  });
});
