import { afterMarker, parseMarker, renderMarker } from '@model-delivery/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { own, rejection, Scene } from '../testing/fake-repository.ts';
import type { GitHubClient } from './client.ts';
import { type CommentOutcome, findReportComment, writeReportComment } from './comments.ts';
import { currentViewer } from './viewer.ts';

const BOT = 'github-actions[bot]';
let scene: Scene;
let pull: number;

beforeEach(async () => {
  scene = await Scene.start();
  pull = scene.openPull().number;
});
afterEach(() => scene.end());

const body = (text: string, runNumber = 1, attempt = 1, model = 'churn') =>
  `${renderMarker({ key: model, sequence: { run: runNumber, attempt } })}\n${text}\n`;

/** What post-report does: who are we, which comment is ours, bring it up to date. */
async function report(text: string, client: GitHubClient = scene.client(), model = 'churn'): Promise<CommentOutcome> {
  const present = await findReportComment(client, own, pull, model, await currentViewer(client));
  return writeReportComment(client, own, pull, present, text);
}

const stored = () => [...scene.repository.comments.values()];

describe('one comment per model and pull request', () => {
  test('created, then updated in place, then left alone while nothing changed', async () => {
    const first = await report(body('fail', 1));
    expect(first.action).toBe('created');
    expect(await report(body('pass', 2))).toEqual({ action: 'updated', url: first.url });
    expect(await report(body('pass', 3))).toEqual({ action: 'unchanged', url: first.url });
    expect(stored().map((comment) => comment.body)).toEqual([body('pass', 2)]);
    expect(scene.operations().filter((id) => id === 'issues/update-comment')).toHaveLength(1);
  });

  test('a second model gets its own', async () => {
    await report(body('a'));
    await report(body('b', 1, 1, 'price'), scene.client(), 'price');
    expect(stored()).toHaveLength(2);
  });

  test('it is found behind more than a hundred others, page by page', async () => {
    for (let i = 0; i < 230; i++) scene.repository.addComment(pull, 'ann', `comment ${i}`);
    const ours = scene.repository.addComment(pull, BOT, body('old'));
    for (let i = 0; i < 5; i++) scene.repository.addComment(pull, 'ann', `later ${i}`);
    expect((await report(body('new', 2))).action).toBe('updated');
    expect(scene.repository.comments.get(ours.id)?.body).toBe(body('new', 2));
    expect(scene.operations().filter((id) => id === 'issues/list-comments')).toHaveLength(3);
  });

  test('line ends that GitHub normalised are no change', async () => {
    scene.repository.addComment(pull, BOT, body('a\nb').replaceAll('\n', '\r\n'));
    expect((await report(body('a\nb', 2))).action).toBe('unchanged');
  });
});

describe('a newer verdict is never overwritten', () => {
  test.each([
    ['an earlier run', body('late', 11, 9)],
    ['an earlier attempt of the same run', body('late', 12, 1)],
  ])('%s writes nothing', async (_, text) => {
    const ours = scene.repository.addComment(pull, BOT, body('newest', 12, 2));
    expect((await report(text)).action).toBe('stale');
    expect(scene.repository.comments.get(ours.id)?.body).toBe(body('newest', 12, 2));
    expect(stored()).toHaveLength(1);
  });

  test('run numbers are compared as numbers', async () => {
    scene.repository.addComment(pull, BOT, body('ninth', 9));
    expect((await report(body('tenth', 10))).action).toBe('updated');
  });
});

