import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Example, own, refusal } from './example-repository.ts';

let example: Example;
let tree: Example['tree'];
let first: Example['first'];
let octokit: Example['octokit'];

beforeEach(async () => {
  example = await Example.start();
  ({ tree, first, octokit } = example);
});

afterEach(() => example.stop());

describe('files, commits and refs come from the git repository', () => {
  test('contents at a commit, as JSON and raw, directories and files that are absent', async () => {
    const second = tree.commit({ 'README.md': '# second\n' });
    const read = async (ref?: string) => {
      const { data } = await octokit.repos.getContent({
        ...own,
        path: 'README.md',
        ...(ref === undefined ? {} : { ref }),
      });
      return Buffer.from((data as { content: string }).content, 'base64').toString();
    };
    expect(await read(first)).toBe('# churn\n');
    expect(await read(second)).toBe('# second\n');
    expect(await read()).toBe('# second\n');
    const raw = await octokit.repos.getContent({ ...own, path: 'data/ä b.csv', mediaType: { format: 'raw' } });
    expect(raw.data).toBe('x\n1\n');
    const root = await octokit.repos.getContent({ ...own, path: '' });
    expect((root.data as { name: string; type: string }[]).map(({ name, type }) => `${type} ${name}`)).toEqual([
      'dir .github',
      'file README.md',
      'dir data',
    ]);
    expect((await refusal(octokit.repos.getContent({ ...own, path: 'none' }))).status).toBe(404);
    expect((await refusal(octokit.repos.getContent({ ...own, path: 'README.md', ref: 'none' }))).status).toBe(404);
  });

  test('a link to a file answers with the file, any other link with itself', async () => {
    tree.commit({ 'conf/inside': { symlink: '../README.md' }, outside: { symlink: '../../etc/passwd' } });
    const read = async (path: string) => (await octokit.repos.getContent({ ...own, path })).data;
    expect(await read('conf/inside')).toMatchObject({ type: 'file', path: 'README.md', encoding: 'base64' });
    expect(await read('outside')).toMatchObject({ type: 'symlink', target: '../../etc/passwd' });
    expect(await read('conf')).toMatchObject([{ name: 'inside', type: 'symlink' }]);
  });

  test('a commit made of blob, tree and commit moves a ref only forward', async () => {
    const { data: blob } = await octokit.git.createBlob({ ...own, content: 'e30K', encoding: 'base64' });
    const entry = { path: 'ledger.jsonl', mode: '100644' as const, type: 'blob' as const, sha: blob.sha };
    const { data: root } = await octokit.git.createTree({ ...own, tree: [entry] });
    const commit = async (message: string, parents: string[]) =>
      (await octokit.git.createCommit({ ...own, message, tree: root.sha, parents })).data.sha;
    const a = await commit('a', []);
    const ref = 'refs/model-delivery/retraining/churn';
    await octokit.git.createRef({ ...own, ref, sha: a });
    expect((await refusal(octokit.git.createRef({ ...own, ref, sha: a }))).message).toContain(
      'Reference already exists',
    );
    const b = await commit('b', [a]);
    const other = await commit('other', [a]);
    const short = ref.slice('refs/'.length);
    await octokit.git.updateRef({ ...own, ref: short, sha: b, force: false });
    const lost = await refusal(octokit.git.updateRef({ ...own, ref: short, sha: other, force: false }));
    expect(lost).toMatchObject({ status: 422 });
    expect(lost.message).toContain('Update is not a fast forward');
    expect((await octokit.git.getRef({ ...own, ref: short })).data.object.sha).toBe(b);
    expect(tree.git.readFile(b, 'ledger.jsonl')?.toString()).toBe('{}\n');
    expect((await octokit.git.getCommit({ ...own, commit_sha: b })).data).toMatchObject({
      message: 'b',
      parents: [{ sha: a }],
    });
    expect((await octokit.git.listMatchingRefs({ ...own, ref: 'model-delivery/' })).data).toHaveLength(1);
    await octokit.git.deleteRef({ ...own, ref: short });
    expect((await refusal(octokit.git.getRef({ ...own, ref: short }))).status).toBe(404);
  });

  test('trees: base, nested, removal and recursion', async () => {
    const base = (await octokit.git.getCommit({ ...own, commit_sha: first })).data.tree.sha;
    const add = [
      { path: 'a/b/c.txt', mode: '100644' as const, type: 'blob' as const, content: 'c' },
      { path: 'README.md', mode: '100644' as const, type: 'blob' as const, sha: null },
    ];
    const { data } = await octokit.git.createTree({ ...own, base_tree: base, tree: add });
    const all = await octokit.git.getTree({ ...own, tree_sha: data.sha, recursive: '1' });
    expect(all.data.tree.filter(({ type }) => type === 'blob').map(({ path }) => path)).toEqual([
      '.github/workflows/ci.yml',
      'a/b/c.txt',
      'data/ä b.csv',
    ]);
    const { data: moved } = await octokit.git.createTree({
      ...own,
      base_tree: base,
      tree: [{ path: 'data', mode: '040000', type: 'tree', sha: data.tree.find(({ path }) => path === 'a')!.sha }],
    });
    const again = await octokit.git.getTree({ ...own, tree_sha: moved.sha, recursive: '1' });
    expect(again.data.tree.map(({ path }) => path)).toContain('data/b/c.txt');
    expect(again.data.tree.map(({ path }) => path)).not.toContain('data/ä b.csv');
    const { data: blob } = await octokit.git.getBlob({
      ...own,
      file_sha: again.data.tree.find(({ path }) => path === 'data/b/c.txt')!.sha!,
    });
    expect(Buffer.from(blob.content, 'base64').toString()).toBe('c');
  });

  test('commits are listed by path and compared with their files', async () => {
    tree.commit({ 'data/new.csv': 'a\nb\n' }, { branch: 'feature', from: 'main' });
    const tip = tree.commit({ 'README.md': null }, { branch: 'feature' });
    const { data } = await octokit.repos.compareCommitsWithBasehead({ ...own, basehead: `main...feature` });
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 2, behind_by: 0, total_commits: 2 });
    expect(data.files?.map(({ filename, status }) => `${status} ${filename}`)).toEqual([
      'removed README.md',
      'added data/new.csv',
    ]);
    const { data: touching } = await octokit.repos.listCommits({ ...own, sha: 'feature', path: 'data' });
    expect(touching).toHaveLength(2);
    const { data: commit } = await octokit.repos.getCommit({ ...own, ref: tip });
    expect(commit.files).toMatchObject([{ filename: 'README.md', deletions: 1 }]);
    expect((await octokit.repos.getBranch({ ...own, branch: 'feature' })).data.commit.sha).toBe(tip);
  });
});
