import {
  createBareRepository,
  FakeGitHub,
  type FakeGitHubOptions,
  type FakeRepository,
  type WorkingTree,
} from '@model-delivery/testkit';
import { type ClientOptions, createClient, type GitHubClient } from '../src/client.ts';

export const NOW = '2026-11-21T10:00:00Z';
export const own = { owner: 'acme', repo: 'churn' };
const FULL_NAME = 'acme/churn';

type TokenRequest = Parameters<FakeGitHub['issueToken']>[0];

/** What the README tells users to grant for a report. */
const REPORT_PERMISSIONS = { contents: 'read', 'pull-requests': 'write', checks: 'write', actions: 'read' };

/** A fake GitHub with one repository, and clients whose waiting is recorded instead of done. */
export class Scene {
  readonly github: FakeGitHub;
  readonly tree: WorkingTree;
  readonly repository: FakeRepository;
  /** First commit of `main`. */
  readonly first: string;
  /** Milliseconds that clients were told to wait. */
  readonly waits: number[] = [];
  readonly log: string[] = [];

  private constructor(github: FakeGitHub) {
    this.github = github;
    this.tree = createBareRepository();
    this.first = this.tree.commit({ 'README.md': '# churn\n' });
    this.repository = github.addRepository({ ...own, name: own.repo, gitDirectory: this.tree.gitDirectory });
  }

  static async start(options: FakeGitHubOptions = {}): Promise<Scene> {
    return new Scene(await FakeGitHub.start({ clock: () => new Date(NOW), ...options }));
  }

  /** Ends the scene; throws when a request or an answer broke GitHub's description of its API. */
  async end(): Promise<void> {
    await this.github.stop();
    this.github.assertClean();
  }

  client(token: Partial<TokenRequest> = {}, options: Partial<ClientOptions> = {}): GitHubClient {
    return createClient({
      token: this.github.issueToken({
        repository: FULL_NAME,
        permissions: REPORT_PERMISSIONS,
        event: 'push',
        ...token,
      }),
      apiUrl: this.github.apiUrl,
      graphqlUrl: this.github.graphqlUrl,
      now: () => Date.parse(NOW),
      sleep: async (ms) => void this.waits.push(ms),
      log: (line) => this.log.push(line),
      ...options,
    });
  }

  /** An open pull request of a branch with one more file. */
  openPull(
    branch = 'feature',
    files: Record<string, string | null> = { 'data.csv': 'x\n' },
  ): { number: number; head: string } {
    const head = this.tree.commit(files, { branch, from: 'main' });
    return { number: this.repository.pulls.open({ head: branch, author: 'ann' }).number, head };
  }

  /** An open pull request that adds many files of the same content; one process writes them all. */
  openLargePull(fileCount: number): number {
    const { git } = this.tree;
    const sha = git.writeBlob(Buffer.from('x\n'));
    const changes = Array.from({ length: fileCount }, (_, i) => ({
      path: `data/${i}.csv`,
      mode: '100644' as const,
      sha,
    }));
    const author = { name: 'Ann', email: 'ann@example.com', date: NOW };
    const tree = git.writeTree(this.first, changes);
    const commit = git.writeCommit({ tree, parents: [this.first], message: 'Add data', author, committer: author });
    git.setRef('refs/heads/large', commit);
    return this.repository.pulls.open({ head: 'large', author: 'ann' }).number;
  }

  /** Operations the API was asked for, in order. */
  operations(): (string | undefined)[] {
    return this.github.calls.map(({ operationId }) => operationId);
  }
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error('nothing was thrown');
  return thrown as Error & Record<string, unknown>;
}
