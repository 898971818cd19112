import { ApiError, notFound, unprocessable } from '../api-error.ts';
import { type ApiRequest, bodyOf, list, noContent, type Operations, ok, type Reply } from '../operation.ts';
import { simpleUser } from '../representations/account.ts';
import { diffEntry, repositoryCommit } from '../representations/commit.ts';
import { simplePull } from '../representations/pull.ts';
import { release } from '../representations/release.ts';
import { fullRepository, pageUrl, repoUrl } from '../representations/repository.ts';

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');

function commitOf(request: ApiRequest, name: string): string {
  const sha = request.repository.git.resolveCommit(name);
  if (sha === undefined) throw unprocessable(`No commit found for SHA: ${name}`);
  return sha;
}

function getCommit(request: ApiRequest): Reply {
  const { world, repository, params, headers } = request;
  const sha = commitOf(request, params.ref!);
  if (/application\/vnd\.github(\.v3)?\.sha/.test(headers.accept ?? '')) {
    return {
      status: 200,
      raw: Buffer.from(sha),
      headers: { 'content-type': 'application/vnd.github.sha; charset=utf-8' },
    };
  }
  const commit = repository.git.readCommit(sha)!;
  return ok(repositoryCommit(world, repository, commit, repository.git.changedFiles(commit.parents[0], sha)));
}

function listCommits(request: ApiRequest): Reply {
  const { world, repository, query } = request;
  const tip = commitOf(request, query.sha ?? repository.defaultBranch);
  const shas = repository.git.log(tip, query.path === undefined ? {} : { path: query.path });
  const commits = shas
    .map((sha) => repository.git.readCommit(sha)!)
    .filter(({ committer, author }) => {
      const time = Date.parse(committer.date);
      const after = query.since === undefined || time >= Date.parse(query.since);
      const before = query.until === undefined || time <= Date.parse(query.until);
      const by = query.author;
      return after && before && (by === undefined || author.name === by || author.email === by);
    });
  return list(request, commits, (commit) => repositoryCommit(world, repository, commit));
}

function compare(request: ApiRequest): Reply {
  const { world, repository, params } = request;
  const { git } = repository;
  const [baseName, headName] = params.basehead!.split('...') as [string, string | undefined];
  const [base, head] = [git.resolveCommit(baseName), git.resolveCommit(headName ?? '')];
  const mergeBase = base === undefined || head === undefined ? undefined : git.mergeBase(base, head);
  if (base === undefined || head === undefined || mergeBase === undefined) throw notFound();
  const ahead = git.log(head, { from: base }).reverse();
  const behind = git.log(base, { from: head }).length;
  const shown = (sha: string) => repositoryCommit(world, repository, git.readCommit(sha)!);
  const page = pageUrl(world, repository, `compare/${base}...${head}`);
  const status = behind > 0 ? (ahead.length > 0 ? 'diverged' : 'behind') : ahead.length > 0 ? 'ahead' : 'identical';
  return ok({
    url: repoUrl(world, repository, `compare/${params.basehead}`),
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: shown(base),
    merge_base_commit: shown(mergeBase),
    status,
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.slice(0, 250).map(shown),
    files: git.changedFiles(mergeBase, head).map((file) => diffEntry(world, repository, head, file)),
  });
}

/** Pull requests that hold the commit: of this repository only, so a fork's commit finds none until it is merged. */
function pullsOfCommit(request: ApiRequest): Reply {
  const { world, repository, params } = request;
  const sha = commitOf(request, params.commit_sha!);
  const found = repository.pulls.list().filter((pull) => {
    const { git } = repository;
    if (pull.mergedAt !== null) {
      return pull.mergeCommitSha === sha || git.log(pull.head.sha, { from: pull.base.sha }).includes(sha);
    }
    return pull.head.repository === repository && git.log(pull.head.sha, { from: pull.base.sha }).includes(sha);
  });
  return list(request, found.reverse(), (pull) => simplePull(world, repository, pull));
}

function getBranch(request: ApiRequest): Reply {
  const { world, repository, params } = request;
  const name = params.branch!;
  const found = repository.git.readRef(`refs/heads/${name}`);
  if (found === undefined) throw new ApiError(404, 'Branch not found');
  const url = repoUrl(world, repository, `branches/${encodePath(name)}`);
  return ok({
    name,
    commit: repositoryCommit(world, repository, repository.git.readCommit(found.sha)!),
    _links: { self: url, html: pageUrl(world, repository, `tree/${encodePath(name)}`) },
    protected: false,
    protection: { enabled: false },
    protection_url: `${url}/protection`,
  });
}

/** `permission` knows four words; `role_name` tells maintain and triage apart. */
function collaboratorPermission(request: ApiRequest): Reply {
  const { world, repository, params } = request;
  const account = world.accounts.find(params.username!);
  if (account === undefined) throw new ApiError(404, `${params.username} is not a user`);
  const role = repository.permissionOf(account.login);
  const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
  return ok({ permission, role_name: role, user: { ...simpleUser(world, account), role_name: role } });
}

function dispatchEvent(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  type Body = { event_type: string; client_payload?: Record<string, unknown> };
  const { event_type: type, client_payload: payload = {} } = bodyOf<Body>(request);
  world.emit({ name: 'repository_dispatch', repository, type, payload, actor: grant.login });
  return noContent();
}

function releases({ repository }: ApiRequest) {
  return [...repository.releases].reverse();
}

function oneRelease(
  request: ApiRequest,
  accept: (found: { tagName: string; draft: boolean; prerelease: boolean }) => boolean,
): Reply {
  const found = releases(request).find(accept);
  if (found === undefined) throw notFound();
  return ok(release(request.world, request.repository, found));
}

export const REPOSITORY_OPERATIONS: Operations = {
  'repos/compare-commits-with-basehead': compare,
  'repos/create-dispatch-event': dispatchEvent,
  'repos/get': ({ world, repository }) => ok(fullRepository(world, repository)),
  'repos/get-branch': getBranch,
  'repos/get-collaborator-permission-level': collaboratorPermission,
  'repos/get-commit': getCommit,
  'repos/get-latest-release': (request) => oneRelease(request, (found) => !found.draft && !found.prerelease),
  'repos/get-release-by-tag': (request) =>
    oneRelease(request, (found) => !found.draft && found.tagName === request.params.tag),
  'repos/list-commits': listCommits,
  'repos/list-pull-requests-associated-with-commit': pullsOfCommit,
  'repos/list-releases': (request) =>
    list(request, releases(request), (found) => release(request.world, request.repository, found)),
};
