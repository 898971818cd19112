import {
  type FakeGitHub,
  type FakeRepository,
  forkBareRepository,
  openBareRepository,
  pullRequestEvent,
  pushEvent,
} from '../../github-api/index.ts';
import { payloadText } from '../payload.ts';
import type { WorkflowEvent } from '../run-context.ts';

export interface EventWorld {
  github: FakeGitHub;
  repository: FakeRepository;
  /** branch that holds the work tree */
  branch: string;
  actor: string;
  note(text: string): void;
}

/**
 * Fits a hand-written or copied event to the snapshot: its pull request is opened in the fake GitHub, so that comments and
 * checks find it, and commits and branches that the snapshot lacks are replaced by the work tree, with a note.
 */
export function completeEvent(world: EventWorld, event: WorkflowEvent): WorkflowEvent {
  if (event.name === 'pull_request') return { name: event.name, payload: openedPull(world, event.payload) };
  if (event.name === 'push') return { name: event.name, payload: pushed(world, event.payload) };
  return event;
}

/** The branch, made from the work tree when the snapshot does not have it. */
function ensureBranch(world: EventWorld, name: string): string {
  const { git } = world.repository;
  if (git.readRef(`refs/heads/${name}`) === undefined) {
    world.note(`the repository has no branch ${name}: the work tree stands in for it\n`);
    git.setRef(`refs/heads/${name}`, git.resolveCommit(world.branch)!);
  }
  return name;
}

/** The fork a pull request comes from; another repository name in `head.repo` makes one. */
function forkOf(world: EventWorld, payload: Record<string, unknown>): FakeRepository | undefined {
  const { github, repository } = world;
  const name = payloadText(payload, 'pull_request.head.repo.full_name');
  if (name === undefined || name === repository.fullName) return undefined;
  const [owner = '', fork = ''] = name.split('/');
  const tree = forkBareRepository(openBareRepository(repository.git.directory), `${repository.git.directory}.fork`);
  return github.addRepository({ owner, name: fork, gitDirectory: tree.gitDirectory, forkOf: repository });
}

function openedPull(world: EventWorld, payload: Record<string, unknown>): Record<string, unknown> {
  const { github, repository } = world;
  const head = ensureBranch(world, payloadText(payload, 'pull_request.head.ref') ?? world.branch);
  const base = ensureBranch(world, payloadText(payload, 'pull_request.base.ref') ?? repository.defaultBranch);
  const from = forkOf(world, payload);
  const title = payloadText(payload, 'pull_request.title');
  const author = payloadText(payload, 'pull_request.user.login') ?? world.actor;
  const pull = repository.pulls.open({ head, base, author, ...(title ? { title } : {}), ...(from ? { from } : {}) });
  const action = (payloadText(payload, 'action') ?? 'opened') as 'opened';
  return pullRequestEvent(github, repository, pull.number, action);
}

function pushed(world: EventWorld, payload: Record<string, unknown>): Record<string, unknown> {
  const { github, repository, actor } = world;
  const known = (sha: string | undefined) =>
    sha !== undefined && repository.git.objectType(sha) === 'commit' ? sha : undefined;
  const ref = payloadText(payload, 'ref') ?? `refs/heads/${world.branch}`;
  const told = payloadText(payload, 'after');
  const after = known(told) ?? repository.git.readRef(ref)?.sha ?? repository.git.resolveCommit(world.branch)!;
  if (told !== undefined && told !== after)
    world.note(`the repository has no commit ${told}: ${after} stands in for it\n`);
  const before = known(payloadText(payload, 'before')) ?? repository.git.readCommit(after)?.parents[0];
  const pusher = payloadText(payload, 'pusher.name') ?? actor;
  return pushEvent(github, repository, { ref, after, pusher, ...(before ? { before } : {}) });
}
