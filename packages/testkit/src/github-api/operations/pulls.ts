import { notFound } from '../api-error.ts';
import { type ApiRequest, list, type Operations, ok, type Reply } from '../operation.ts';
import type { PullRecord } from '../records.ts';
import { diffEntry, repositoryCommit } from '../representations/commit.ts';
import { fullPull, simplePull } from '../representations/pull.ts';

function thePull({ repository, params }: ApiRequest): PullRecord {
  const pull = repository.pulls.get(Number(params.pull_number));
  if (pull === undefined) throw notFound();
  return pull;
}

/** `head` is `owner:branch`; without owner GitHub ignores the filter, and so does this. */
function listPulls(request: ApiRequest): Reply {
  const { world, repository, query } = request;
  const state = query.state ?? 'open';
  const head = query.head?.includes(':') ? query.head : undefined;
  const found = repository.pulls.list().filter((pull) => {
    const from = `${pull.head.repository.owner.login}:${pull.head.ref}`;
    return (
      (state === 'all' || pull.state === state) &&
      (head === undefined || head === from) &&
      (query.base === undefined || pull.base.ref === query.base)
    );
  });
  const key = query.sort === 'updated' ? 'updatedAt' : 'createdAt';
  found.sort((a, b) => (a[key] === b[key] ? a.number - b.number : a[key] < b[key] ? -1 : 1));
  const ascending =
    query.direction === 'asc' ||
    (query.direction === undefined && query.sort !== undefined && query.sort !== 'created');
  if (!ascending) found.reverse();
  return list(request, found, (pull) => simplePull(world, repository, pull));
}

function listFiles(request: ApiRequest): Reply {
  const { world, repository } = request;
  const pull = thePull(request);
  const { git } = repository;
  const files = git.changedFiles(git.mergeBase(pull.base.sha, pull.head.sha), pull.head.sha);
  return list(request, files, (file) => diffEntry(world, repository, pull.head.sha, file));
}

function listCommits(request: ApiRequest): Reply {
  const { world, repository } = request;
  const pull = thePull(request);
  const shas = repository.git.log(pull.head.sha, { from: pull.base.sha }).reverse();
  return list(request, shas, (sha) => repositoryCommit(world, repository, repository.git.readCommit(sha)!));
}

export const PULL_OPERATIONS: Operations = {
  'pulls/get': (request) => ok(fullPull(request.world, request.repository, thePull(request))),
  'pulls/list': listPulls,
  'pulls/list-commits': listCommits,
  'pulls/list-files': listFiles,
};