describe('someone else’s comment is never ours', () => {
  test.each([
    ['a person with our marker', 'ann', body('APPROVED')],
    ['a person called like the bot', 'github-actions', body('APPROVED')],
    ['another bot with our marker', 'other[bot]', body('APPROVED')],
    ['our own comment with the marker further down', BOT, `hello\n${body('x')}`],
    ['our own comment with a blank before the marker', BOT, ` ${body('x')}`],
    ['the marker of another model', BOT, body('x', 1, 1, 'churn-2')],
    ['the marker of another version', BOT, body('x').replace(':v1', ':v2')],
  ])('%s', async (_, author, text) => {
    const other = scene.repository.addComment(pull, author, text);
    expect((await report(body('ours'))).action).toBe('created');
    expect(scene.repository.comments.get(other.id)?.body).toBe(text);
  });

  test('the comment of an App is found by that App only', async () => {
    const app = scene.client({ bot: 'acme-ml[bot]' });
    await report(body('app'), app);
    await report(body('job'));
    expect((await report(body('app 2', 2), app)).action).toBe('updated');
    expect(stored().map(({ author }) => author)).toEqual(['acme-ml[bot]', BOT]);
  });

  test('of two of ours the oldest stays the one', async () => {
    scene.repository.addComment(pull, BOT, body('first'));
    scene.repository.addComment(pull, BOT, body('second'));
    await report(body('new', 2));
    expect(stored().map((comment) => comment.body)).toEqual([body('new', 2), body('second')]);
  });
});

describe('when the API has a bad day', () => {
  test('a create whose answer was lost is not repeated blindly', async () => {
    const client = scene.client();
    const present = await findReportComment(client, own, pull, 'churn', await currentViewer(client));
    scene.github.faults.badGateway({ operation: 'issues/create-comment' });
    // GitHub carried it out, and only the answer was lost.
    scene.repository.addComment(pull, BOT, body('once'));
    expect((await writeReportComment(client, own, pull, present, body('once'))).action).toBe('created');
    expect(stored()).toHaveLength(1);
  });

  test('a create that did not happen is sent again', async () => {
    scene.github.faults.badGateway({ operation: 'issues/create-comment' });
    expect((await report(body('once'))).action).toBe('created');
    expect(stored()).toHaveLength(1);
  });

  test('a comment deleted in between is created anew', async () => {
    const client = scene.client();
    await report(body('old'), client);
    const present = await findReportComment(client, own, pull, 'churn', await currentViewer(client));
    scene.repository.comments.clear();
    expect((await writeReportComment(client, own, pull, present, body('new', 2))).action).toBe('created');
  });

  test('a body that GitHub refuses is one clear error', async () => {
    const error = await rejection(report(body('x'.repeat(66_000))));
    expect(error).toMatchObject({ code: 'GITHUB_API_FAILED', exitCode: 5, retryable: false, attempts: 1 });
    expect(error.message).toContain(`POST /repos/acme/churn/issues/${pull}/comments: HTTP 422`);
    expect(error.message).toContain('Body is too long');
  });

  test('a body without marker is a bug of ours', async () => {
    expect(await rejection(report('hello'))).toMatchObject({ code: 'COMMENT_WITHOUT_MARKER', exitCode: 70 });
  });
});

test('the token of a fork: the permission block and the recipe', async () => {
  const error = await rejection(report(body('x'), scene.client({ event: 'pull_request', fork: true })));
  expect(error).toMatchObject({ code: 'PERMISSION_DENIED', name: 'PermissionError', exitCode: 5 });
  expect(error.hint).toContain('permissions:\n    contents: read\n    pull-requests: write\n');
  expect(error.hint).toContain('ml-report.yml');
  expect(stored()).toEqual([]);
});

describe('marker', () => {
  test.each([
    ['<!-- model-delivery:v1 key=churn seq=17.2 -->', { key: 'churn', sequence: { run: 17, attempt: 2 } }],
    ['<!-- model-delivery:v1 key=a.b_c-1 seq=1.1 -->\r\nx', { key: 'a.b_c-1', sequence: { run: 1, attempt: 1 } }],
    ['<!-- model-delivery:v1 key=churn seq=17 -->', null],
    ['<!-- model-delivery:v1 key=Churn seq=1.1 -->', null],
    ['<!-- model-delivery:v1 key=churn seq=1.1 --> x', null],
    ['\ufeff<!-- model-delivery:v1 key=churn seq=1.1 -->', null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(parseMarker(text)).toEqual(expected);
  });

  test('the body after it', () => {
    expect(afterMarker('marker\nbody\r\nmore\n\n')).toBe('body\nmore');
    expect(afterMarker('marker')).toBe('');
  });
});
