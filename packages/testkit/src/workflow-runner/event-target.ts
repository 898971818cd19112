import { ConfigError } from '@model-delivery/core';
import { payloadText, payloadValue } from './payload.ts';
import { gitOf, type RepositoryMap, type RunnerRepository, requireCommit } from './repositories.ts';
import type { EventTarget, WorkflowEvent } from './run-context.ts';

/** Events that run on the newest commit of the default branch. */
const ON_DEFAULT_BRANCH = [
  'schedule',
  'workflow_run',
  'issue_comment',
  'issues',
  'repository_dispatch',
  'pull_request_target',
  'check_run',
  'check_suite',
  'deployment',
  'deployment_status',
  'status',
];
const NO_COMMIT = '0'.repeat(40);

/** What the event points at. Missing parts of a hand-written payload are taken from the repository. */
export function resolveTarget(repository: RunnerRepository, event: WorkflowEvent, clones: RepositoryMap): EventTarget {
  switch (event.name) {
    case 'push':
      return pushTarget(repository, event);
    case 'pull_request':
      return pullRequestTarget(repository, event, clones);
    case 'workflow_dispatch':
      return refTarget(repository, payloadText(event.payload, 'ref') ?? repository.defaultBranch);
    case 'release':
      return refTarget(repository, `refs/tags/${payloadText(event.payload, 'release.tag_name') ?? ''}`);
    default:
      if (ON_DEFAULT_BRANCH.includes(event.name)) return refTarget(repository, repository.defaultBranch);
      throw new ConfigError({
        code: 'WORKFLOW_NOT_SUPPORTED',
        message: `not supported: event ${event.name}`,
        hint: `Supported: push, pull_request, workflow_dispatch, release, ${ON_DEFAULT_BRANCH.join(', ')}.`,
      });
  }
}

function target(repository: RunnerRepository, sha: string, ref: string): EventTarget {
  return {
    sha,
    ref,
    headRef: '',
    baseRef: '',
    workflowSha: sha,
    headSha: sha,
    headBranch: /^refs\/(?:heads|tags)\/(.+)$/.exec(ref)?.[1] ?? null,
    headRepository: repository.name,
    fork: false,
    pullRequestNumber: undefined,
  };
}

function refTarget(repository: RunnerRepository, name: string): EventTarget {
  const git = gitOf(repository);
  const candidates = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  const ref = candidates.find((candidate) => git.readRef(candidate)) ?? candidates[0] ?? name;
  return target(repository, requireCommit(repository, ref), ref);
}

function pushTarget(repository: RunnerRepository, event: WorkflowEvent): EventTarget {
  const ref = payloadText(event.payload, 'ref') ?? `refs/heads/${repository.defaultBranch}`;
  const after = payloadText(event.payload, 'after');
  return target(repository, requireCommit(repository, after && after !== NO_COMMIT ? after : ref), ref);
}

/** Commit of the newest state of the pull request's base branch merged with its head; made when GitHub's is not there. */
function mergeCommit(repository: RunnerRepository, number: number, baseSha: string, headSha: string): string {
  const git = gitOf(repository);
  const ref = `refs/pull/${number}/merge`;
  const known = git.readRef(ref)?.sha;
  const parents = known === undefined ? [] : (git.readCommit(known)?.parents ?? []);
  if (known !== undefined && parents[0] === baseSha && parents[1] === headSha) return known;
  const tree = git.mergedTree(baseSha, headSha);
  if (tree === undefined) {
    throw new ConfigError({
      code: 'WORKFLOW_MERGE_CONFLICT',
      message: `pull request ${number} conflicts with its base; GitHub starts no pull_request workflow for it`,
      hint: 'Merge the base branch into the head branch first.',
    });
  }
  const head = git.readCommit(headSha)!;
  const signature = { ...head.committer, name: 'GitHub', email: 'noreply@github.com' };
  const message = `Merge ${headSha} into ${baseSha}`;
  const sha = git.writeCommit({
    tree,
    parents: [baseSha, headSha],
    message,
    author: head.author,
    committer: signature,
  });
  git.setRef(ref, sha);
  return sha;
}

/** The head commit, fetched from the fork's clone when this repository does not have it yet. */
function pullHead(
  repository: RunnerRepository,
  headSha: string,
  number: number,
  headRepository: string,
  clones: RepositoryMap,
): string {
  const git = gitOf(repository);
  const clone = clones[headRepository];
  if (git.objectType(headSha) === undefined && clone !== undefined) {
    git.fetch(
      gitOf({ name: headRepository, gitDirectory: clone, defaultBranch: '' }),
      headSha,
      `refs/pull/${number}/head`,
    );
  }
  return requireCommit(repository, headSha);
}

function pullRequestTarget(repository: RunnerRepository, event: WorkflowEvent, clones: RepositoryMap): EventTarget {
  const number = Number(payloadValue(event.payload, 'pull_request.number') ?? payloadValue(event.payload, 'number'));
  const baseRef = payloadText(event.payload, 'pull_request.base.ref') ?? repository.defaultBranch;
  const headRef = payloadText(event.payload, 'pull_request.head.ref');
  if (!Number.isInteger(number) || headRef === undefined) {
    throw new ConfigError({
      code: 'WORKFLOW_EVENT_INCOMPLETE',
      message: 'the pull_request event lacks pull_request.number or pull_request.head.ref',
      hint: 'Give at least {"pull_request": {"number": 1, "head": {"ref": "branch"}, "base": {"ref": "main"}}}.',
    });
  }
  const headRepository = payloadText(event.payload, 'pull_request.head.repo.full_name') ?? repository.name;
  const headName = payloadText(event.payload, 'pull_request.head.sha') ?? `refs/heads/${headRef}`;
  const headSha = pullHead(repository, headName, number, headRepository, clones);
  gitOf(repository).setRef(`refs/pull/${number}/head`, headSha);
  const sha = mergeCommit(repository, number, requireCommit(repository, `refs/heads/${baseRef}`), headSha);
  return {
    ...target(repository, sha, `refs/pull/${number}/merge`),
    headRef,
    baseRef,
    headSha,
    headBranch: headRef,
    headRepository,
    // Dependabot's pull requests are treated like those of forks.
    fork:
      headRepository !== repository.name || payloadText(event.payload, 'pull_request.user.login') === 'dependabot[bot]',
    pullRequestNumber: number,
  };
}

/** Paths the event changes, for `paths` filters: two-dot for pushes, three-dot for pull requests. */
export function changedPaths(repository: RunnerRepository, event: WorkflowEvent, eventTarget: EventTarget): string[] {
  const git = gitOf(repository);
  const from = (): string | undefined => {
    if (event.name !== 'push')
      return git.mergeBase(requireCommit(repository, `refs/heads/${eventTarget.baseRef}`), eventTarget.headSha);
    const before = payloadText(event.payload, 'before');
    if (before && before !== NO_COMMIT) return before;
    return git.readCommit(eventTarget.sha)?.parents[0];
  };
  const to = event.name === 'push' ? eventTarget.sha : eventTarget.headSha;
  return git
    .changedFiles(from(), to)
    .flatMap((file) => [file.path, ...(file.previousPath === undefined ? [] : [file.previousPath])]);
}
