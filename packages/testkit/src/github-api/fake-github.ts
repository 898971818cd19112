import type { IncomingMessage, Server } from 'node:http';
import { ArtifactStore } from '../artifact-service/artifact-store.ts';
import { answerBlobRequest } from '../artifact-service/blob-storage.ts';
import { callResultsService, RESULTS_PATH, TwirpError } from '../artifact-service/results-service.ts';
import { RuntimeTokens } from '../artifact-service/runtime-token.ts';
import { ACTIONS_BOT, Accounts } from './accounts.ts';
import { ApiError } from './api-error.ts';
import { ApiContract } from './contract.ts';
import { Faults } from './faults.ts';
import { answerGraphql } from './graphql/graphql.ts';
import { close, type DROP, type HttpReply, listen, portOf } from './http.ts';
import { type Call, Journal, type Violation } from './journal.ts';
import { FakeRepository, type NewRepository } from './repository.ts';
import { RestEndpoint } from './rest-endpoint.ts';
import { TokenRegistry, type TokenRequest } from './tokens.ts';
import { type ApiEvent, type Flavour, World } from './world.ts';

export interface FakeGitHubOptions {
  /** Default `github.com`. */
  flavour?: Flavour;
  /** Default: the real clock. */
  clock?: () => Date;
  /** Requests an hour and repository; default 1,000, as for a job token. */
  hourlyLimit?: number;
}

const UPLOAD_SECONDS = 3600;
const DOWNLOAD_SECONDS = 600;

/**
 * A GitHub of one's own: REST, a little GraphQL, the artifact service and its storage, on 127.0.0.1. Every request and
 * every answer is held to GitHub's description of its API; what breaks it stands in `violations`.
 */
export class FakeGitHub {
  readonly faults: Faults;
  readonly journal = new Journal();
  /** Errors of the fake itself. */
  readonly bugs: unknown[] = [];
  readonly #world: World;
  readonly #tokens = new TokenRegistry();
  readonly #runtimeTokens = new RuntimeTokens();
  readonly #rest: RestEndpoint;
  #api: Server | undefined;
  #storage: Server | undefined;

  private constructor(contract: ApiContract, options: FakeGitHubOptions) {
    const clock = options.clock ?? (() => new Date());
    this.faults = new Faults(clock);
    const artifacts = new ArtifactStore({ clock });
    this.#world = new World({ accounts: new Accounts(), artifacts, flavour: options.flavour ?? 'github.com', clock });
    const { faults, journal } = this;
    const hourlyLimit = options.hourlyLimit ?? 1000;
    this.#rest = new RestEndpoint({ world: this.#world, contract, tokens: this.#tokens, faults, journal, hourlyLimit });
  }

  static async start(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
    const fake = new FakeGitHub(await ApiContract.load(), options);
    const onBug = (error: unknown) => fake.bugs.push(error);
    fake.#api = await listen((request, body) => fake.#answer(request, body), onBug);
    fake.#storage = await listen(async (request, body) => fake.#answerStorage(request, body), onBug);
    const world = fake.#world;
    const origin = `http://127.0.0.1:${portOf(fake.#api)}`;
    world.apiUrl = world.flavour === 'ghes' ? `${origin}/api/v3` : origin;
    // The artifact client works with hosts under .localhost only; on GHES it must refuse.
    world.serverUrl = world.flavour === 'ghes' ? origin : `http://github.localhost:${portOf(fake.#api)}`;
    world.blobUrl = `http://127.0.0.1:${portOf(fake.#storage)}`;
    return fake;
  }

  /** Value for GITHUB_API_URL. */
  get apiUrl(): string {
    return this.#world.apiUrl;
  }

  /** Value for GITHUB_GRAPHQL_URL. */
  get graphqlUrl(): string {
    return this.#world.flavour === 'ghes' ? this.apiUrl.replace(/v3$/, 'graphql') : `${this.apiUrl}/graphql`;
  }

  /** Value for GITHUB_SERVER_URL. */
  get serverUrl(): string {
    return this.#world.serverUrl;
  }

  /** Value for ACTIONS_RESULTS_URL. */
  get resultsUrl(): string {
    return `${new URL(this.apiUrl).origin}/`;
  }

  /** The state behind the API, for representations and events. */
  get world(): World {
    return this.#world;
  }

  get artifacts(): ArtifactStore {
    return this.#world.artifacts;
  }

  get calls(): Call[] {
    return this.journal.calls;
  }

  /** Requests and answers that broke the contract. A test ends with this empty. */
  get violations(): Violation[] {
    return this.journal.violations;
  }

  addRepository(options: NewRepository): FakeRepository {
    const repository = new FakeRepository(this.#world, options);
    this.#world.repositories.set(repository.fullName.toLowerCase(), repository);
    return repository;
  }

  /** The repository `owner/name`; throws when there is none. */
  repository(fullName: string): FakeRepository {
    const repository = this.#world.repositories.get(fullName.toLowerCase());
    if (repository === undefined) throw new Error(`the fake GitHub has no repository ${fullName}`);
    return repository;
  }

  /** A token for `Authorization`; see {@link TokenRequest} for what it may do. */
  issueToken(request: TokenRequest): string {
    const login = this.#world.accounts.get(request.user ?? request.bot ?? ACTIONS_BOT).login;
    return this.#tokens.issue(request, this.repository(request.repository), login);
  }

  revokeToken(token: string): void {
    this.#tokens.revoke(token);
  }

  /** A value for ACTIONS_RUNTIME_TOKEN: the artifact service knows run, attempt and job by it. */
  issueRuntimeToken(of: { repository: string; runId: number; runAttempt?: number; job?: string }): string {
    const { fullName } = this.repository(of.repository);
    return this.#runtimeTokens.issue(
      { repository: fullName, runId: of.runId, runAttempt: of.runAttempt ?? 1 },
      of.job ?? 'job',
    );
  }

