import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Example, own, refusal } from './example-repository.ts';

let example: Example;
let github: Example['github'];
let tree: Example['tree'];
let repository: Example['repository'];
let octokit: Example['octokit'];

beforeEach(async () => {
  example = await Example.start();
  ({ github, tree, repository, octokit } = example);
});

afterEach(() => example.stop());

describe('issues and comments', () => {
  test('a comment is created, found page by page, updated and deleted', async () => {
    tree.commit({ 'README.md': 'x' }, { branch: 'feature', from: 'main' });
    const pull = repository.pulls.open({ head: 'feature', author: 'ann' });
    const bodies = Array.from({ length: 7 }, (_, index) => `comment ${index}`);
    for (const body of bodies) await octokit.issues.createComment({ ...own, issue_number: pull.number, body });
    const all = await octokit.paginate(octokit.issues.listComments, { ...own, issue_number: pull.number, per_page: 3 });
    expect(all.map(({ body }) => body)).toEqual(bodies);
    expect(all[0]!.user).toMatchObject({ login: 'github-actions[bot]', id: 41898282, type: 'Bot' });
    expect(github.calls.filter(({ method }) => method === 'GET')).toHaveLength(3);
    const last = await octokit.issues.listComments({ ...own, issue_number: pull.number, per_page: 3, page: 3 });
    expect(last.headers.link).toMatch(/rel="prev".*rel="first"/);
    const { id } = all[0]!;
    await octokit.issues.updateComment({ ...own, comment_id: id, body: 'new' });
    expect((await octokit.issues.getComment({ ...own, comment_id: id })).data.body).toBe('new');
    await octokit.issues.deleteComment({ ...own, comment_id: id });
    expect((await refusal(octokit.issues.getComment({ ...own, comment_id: id }))).status).toBe(404);
  });

  test('65,536 UTF-16 units fit, one more does not', async () => {
    const { data } = await octokit.issues.create({ ...own, title: 'drift', labels: ['ml'] });
    const comment = (body: string) => octokit.issues.createComment({ ...own, issue_number: data.number, body });
    expect((await comment('é'.repeat(65_536))).status).toBe(201);
    const refused = await refusal(comment('é'.repeat(65_537)));
    expect(refused.status).toBe(422);
    expect(refused.message).toContain('Body is too long');
  });

  test('issues are created, listed by label and closed', async () => {
    const { data } = await octokit.issues.create({ ...own, title: 'drift', body: 'psi 0.4', labels: ['drift'] });
    await octokit.issues.create({ ...own, title: 'other' });
    expect((await octokit.issues.listForRepo({ ...own, labels: 'drift' })).data.map(({ title }) => title)).toEqual([
      'drift',
    ]);
    await octokit.issues.update({ ...own, issue_number: data.number, state: 'closed' });
    expect((await octokit.issues.get({ ...own, issue_number: data.number })).data).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
    });
  });
});
