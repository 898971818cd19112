import { ConfigError, ExternalError, PermissionError } from '@model-delivery/core';
import { afterEach, describe, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { checkWorkflow, defaultBranch, dispatchWorkflow, findDispatchedRun, mayHaveStarted } from './dispatch.ts';

const WORKFLOW = `name: Retrain
run-name: retrain \${{ inputs.reason }}
on:
  workflow_dispatch:
    inputs:
      reason: { required: true }
`;
const PERMISSIONS = { contents: 'read', actions: 'write' } as const;

let scene: Scene;
afterEach(() => scene.end());

/** A repository with a workflow that takes a reason, one without the input, one without the trigger. */
async function begin(flavour: 'github.com' | 'ghes' = 'github.com') {
  scene = await Scene.start({ flavour });
  scene.tree.commit({
    '.github/workflows/ml-retrain.yml': WORKFLOW,
    '.github/workflows/plain.yml': 'name: Plain\non: workflow_dispatch\n',
    '.github/workflows/ci.yml': 'name: CI\non: push\n',
  });
  return scene.client({ permissions: PERMISSIONS });
}
const retrain = { workflow: 'ml-retrain.yml', ref: 'main', inputs: { reason: 'retrain-1234: drift' } };
const runs = () => [...scene.repository.actions.runs.values()];

test('starts a run and knows its id', async () => {
  const client = await begin();
  expect(await defaultBranch(client, own)).toBe('main');
  await checkWorkflow(client, own, retrain.workflow);
  const run = await dispatchWorkflow(client, own, retrain);
  expect(run).toEqual({ id: runs()[0]!.id, url: expect.stringMatching(/\/acme\/churn\/actions\/runs\/\d+$/) });
  expect(runs()).toMatchObject([{ event: 'workflow_dispatch', headBranch: 'main' }]);
});

describe('a server that does not know return_run_details', () => {
  test('GHES answers 400: asked again without, the run is found by looking', async () => {
    const client = await begin('ghes');
    const since = new Date(Date.parse('2026-11-21T10:00:00Z')).toISOString();
    expect(await dispatchWorkflow(client, own, retrain)).toEqual({ id: null, url: null });
    expect(runs()).toHaveLength(1);
    const found = await findDispatchedRun(client, own, { workflow: retrain.workflow, ref: 'main', since, word: 'x' });
    expect(found).toMatchObject({ run: { id: runs()[0]!.id }, certain: false });
  });

  test('422 likewise', async () => {
    const client = await begin();
    scene.github.faults.fail(422, 'Invalid request. "return_run_details" is not a permitted key.', {
      operation: 'actions/create-workflow-dispatch',
    });
    expect((await dispatchWorkflow(client, own, retrain)).id).toBeNull();
    expect(runs()).toHaveLength(1);
  });
});

describe('what cannot be dispatched is told in words of the configuration', () => {
  test.each([
    [
      'a workflow without the trigger',
      { ...retrain, workflow: 'ci.yml' },
      'WORKFLOW_WITHOUT_DISPATCH',
      /no `workflow_dispatch`/,
    ],
    ['a workflow without the input', { ...retrain, workflow: 'plain.yml' }, 'WORKFLOW_INPUTS', /do not take reason/],
    ['a branch that is not there', { ...retrain, ref: 'nowhere' }, 'WORKFLOW_REF_MISSING', /no branch or tag nowhere/],
    ['a workflow that is not there', { ...retrain, workflow: 'none.yml' }, 'WORKFLOW_MISSING', /found none/],
  ])('%s', async (_name, dispatch, code, message) => {
    const client = await begin();
    const error = await rejection(dispatchWorkflow(client, own, dispatch));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.hint).toMatch(/.+/);
    expect(mayHaveStarted(error)).toBe(false);
    expect(runs()).toEqual([]);
  });

  test('a workflow that is missing or disabled, before anything is written', async () => {
    const client = await begin();
    expect(await rejection(checkWorkflow(client, own, 'none.yml'))).toMatchObject({ code: 'WORKFLOW_MISSING' });
    scene.github.faults.corruptResponse({
      operation: 'actions/get-workflow',
      change: (body) => ({ ...(body as object), state: 'disabled_manually' }),
    });
    expect(await rejection(checkWorkflow(client, own, 'ml-retrain.yml'))).toMatchObject({
      code: 'WORKFLOW_DISABLED',
      message: expect.stringContaining('disabled manually'),
    });
  });

  test('a token that may not', async () => {
    await begin();
    const client = scene.client({ permissions: { contents: 'read', actions: 'read' } });
    const error = await rejection(dispatchWorkflow(client, own, retrain));
    expect(error).toBeInstanceOf(PermissionError);
    expect(error.hint).toContain('actions: write');
  });
});

test('a lost answer is no second run, and says that the first may have started', async () => {
  const client = await begin();
  scene.github.faults.loseAnswer({ operation: 'actions/create-workflow-dispatch' });
  const error = await rejection(dispatchWorkflow(client, own, retrain));
  expect(error).toBeInstanceOf(ExternalError);
  expect(mayHaveStarted(error)).toBe(true);
  expect(runs()).toHaveLength(1);
});

test('the run of a lost dispatch: by its title, else the only one, else nobody guesses', async () => {
  const client = await begin();
  const search = {
    workflow: 'ml-retrain.yml',
    ref: 'refs/heads/main',
    since: '2026-11-21T10:00:30Z',
    word: 'retrain-12',
  };
  expect(await findDispatchedRun(client, own, search)).toBeNull();
  const add = (displayTitle: string) =>
    scene.repository.actions.add({
      workflowPath: '.github/workflows/ml-retrain.yml',
      event: 'workflow_dispatch',
      headSha: scene.repository.git.resolveCommit('main')!,
      displayTitle,
    });
  const first = add('other');
  expect(await findDispatchedRun(client, own, search)).toMatchObject({ run: { id: first.id }, certain: false });
  add('another');
  expect(await rejection(findDispatchedRun(client, own, search))).toMatchObject({ code: 'DISPATCH_AMBIGUOUS' });
  const named = add('retrain retrain-1234: drift');
  expect(await findDispatchedRun(client, own, search)).toMatchObject({ run: { id: named.id }, certain: true });
  expect(await findDispatchedRun(client, own, { ...search, since: '2026-11-21T11:00:00Z' })).toBeNull();
});
