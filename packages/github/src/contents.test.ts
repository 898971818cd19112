import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import { changedFiles, fileAt } from './contents.ts';
import { earlierNames, LISTED_FILES, pullRequestOfMergeGroup } from './earlier-names.ts';

const CONFIG = 'version: 1\nmodel: churn\nevaluation:\n  checks:\n    - { metric: roc_auc, min: 0.9 }\n';
let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene.end());

describe('the file at a commit', () => {
  test('of the base, not of the head', async () => {
    const base = scene.tree.commit({ 'model-delivery.yaml': CONFIG });
    scene.tree.commit({ 'model-delivery.yaml': 'model: looser\n' });
    expect(await fileAt(scene.client(), own, 'model-delivery.yaml', base)).toBe(CONFIG);
  });

  test('a name that must be escaped, text that is not ASCII, an empty file', async () => {
    const sha = scene.tree.commit({ 'models/ä #1?.yaml': 'größe: 1\n', 'empty.yaml': '' });
    expect(await fileAt(scene.client(), own, 'models/ä #1?.yaml', sha)).toBe('größe: 1\n');
    expect(await fileAt(scene.client(), own, 'empty.yaml', sha)).toBe('');
  });

  test('a commit without the file: null', async () => {
    expect(await fileAt(scene.client(), own, 'model-delivery.yaml', scene.first)).toBeNull();
  });

  test('an unknown commit is an error: it says nothing about the policy', async () => {
    const error = await rejection(fileAt(scene.client(), own, 'model-delivery.yaml', 'f'.repeat(40)));
    expect(error).toMatchObject({ code: 'BASE_COMMIT_UNKNOWN', name: 'EvidenceError', exitCode: 4 });
  });

  test('a private repository that the token does not see is an error, not an absent file', async () => {
    const { gitDirectory } = scene.tree;
    scene.github.addRepository({ owner: 'acme', name: 'secret', gitDirectory, private: true });
    const secret = { owner: 'acme', repo: 'secret' };
    const error = await rejection(fileAt(scene.client(), secret, 'README.md', scene.first));
    expect(error).toMatchObject({ code: 'BASE_COMMIT_UNKNOWN' });
  });

  test('a directory, or more than 1 MB', async () => {
    const sha = scene.tree.commit({ 'folder/a.yaml': 'a', 'large.yaml': 'x'.repeat((1 << 20) + 1) });
    for (const path of ['folder', 'large.yaml']) {
      expect(await rejection(fileAt(scene.client(), own, path, sha))).toMatchObject({ code: 'BASE_FILE_UNUSABLE' });
    }
  });

  test.each(['..', '../other/x', 'a/../../x', './x', '', '/etc/passwd', 'a//b'])(
    'path %j never reaches the API',
    async (path) => {
      expect(await rejection(fileAt(scene.client(), own, path, scene.first))).toMatchObject({
        code: 'PATH_OUTSIDE',
        exitCode: 2,
      });
      expect(scene.operations()).toEqual([]);
    },
  );
});

describe('what a pull request did to a configuration', () => {
  test('renamed: the previous name', async () => {
    scene.tree.commit({ 'model-delivery.yaml': CONFIG });
    const { number } = scene.openPull('feature', { 'model-delivery.yaml': null, 'ml/gate.yaml': CONFIG });
    expect(await earlierNames(scene.client(), own, number, 'ml/gate.yaml')).toEqual({
      renamedFrom: 'model-delivery.yaml',
      removed: [],
    });
  });

  test('removed and written anew: the removed one is named', async () => {
    scene.tree.commit({ 'model-delivery.yaml': CONFIG });
    const { number } = scene.openPull('feature', { 'model-delivery.yaml': null, 'gate.yaml': 'model: churn\n' });
    expect(await earlierNames(scene.client(), own, number, 'gate.yaml')).toEqual({
      renamedFrom: null,
      removed: ['model-delivery.yaml'],
    });
  });

  test('introduced', async () => {
    const { number } = scene.openPull('feature', { 'model-delivery.yaml': CONFIG });
    const names = await earlierNames(scene.client(), own, number, 'model-delivery.yaml');
    expect(names).toEqual({ renamedFrom: null, removed: [] });
  });

  test('the number of a merge group', () => {
    expect(pullRequestOfMergeGroup(`refs/heads/gh-readonly-queue/main/pr-12-${'a'.repeat(40)}`)).toBe(12);
    expect(pullRequestOfMergeGroup('refs/heads/main')).toBeUndefined();
    expect(pullRequestOfMergeGroup(undefined)).toBeUndefined();
  });
});

describe('changed files', () => {
  test('all of them over several pages, and both names of a renamed one', async () => {
    scene.tree.commit({ 'old.yaml': CONFIG });
    const { number } = scene.openPull('feature', { 'old.yaml': null, 'new.yaml': CONFIG });
    expect(await changedFiles(scene.client(), own, number)).toEqual(['new.yaml', 'old.yaml']);
    const many = await changedFiles(scene.client(), own, scene.openLargePull(250));
    expect(many).toHaveLength(250);
    expect(many).toContain('data/249.csv');
  });

  test('more than GitHub lists: unknown, and padding does not hide a renamed configuration', async () => {
    expect(LISTED_FILES).toBe(3000);
    const number = scene.openLargePull(250);
    const error = await rejection(earlierNames(scene.client(), own, number, 'model-delivery.yaml', 200));
    expect(error).toMatchObject({ code: 'CHANGED_FILES_INCOMPLETE', exitCode: 4 });
    const before = scene.operations().length;
    expect(await changedFiles(scene.client(), own, number, 200)).toBeNull();
    expect(scene.operations().length - before).toBe(2);
  });
});
