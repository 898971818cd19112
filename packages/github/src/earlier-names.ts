import { EvidenceError } from '@model-delivery/core';
import type { GitHubClient, RepositoryName } from './client.ts';

/** What a pull request did to a path, and which files it removed. */
export interface EarlierNames {
  /** The name the file had before the pull request renamed it. */
  renamedFrom: string | null;
  removed: string[];
}

/** GitHub lists at most this many files of a pull request. */
export const LISTED_FILES = 3000;

/**
 * Reads the files of a pull request for a path that its base does not have.
 * @throws EvidenceError when the list is cut off before an answer: padding a pull request must not switch the gate off.
 */
export async function earlierNames(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: number,
  path: string,
  limit = LISTED_FILES,
): Promise<EarlierNames> {
  const files = await client.paginate(client.rest.pulls.listFiles, {
    ...repository,
    pull_number: pullRequest,
    per_page: 100,
  });
  const own = files.find((file) => file.filename === path);
  if (files.length >= limit && own?.status !== 'renamed') {
    throw new EvidenceError({
      code: 'CHANGED_FILES_INCOMPLETE',
      message: `Looking for the earlier name of ${path}: pull request #${pullRequest} changes ${limit} files or more, and GitHub lists no more than that.`,
      hint: 'Move or introduce the configuration in a pull request of its own.',
    });
  }
  return {
    renamedFrom: own?.status === 'renamed' ? (own.previous_filename ?? null) : null,
    removed: files.filter((file) => file.status === 'removed').map((file) => file.filename),
  };
}

/** Number of the pull request that a merge group's branch (`…/pr-12-<sha>`) belongs to. */
export function pullRequestOfMergeGroup(headRef: string | undefined): number | undefined {
  const match = /\/pr-(\d{1,15})-[0-9a-f]{40}$/.exec(headRef ?? '');
  return match ? Number(match[1]) : undefined;
}
