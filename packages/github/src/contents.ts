import { EvidenceError } from '@model-delivery/core';
import { statusOf } from './api-error.ts';
import type { GitHubClient, RepositoryName } from './client.ts';

const MAX_BYTES = 1 << 20;

/**
 * Text of a file at a commit, through the API (a shallow checkout does not have the base commit); null when the commit has
 * no such file. @throws EvidenceError when the path is not a regular file of at most 1 MB.
 */
export async function fileAt(
  client: GitHubClient,
  repository: RepositoryName,
  path: string,
  ref: string,
): Promise<string | null> {
  try {
    const { data } = await client.rest.repos.getContent({ ...repository, path, ref });
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data) || data.size > MAX_BYTES) {
      throw new EvidenceError({
        code: 'BASE_FILE_UNUSABLE',
        message: `Reading ${path} at ${ref}: expected a regular file of at most ${MAX_BYTES} bytes.`,
        hint: 'Keep the configuration a plain file in the repository.',
      });
    }
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** The name a file had before a pull request renamed it; null when the pull request does not rename it. */
export async function previousName(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  path: string,
): Promise<string | null> {
  const pages = client.paginate.iterator(client.rest.pulls.listFiles, {
    ...repository,
    pull_number: pullRequest,
    per_page: 100,
  });
  for await (const { data } of pages) {
    const file = data.find((entry) => entry.filename === path);
    if (file) return file.status === 'renamed' ? (file.previous_filename ?? null) : null;
  }
  return null;
}

/** Paths a pull request changes, at most `limit`; null when there are more (then everything counts as changed). */
export async function changedFiles(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  limit = 3000,
): Promise<string[] | null> {
  const paths: string[] = [];
  const pages = client.paginate.iterator(client.rest.pulls.listFiles, {
    ...repository,
    pull_number: pullRequest,
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const file of data) {
      paths.push(file.filename);
      if (file.previous_filename) paths.push(file.previous_filename);
    }
    if (paths.length >= limit) return null;
  }
  return paths;
}
