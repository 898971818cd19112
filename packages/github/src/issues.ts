import { mayHaveHappened } from './api-error.ts';
import type { GitHubClient, RepositoryName } from './client.ts';
import type { Viewer } from './viewer.ts';

/** An issue of ours. */
export interface IssueFacts {
  number: number;
  url: string;
  open: boolean;
  closedAt: string | null;
  title: string;
  body: string;
}

interface IssueAnswer {
  number: number;
  html_url: string;
  state: string;
  closed_at: string | null;
  title: string;
  body?: string | null;
}

const facts = (issue: IssueAnswer): IssueFacts => ({
  number: issue.number,
  url: issue.html_url,
  open: issue.state === 'open',
  closedAt: issue.closed_at,
  title: issue.title,
  body: issue.body ?? '',
});

/** An issue by number; null when it was deleted or moved away. */
export async function issueByNumber(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<IssueFacts | null> {
  try {
    const { data } = await client.rest.issues.get({ ...repository, issue_number: number });
    return facts(data);
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status === 404 || status === 410) return null;
    throw error;
  }
}

/** The open issue whose body begins with `marker` and that we wrote; the oldest, so that a copy never takes over. */
export async function findOpenIssue(
  client: GitHubClient,
  repository: RepositoryName,
  marker: string,
  viewer: Viewer,
): Promise<IssueFacts | null> {
  const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
    ...repository,
    state: 'open',
    sort: 'created',
    direction: 'asc',
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const issue of data) {
      if (issue.pull_request || !(issue.body ?? '').startsWith(marker) || !viewer.wrote(issue.user)) continue;
      return facts(issue);
    }
  }
  return null;
}

/**
 * Opens an issue, or brings the open one with the same marker up to date. Nothing is written when nothing changed.
 * @param body begins with the marker.
 */
export async function writeIssue(
  client: GitHubClient,
  repository: RepositoryName,
  viewer: Viewer,
  content: { marker: string; title: string; body: string },
): Promise<IssueFacts> {
  const { marker, title, body } = content;
  const present = await findOpenIssue(client, repository, marker, viewer);
  if (present !== null) {
    if (present.body === body && present.title === title) return present;
    const { data } = await client.rest.issues.update({ ...repository, issue_number: present.number, title, body });
    return facts(data);
  }
  try {
    const { data } = await client.rest.issues.create({ ...repository, title, body });
    return facts(data);
  } catch (error) {
    if (!mayHaveHappened(error)) throw error;
    const created = await findOpenIssue(client, repository, marker, viewer);
    if (created === null) throw error;
    return created;
  }
}
