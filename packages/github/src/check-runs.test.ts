import { afterEach, beforeEach, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { type CheckAnnotation, type CheckRunContent, writeCheckRun } from './check-runs.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

const content = (changes: Partial<CheckRunContent> = {}): CheckRunContent => ({
  name: 'model-delivery / churn',
  headSha: scene.first,
  conclusion: 'failure',
  title: 'churn: fail',
  summary: 'recall fell',
  detailsUrl: 'https://github.com/acme/churn/actions/runs/1',
  annotations: [],
  ...changes,
});
const annotations = (count: number): CheckAnnotation[] =>
  Array.from({ length: count }, (_, i) => ({
    path: 'model-delivery.yaml',
    line: i + 1,
    level: 'failure',
    title: `check ${i}`,
    message: `message ${i}`,
  }));
const write = (changes: Partial<CheckRunContent> = {}) => writeCheckRun(scene.client(), own, content(changes));
const stored = () => [...scene.repository.checkRuns.values()];

test('a finished check run stands on the commit', async () => {
  const url = await write({ annotations: annotations(2), text: 'details' });
  expect(url).toMatch(/^http.*\/acme\/churn\//);
  expect(stored()).toMatchObject([
    {
      name: 'model-delivery / churn',
      headSha: scene.first,
      status: 'completed',
      conclusion: 'failure',
      output: { title: 'churn: fail', summary: 'recall fell', text: 'details' },
      annotations: [
        {
          path: 'model-delivery.yaml',
          start_line: 1,
          end_line: 1,
          annotation_level: 'failure',
          title: 'check 0',
          message: 'message 0',
        },
        { start_line: 2 },
      ],
    },
  ]);
});

test('more than 50 annotations arrive in order, 50 a request', async () => {
  await write({ annotations: annotations(120) });
  expect(stored()).toHaveLength(1);
  expect(stored()[0]!.annotations.map(({ start_line }) => start_line)).toEqual(
    Array.from({ length: 120 }, (_, i) => i + 1),
  );
  expect(scene.operations()).toEqual(['checks/list-for-ref', 'checks/create', 'checks/update', 'checks/update']);
});

test('a re-run updates it', async () => {
  const url = await write();
  expect(await write({ conclusion: 'success', title: 'churn: pass' })).toBe(url);
  expect(stored()).toMatchObject([{ conclusion: 'success', output: { title: 'churn: pass' } }]);
});

test('annotations of the run before never pile up: a new check run takes its place', async () => {
  await write({ annotations: annotations(3) });
  await write({ annotations: annotations(1) });
  expect(stored().map((run) => run.annotations.length)).toEqual([3, 1]);
  const { data } = await scene
    .client()
    .rest.checks.listForRef({ ...own, ref: scene.first, check_name: 'model-delivery / churn' });
  expect(data.check_runs.map((run) => run.output.annotations_count)).toEqual([1]);
});

test('a job or another tool’s check run of the same name is left alone', async () => {
  const run = scene.repository.actions.add({
    workflowPath: '.github/workflows/ci.yml',
    event: 'push',
    headSha: scene.first,
  });
  scene.repository.actions.addJob({ runId: run.id, name: 'model-delivery / churn' });
  const client = scene.client({ bot: 'other[bot]' });
  await client.rest.checks.create({
    ...own,
    name: 'model-delivery / churn',
    head_sha: scene.first,
    conclusion: 'success',
  });
  await write();
  expect(stored().map(({ app, conclusion }) => [app, conclusion])).toEqual([
    ['other', 'success'],
    ['github-actions', 'failure'],
  ]);
});

test('another model, another commit: their own', async () => {
  await write();
  await write({ name: 'model-delivery / price' });
  await write({ headSha: scene.tree.commit({ 'x.txt': 'x' }) });
  expect(stored()).toHaveLength(3);
});

test('titles and messages within GitHub’s limits', async () => {
  await write({
    annotations: [{ path: 'a', line: 1, level: 'notice', title: 't'.repeat(300), message: 'm'.repeat(99_000) }],
  });
  expect(stored()[0]!.annotations[0]!.title).toHaveLength(255);
});

test('no permission: the block to add', async () => {
  const token = { permissions: { contents: 'read', 'pull-requests': 'write' } };
  const error = await rejection(writeCheckRun(scene.client(token), own, content()));
  expect(error).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(error.hint).toContain('contents: read\n    checks: write\n');
});
