import { afterMarker, compareSequences, InternalError, parseMarker, type Sequence } from '@model-delivery/core';
import { mayHaveHappened, statusOf } from './api-error.ts';
import type { GitHubClient, RepositoryName } from './client.ts';
import type { Viewer } from './viewer.ts';

/** One of our comments as it stands on a pull request. */
export interface ReportComment {
  id: number;
  url: string;
  body: string;
  sequence: Sequence;
}

/** What happened to the comment. `stale` and `unchanged` write nothing. */
export interface CommentOutcome {
  action: 'created' | 'updated' | 'unchanged' | 'stale';
  url: string;
}

/**
 * The report comment of a model on a pull request: the marker is its first line and we are its author. Reads every page:
 * a busy pull request has hundreds. The oldest match wins, so that a duplicate made by hand never takes over.
 */
export async function findReportComment(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  model: string,
  viewer: Viewer,
): Promise<ReportComment | null> {
  const pages = client.paginate.iterator(client.rest.issues.listComments, {
    ...repository,
    issue_number: pullRequest,
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const comment of data) {
      const marker = parseMarker(comment.body ?? '');
      if (!marker || marker.key !== model || !viewer.wrote(comment.user)) continue;
      return { id: comment.id, url: comment.html_url, body: comment.body ?? '', sequence: marker.sequence };
    }
  }
  return null;
}

/**
 * Creates the comment, or brings the present one up to date; never lets an older run overwrite a newer verdict.
 * @param options.afterMerge the run is one of the merged commit: it follows every run of the pull request, although another
 *   workflow counts its runs from another number
 */
export async function writeReportComment(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  present: ReportComment | null,
  body: string,
  options: { afterMerge?: boolean } = {},
): Promise<CommentOutcome> {
  const marker = parseMarker(body);
  if (!marker) {
    throw new InternalError({
      code: 'COMMENT_WITHOUT_MARKER',
      message:
        'A report comment was to be written whose body does not begin with its marker; it would never be found again.',
    });
  }
  if (present === null) return create(client, repository, pullRequest, body);
  const older = !options.afterMerge && compareSequences(marker.sequence, present.sequence) < 0;
  if (older) return { action: 'stale', url: present.url };
  if (afterMarker(body) === afterMarker(present.body)) return { action: 'unchanged', url: present.url };
  try {
    const { data } = await client.rest.issues.updateComment({ ...repository, comment_id: present.id, body });
    return { action: 'updated', url: data.html_url };
  } catch (error) {
    // Somebody deleted it between our reading and our writing.
    if (statusOf(error) === 404) return create(client, repository, pullRequest, body);
    throw error;
  }
}

/**
 * Creates a comment once. After a failure that may hide a success the body is looked for before it is sent again: its marker
 * carries our run, so that nobody else has written the same.
 */
async function create(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  body: string,
): Promise<CommentOutcome> {
  const post = async (): Promise<CommentOutcome> => {
    const { data } = await client.rest.issues.createComment({ ...repository, issue_number: pullRequest, body });
    return { action: 'created', url: data.html_url };
  };
  try {
    return await post();
  } catch (error) {
    if (!mayHaveHappened(error)) throw error;
    const url = await urlOfBody(client, repository, pullRequest, body);
    return url === null ? post() : { action: 'created', url };
  }
}

async function urlOfBody(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  body: string,
): Promise<string | null> {
  const comments = await client.paginate(client.rest.issues.listComments, {
    ...repository,
    issue_number: pullRequest,
    per_page: 100,
  });
  return comments.find((comment) => comment.body === body)?.html_url ?? null;
}
