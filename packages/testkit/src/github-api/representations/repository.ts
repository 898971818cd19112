import { isoSeconds } from '../git/git-repository.ts';
import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { simpleUser } from './account.ts';

/** API address of something in a repository, such as `repoUrl(world, repository, 'issues/1')`. */
export function repoUrl(world: World, repository: FakeRepository, rest = ''): string {
  return `${world.apiUrl}/repos/${repository.fullName}${rest === '' ? '' : `/${rest}`}`;
}

/** Page of something in a repository. */
export function pageUrl(world: World, repository: FakeRepository, rest = ''): string {
  return `${world.serverUrl}/${repository.fullName}${rest === '' ? '' : `/${rest}`}`;
}

const URLS: Record<string, string> = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
};

/** `minimal-repository`. */
export function minimalRepository(world: World, repository: FakeRepository): JsonObject {
  const urls = Object.entries(URLS).map(([key, rest]) => [key, repoUrl(world, repository, rest)]);
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.isPrivate,
    owner: simpleUser(world, repository.owner),
    html_url: pageUrl(world, repository),
    description: null,
    fork: repository.forkOf !== undefined,
    url: repoUrl(world, repository),
    ...Object.fromEntries(urls),
  };
}

/** `full-repository`, which is also a valid `repository`. */
export function fullRepository(world: World, repository: FakeRepository): JsonObject {
  const page = pageUrl(world, repository);
  const host = new URL(world.serverUrl).host;
  const forks = [...world.repositories.values()].filter((other) => other.forkOf === repository).length;
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    ...minimalRepository(world, repository),
    git_url: `git://${host}/${repository.fullName}.git`,
    ssh_url: `git@${host}:${repository.fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    mirror_url: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: forks,
    forks,
    archived: false,
    disabled: false,
    visibility: repository.isPrivate ? 'private' : 'public',
    open_issues_count: open,
    open_issues: open,
    license: null,
    allow_forking: true,
    is_template: false,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.git.pushedAt() ?? isoSeconds(world.time()),
    subscribers_count: 0,
    network_count: forks,
  };
}
