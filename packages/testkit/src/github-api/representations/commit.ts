import type { CommitObject, Signature } from '../git/commit-object.ts';
import type { ChangedFile } from '../git/diff.ts';
import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { simpleUser } from './account.ts';
import { pageUrl, repoUrl } from './repository.ts';

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** The account a noreply address belongs to; git itself knows names and addresses only. */
function accountOf(world: World, who: Signature): JsonObject | null {
  const login = /^\d+\+(.+)@users\.noreply\.github\.com$/.exec(who.email)?.[1];
  const account = login === undefined ? undefined : world.accounts.find(login);
  return account === undefined ? null : simpleUser(world, account);
}

/** `git-commit`, of the git data API. */
export function gitCommit(world: World, repository: FakeRepository, commit: CommitObject): JsonObject {
  const url = (sha: string) => repoUrl(world, repository, `git/commits/${sha}`);
  const page = (sha: string) => pageUrl(world, repository, `commit/${sha}`);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: url(commit.sha),
    html_url: page(commit.sha),
    author: { ...commit.author },
    committer: { ...commit.committer },
    tree: { sha: commit.tree, url: repoUrl(world, repository, `git/trees/${commit.tree}`) },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: url(sha), html_url: page(sha) })),
    verification: UNSIGNED,
  };
}

/** `commit`, of the repository API; `files` only where one commit was asked for. */
export function repositoryCommit(
  world: World,
  repository: FakeRepository,
  commit: CommitObject,
  files?: ChangedFile[],
): JsonObject {
  const url = repoUrl(world, repository, `commits/${commit.sha}`);
  const parent = (sha: string) => ({
    sha,
    url: repoUrl(world, repository, `commits/${sha}`),
    html_url: pageUrl(world, repository, `commit/${sha}`),
  });
  const sum = (key: 'additions' | 'deletions') => (files ?? []).reduce((total, file) => total + file[key], 0);
  const stats = {
    additions: sum('additions'),
    deletions: sum('deletions'),
    total: sum('additions') + sum('deletions'),
  };
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url,
    html_url: pageUrl(world, repository, `commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    commit: {
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      tree: { sha: commit.tree, url: repoUrl(world, repository, `git/trees/${commit.tree}`) },
      url: repoUrl(world, repository, `git/commits/${commit.sha}`),
      comment_count: 0,
      verification: UNSIGNED,
    },
    author: accountOf(world, commit.author),
    committer: accountOf(world, commit.committer),
    parents: commit.parents.map(parent),
    ...(files === undefined
      ? {}
      : { stats, files: files.map((file) => diffEntry(world, repository, commit.sha, file)) }),
  };
}

/** `diff-entry`: one changed file as seen from commit `sha`. */
export function diffEntry(world: World, repository: FakeRepository, sha: string, file: ChangedFile): JsonObject {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: pageUrl(world, repository, `blob/${sha}/${path}`),
    raw_url: pageUrl(world, repository, `raw/${sha}/${path}`),
    contents_url: repoUrl(world, repository, `contents/${path}?ref=${sha}`),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

/** `simple-commit`, as workflow runs carry it. */
export function simpleCommit(commit: CommitObject): JsonObject {
  const who = ({ name, email }: Signature) => ({ name, email });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: who(commit.author),
    committer: who(commit.committer),
  };
}
