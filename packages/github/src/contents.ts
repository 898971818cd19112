import { ConfigError, EvidenceError } from '@model-delivery/core';
import { statusOf } from './api-error.ts';
import type { GitHubClient, RepositoryName } from './client.ts';
import { LISTED_FILES } from './earlier-names.ts';

const MAX_BYTES = 1 << 20;

/**
 * Text of a file at a commit, through the API (a shallow checkout does not have the base commit); null when the commit has
 * no such file. A commit that the API does not show is an error, not a missing file: a gate would take it for a first policy.
 * @throws EvidenceError when the path is not a regular file of at most 1 MB, or the commit is unknown.
 */
export async function fileAt(
  client: GitHubClient,
  repository: RepositoryName,
  path: string,
  sha: string,
): Promise<string | null> {
  try {
    const { data } = await client.rest.repos.getContent({ ...repository, path: insideRepository(path), ref: sha });
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data) || data.size > MAX_BYTES) {
      throw new EvidenceError({
        code: 'BASE_FILE_UNUSABLE',
        message: `Reading ${path} at ${sha}: expected a regular file of at most ${MAX_BYTES} bytes.`,
        hint: 'Keep the configuration a plain file in the repository.',
      });
    }
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await requireCommit(client, repository, sha, path);
    return null;
  }
}

/** Dots in a path would change the address of the API call. */
function insideRepository(path: string): string {
  const parts = path.split('/');
  if (path !== '' && !parts.some((part) => part === '' || part === '.' || part === '..')) return path;
  throw new ConfigError({
    code: 'PATH_OUTSIDE',
    message: `Reading ${JSON.stringify(path.slice(0, 200))} from the repository: expected a path below its root, without "." and "..".`,
    hint: 'Keep the configuration inside the repository.',
  });
}

async function requireCommit(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
  path: string,
): Promise<void> {
  try {
    await client.rest.git.getCommit({ ...repository, commit_sha: sha });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new EvidenceError({
      code: 'BASE_COMMIT_UNKNOWN',
      message: `Reading ${path} at ${sha}: ${repository.owner}/${repository.repo} has no such commit, or the token may not see it.`,
      hint: 'Give the job `permissions: contents: read`. Without the base commit nothing is known about the policy.',
      cause: error,
    });
  }
}

/** Paths a pull request changes, at most `limit`; null when there are more (then everything counts as changed). */
export async function changedFiles(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  limit = LISTED_FILES,
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
