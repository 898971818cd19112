import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkflowEvent } from './run-context.ts';
import { runEvent } from './run-event.ts';
import { printed } from './testing/run-text.ts';
import { TemporaryRepository } from './testing/temporary-repository.ts';

let temporary: TemporaryRepository;

beforeEach(() => {
  temporary = new TemporaryRepository('acme/widgets');
});

afterEach(() => temporary.dispose());

const workflow = (name: string, on: string, run = 'echo ran') =>
  `name: ${name}\non: ${on}\njobs: { j: { runs-on: ubuntu-latest, steps: [{ run: ${JSON.stringify(run)} }] } }\n`;

const at = (name: string) => `.github/workflows/${name}.yml`;

/** Names of the workflows an event starts. */
async function started(event: WorkflowEvent): Promise<string[]> {
  const { runs } = await runEvent({ repository: temporary.repository, event });
  return runs.map((run) => run.name);
}

describe('event filters', () => {
  test('push: branches, tags, paths and their -ignore forms', async () => {
    const before = temporary.commit({
      [at('a')]: workflow('any', 'push'),
      [at('b')]: workflow('main-only', '{ push: { branches: [main, "rel/**"] } }'),
      [at('c')]: workflow('no-feature', '{ push: { branches-ignore: ["feature/*"] } }'),
      [at('d')]: workflow('tags', '{ push: { tags: ["v*"] } }'),
      [at('e')]: workflow('docs', '{ push: { paths: ["docs/**", "!docs/private/**"] } }'),
      [at('f')]: workflow('not-docs', '{ push: { paths-ignore: ["docs/**"] } }'),
      [at('g')]: workflow('pulls', 'pull_request'),
    });
    const docs = temporary.commit({ 'docs/a.md': 'x' });
    expect(await started({ name: 'push', payload: { ref: 'refs/heads/main', before, after: docs } })).toEqual([
      'any',
      'main-only',
      'no-feature',
      'docs',
    ]);
    const code = temporary.commit({ 'docs/private/a.md': 'x', 'src.ts': 'x' }, { branch: 'feature/x', from: 'main' });
    expect(
      await started({ name: 'push', payload: { ref: 'refs/heads/feature/x', before: docs, after: code } }),
    ).toEqual(['any', 'not-docs']);
    expect(await started({ name: 'push', payload: { ref: 'refs/tags/v1', after: code } })).toEqual([
      'any',
      'tags',
      'docs',
      'not-docs',
    ]);
  });

  test('pull_request: types, base branches, three-dot paths; [skip ci] starts nothing', async () => {
    temporary.commit({
      [at('a')]: workflow('default-types', 'pull_request'),
      [at('b')]: workflow('closed', '{ pull_request: { types: [closed] } }'),
      [at('c')]: workflow('to-main', '{ pull_request: { branches: [main] } }'),
      [at('d')]: workflow('to-other', '{ pull_request: { branches: [other] } }'),
      [at('e')]: workflow('data', '{ pull_request: { paths: ["data/**"] } }'),
      [at('f')]: workflow('base-change', '{ pull_request: { paths: ["base.txt"] } }'),
    });
    temporary.commit({ 'data/x.csv': '1' }, { branch: 'feature', from: 'main' });
    temporary.commit({ 'base.txt': 'changed on main only' });
    const event = (action: string, ref = 'feature'): WorkflowEvent => ({
      name: 'pull_request',
      payload: { action, pull_request: { number: 1, head: { ref }, base: { ref: 'main' } } },
    });
    expect(await started(event('opened'))).toEqual(['default-types', 'to-main', 'data']);
    expect(await started(event('closed'))).toEqual(['closed']);
    expect(await started(event('labeled'))).toEqual([]);
    temporary.commit({ 'data/y.csv': '1' }, { branch: 'quiet', from: 'main', message: 'more data [skip ci]' });
    expect(await started(event('opened', 'quiet'))).toEqual([]);
  });

  test('schedule, repository_dispatch, issue_comment and dispatch by name run on the default branch', async () => {
    temporary.commit({
      [at('a')]: workflow('night', '{ schedule: [{ cron: "0 1 * * *" }] }'),
      [at('b')]: workflow('noon', '{ schedule: [{ cron: "0 12 * * *" }], workflow_dispatch: {} }'),
      [at('c')]: workflow('drifted', '{ repository_dispatch: { types: [drift] } }'),
      [at('d')]: workflow('chat', '{ issue_comment: { types: [created] } }'),
      [at('e')]: workflow('manual', 'workflow_dispatch'),
    });
    expect(await started({ name: 'schedule', payload: { schedule: '0 12 * * *' } })).toEqual(['noon']);
    expect(await started({ name: 'repository_dispatch', payload: { action: 'drift' } })).toEqual(['drifted']);
    expect(await started({ name: 'repository_dispatch', payload: { action: 'other' } })).toEqual([]);
    expect(await started({ name: 'issue_comment', payload: { action: 'edited' } })).toEqual([]);
    expect(await started({ name: 'workflow_dispatch', payload: { workflow: 'e.yml' } })).toEqual(['manual']);
    await expect(started({ name: 'merge_group', payload: {} })).rejects.toThrow('not supported: event merge_group');
  });

  test('a conflicting pull request is an error that says so', async () => {
    temporary.commit({ [at('a')]: workflow('a', 'pull_request'), 'x.txt': '1\n' });
    temporary.commit({ 'x.txt': '2\n' }, { branch: 'feature', from: 'main' });
    temporary.commit({ 'x.txt': '3\n' });
    const payload = { action: 'opened', pull_request: { number: 1, head: { ref: 'feature' }, base: { ref: 'main' } } };
    await expect(started({ name: 'pull_request', payload })).rejects.toThrow(/conflicts with its base/);
  });
});

describe('workflow_run chaining', () => {
  const report = workflow(
    'Report',
    '{ workflow_run: { workflows: [CI], types: [completed] } }',
    'echo "${{ github.event.workflow_run.conclusion }} of ${{ github.event.workflow_run.event }} on ${{ github.event.workflow_run.head_branch }}, pulls ${{ toJSON(github.event.workflow_run.pull_requests) }}"',
  );

  test('completed carries the conclusion; the workflow file and the commit are those of the default branch', async () => {
    const main = temporary.commit({ [at('ci')]: workflow('CI', 'push'), [at('report')]: report });
    const feature = temporary.commit(
      { [at('ci')]: workflow('CI', 'push', 'exit 1'), [at('report')]: workflow('Evil', 'workflow_run', 'echo evil') },
      { branch: 'feature', from: 'main' },
    );
    const { runs } = await runEvent({
      repository: temporary.repository,
      event: { name: 'push', payload: { ref: 'refs/heads/feature', after: feature } },
    });
    expect(runs.map(({ name, conclusion, sha }) => [name, conclusion, sha])).toEqual([
      ['CI', 'failure', feature],
      ['Report', 'success', main],
    ]);
    expect(printed(runs[1]!.jobs.j!.log)).toEqual(['failure of push on feature, pulls []']);
  });

  test('requested and completed, and no chain deeper than three', async () => {
    temporary.commit({
      [at('ci')]: workflow('CI', 'push'),
      [at('loop')]: workflow('Loop', '{ workflow_run: { workflows: [CI, Loop], types: [requested] } }'),
      [at('done')]: workflow('Done', '{ workflow_run: { workflows: [CI], branches-ignore: [main] } }'),
    });
    expect(await started({ name: 'push', payload: {} })).toEqual(['CI', 'Loop', 'Loop', 'Loop']);
  });
});