  /** The variables that lead a job of a run here. */
  environment(of: { repository: string; runId: number; runAttempt?: number; job?: string }): Record<string, string> {
    return {
      GITHUB_API_URL: this.apiUrl,
      GITHUB_GRAPHQL_URL: this.graphqlUrl,
      GITHUB_SERVER_URL: this.serverUrl,
      ACTIONS_RESULTS_URL: this.resultsUrl,
      ACTIONS_RUNTIME_TOKEN: this.issueRuntimeToken(of),
    };
  }

  /** Called when the API receives a dispatch: the workflow runner starts the run. */
  onEvent(listener: (event: ApiEvent) => void): void {
    this.#world.onEvent(listener);
  }

  /** Throws when a request or an answer broke the contract, or the fake itself failed. */
  assertClean(): void {
    const problems = this.violations.map(
      (found) => `${found.kind} ${found.method} ${found.path}: ${found.problems.join('; ')}`,
    );
    problems.push(...this.bugs.map((bug) => `bug of the fake: ${bug instanceof Error ? bug.stack : String(bug)}`));
    if (problems.length > 0)
      throw new Error(`the fake GitHub saw ${problems.length} problems:\n${problems.join('\n')}`);
  }

  async stop(): Promise<void> {
    for (const server of [this.#api, this.#storage]) if (server !== undefined) await close(server);
  }

  async #answer(request: IncomingMessage, body: Buffer): Promise<HttpReply | typeof DROP> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = request.method ?? 'GET';
    const headers = singleHeaders(request);
    if (url.pathname.startsWith(RESULTS_PATH)) return this.#answerResults(method, url.pathname, headers, body);
    const base = this.#world.flavour === 'ghes' ? '/api/v3' : '';
    if (url.pathname === (base === '' ? '/graphql' : '/api/graphql')) return this.#answerGraphql(method, headers, body);
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname;
    return this.#rest.answer({ method, path, query: Object.fromEntries(url.searchParams), headers, body });
  }

  #answerGraphql(method: string, headers: Record<string, string>, body: Buffer): HttpReply {
    const call: Call = {
      method,
      path: '/graphql',
      route: '/graphql',
      operationId: 'graphql',
      status: 200,
      permission: undefined,
      token: undefined,
      body: undefined,
    };
    this.journal.calls.push(call);
    try {
      const grant = this.#tokens.authenticate(headers.authorization);
      call.token = grant.token;
      call.body = parseJson(body);
      const answer = answerGraphql(this.#world, grant, call.body);
      const { problems } = answer;
      if (problems.length > 0) {
        this.violations.push({ kind: 'graphql', method, path: '/graphql', operationId: 'graphql', problems });
      }
      return json(200, answer.body);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      call.status = error.status;
      return json(error.status, error.body);
    }
  }

  #answerResults(method: string, path: string, headers: Record<string, string>, body: Buffer): HttpReply {
    try {
      const grant = this.#runtimeTokens.find(headers.authorization);
      if (grant === undefined) throw new TwirpError(401, 'unauthenticated', 'the runtime token is unknown');
      const request = parseJson(body);
      if (typeof request !== 'object' || request === null)
        throw new TwirpError(400, 'malformed', 'the body is not JSON', true);
      const { artifacts: store, signer, blobUrl } = this.#world;
      const context = {
        store,
        uploadUrl: (key: string) => signer.sign(blobUrl, `/uploads/${key}`, 'write', UPLOAD_SECONDS),
        downloadUrl: ({ id }: { id: number }) => signer.sign(blobUrl, `/artifacts/${id}`, 'read', DOWNLOAD_SECONDS),
      };
      const name = path.slice(RESULTS_PATH.length);
      return json(200, callResultsService(context, grant, name, request as Record<string, unknown>));
    } catch (error) {
      if (!(error instanceof TwirpError)) throw error;
      if (error.isViolation) {
        const problems = [error.message];
        this.violations.push({ kind: 'artifact-service', method, path, operationId: undefined, problems });
      }
      return json(error.status, { code: error.code, msg: error.message });
    }
  }

  #answerStorage(request: IncomingMessage, body: Buffer): HttpReply {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = request.method ?? 'GET';
    const { artifacts, signer } = this.#world;
    const reply = answerBlobRequest(artifacts, signer, { method, url, headers: request.headers, body });
    if (reply.violation !== undefined) {
      const problems = [reply.violation];
      this.violations.push({ kind: 'blob-storage', method, path: url.pathname, operationId: undefined, problems });
    }
    return reply;
  }
}

function json(status: number, body: unknown): HttpReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function singleHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}
