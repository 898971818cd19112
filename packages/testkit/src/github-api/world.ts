import type { ArtifactStore } from '../artifact-service/artifact-store.ts';
import { UrlSigner } from '../artifact-service/signed-url.ts';
import type { Accounts } from './accounts.ts';
import { isoSeconds } from './git/git-repository.ts';
import type { JsonObject } from './json.ts';
import type { FakeRepository } from './repository.ts';

/** `github.com`, or GitHub Enterprise Server: base path /api/v3, older dispatch API. */
export type Flavour = 'github.com' | 'ghes';

/** Something the API did that starts workflow runs on GitHub (a job token starts no other kind). */
export type ApiEvent =
  | {
      name: 'workflow_dispatch';
      repository: FakeRepository;
      workflowPath: string;
      ref: string;
      sha: string;
      inputs: Record<string, string>;
      runId: number;
      actor: string;
    }
  | { name: 'repository_dispatch'; repository: FakeRepository; type: string; payload: JsonObject; actor: string };

/** What all parts of one fake GitHub share. */
export class World {
  readonly repositories = new Map<string, FakeRepository>();
  readonly accounts: Accounts;
  readonly artifacts: ArtifactStore;
  readonly flavour: Flavour;
  /** Signs addresses of the blob storage. */
  readonly signer: UrlSigner;
  readonly #clock: () => Date;
  readonly #listeners: ((event: ApiEvent) => void)[] = [];
  /** Ids are never shared between kinds, so that a comment id used as a run id finds nothing. */
  #lastId = 7_000_000_000;
  /** Set when the servers listen. */
  apiUrl = '';
  serverUrl = '';
  blobUrl = '';

  constructor(options: { accounts: Accounts; artifacts: ArtifactStore; flavour: Flavour; clock: () => Date }) {
    this.accounts = options.accounts;
    this.artifacts = options.artifacts;
    this.flavour = options.flavour;
    this.#clock = options.clock;
    this.signer = new UrlSigner(options.clock);
  }

  time(): Date {
    return this.#clock();
  }

  /** The time as the API writes it. */
  now(): string {
    return isoSeconds(this.#clock());
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  onEvent(listener: (event: ApiEvent) => void): void {
    this.#listeners.push(listener);
  }

  emit(event: ApiEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
