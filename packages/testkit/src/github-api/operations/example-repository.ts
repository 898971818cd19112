import { Octokit } from '@octokit/rest';
import { FakeGitHub } from '../fake-github.ts';
import { createBareRepository, type WorkingTree } from '../git/scratch-repository.ts';
import type { FakeRepository } from '../repository.ts';
import type { TokenRequest } from '../tokens.ts';

const CI = `name: ci
on:
  push:
  workflow_dispatch:
    inputs:
      reason: { required: true }
      data: { type: choice, options: [sample, full], default: sample }
`;

/** The time that the clock of {@link Example} stands at. */
export const NOW = '2026-11-21T10:00:00Z';
export const own = { owner: 'acme', repo: 'churn' };
export const WRITE_ALL: TokenRequest = { repository: 'acme/churn', permissions: 'write-all', event: 'push' };

/** One fake GitHub with the repository acme/churn, for the tests of the operations. */
export class Example {
  readonly github: FakeGitHub;
  readonly tree: WorkingTree;
  readonly repository: FakeRepository;
  /** Its first commit. */
  readonly first: string;
  /** A client whose token may do everything. */
  readonly octokit: Octokit;

  private constructor(github: FakeGitHub) {
    this.github = github;
    this.tree = createBareRepository();
    this.first = this.tree.commit({
      'README.md': '# churn\n',
      'data/ä b.csv': 'x\n1\n',
      '.github/workflows/ci.yml': CI,
    });
    const { gitDirectory } = this.tree;
    const collaborators = { ann: 'maintain' } as const;
    this.repository = github.addRepository({ owner: 'acme', name: 'churn', gitDirectory, collaborators });
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    this.octokit = new Octokit({ auth: github.issueToken(WRITE_ALL), baseUrl: github.apiUrl, log });
  }

  static async start(): Promise<Example> {
    return new Example(await FakeGitHub.start({ clock: () => new Date(NOW) }));
  }

  /** Ends it; throws when a request or an answer broke the contract. */
  async stop(): Promise<void> {
    await this.github.stop();
    this.tree.remove();
    this.github.assertClean();
  }
}

/** How a request was refused; throws when it was not. */
export async function refusal(promise: Promise<unknown>): Promise<{ status: number; message: string }> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown as { status: number; message: string },
  );
  if (error === undefined) throw new Error('the request was not refused');
  return { status: error.status, message: error.message };
}
