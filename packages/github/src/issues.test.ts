import { PermissionError } from '@model-delivery/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { findOpenIssue, issueByNumber, writeIssue } from './issues.ts';
import { currentViewer } from './viewer.ts';

const marker = '<!-- model-delivery:retraining:v1 key=churn -->';
const content = { marker, title: 'Retraining of churn is stopped', body: `${marker}\n3 runs.\n` };

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

const begin = async () => {
  const client = scene.client({ permissions: { contents: 'read', issues: 'write' } });
  return { client, viewer: await currentViewer(client) };
};
const issues = () => [...scene.repository.issues.values()];

test('is opened once, brought up to date, and opened anew after somebody closed it', async () => {
  const { client, viewer } = await begin();
  const first = await writeIssue(client, own, viewer, content);
  expect(first).toMatchObject({ open: true, title: content.title });
  expect(await writeIssue(client, own, viewer, content)).toEqual(first);
  const updated = await writeIssue(client, own, viewer, { ...content, body: `${marker}\n4 runs.\n` });
  expect(updated).toMatchObject({ number: first.number, body: `${marker}\n4 runs.\n` });
  expect(issues()).toHaveLength(1);
  await client.rest.issues.update({ ...own, issue_number: first.number, state: 'closed' });
  expect(await issueByNumber(client, own, first.number)).toMatchObject({ open: false, closedAt: expect.any(String) });
  expect((await writeIssue(client, own, viewer, content)).number).not.toBe(first.number);
  expect(issues()).toHaveLength(2);
});

test('an issue of somebody else with our marker is not ours', async () => {
  const { client, viewer } = await begin();
  await client.rest.issues.create({ ...own, title: 'x', body: content.body });
  issues()[0]!.author = 'mallory';
  expect(await findOpenIssue(client, own, marker, viewer)).toBeNull();
});

test('a lost answer does not open a second one', async () => {
  const { client, viewer } = await begin();
  scene.github.faults.loseAnswer({ operation: 'issues/create' });
  expect(await writeIssue(client, own, viewer, content)).toMatchObject({ open: true });
  expect(issues()).toHaveLength(1);
});

test('an issue that is gone is null; without permission the block to add is printed', async () => {
  const { client, viewer } = await begin();
  expect(await issueByNumber(client, own, 999)).toBeNull();
  const reader = scene.client({ permissions: { contents: 'read', issues: 'read' } });
  const error = await rejection(writeIssue(reader, own, viewer, content));
  expect(error).toBeInstanceOf(PermissionError);
  expect(error.hint).toContain('issues: write');
});
