import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, notFound } from './api-error.ts';
import type { ApiContract, Match } from './contract.ts';
import type { Faults } from './faults.ts';
import { DROP, type HttpReply } from './http.ts';
import type { Call, Journal } from './journal.ts';
import { isObject } from './json.ts';
import type { Reply } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import type { FakeRepository } from './repository.ts';
import { requiredPermissions } from './required-permissions.ts';
import { authorize, type Grant, type TokenRegistry } from './tokens.ts';
import type { World } from './world.ts';

/** A request below the API's base path. */
export interface RestRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
}

export interface EndpointParts {
  world: World;
  contract: ApiContract;
  tokens: TokenRegistry;
  faults: Faults;
  journal: Journal;
  /** Requests an hour and repository; a job token has 1,000. */
  hourlyLimit: number;
}

/** The REST API: authentication, contract, permissions, operation, contract again. */
export class RestEndpoint {
  readonly #parts: EndpointParts;
  readonly #spent = new Map<string, number>();

  constructor(parts: EndpointParts) {
    this.#parts = parts;
  }

  async answer(request: RestRequest): Promise<HttpReply | typeof DROP> {
    const { contract, faults, journal } = this.#parts;
    const match = contract.match(request.method, request.path);
    const call: Call = {
      method: request.method,
      path: request.path + (Object.keys(request.query).length > 0 ? `?${new URLSearchParams(request.query)}` : ''),
      route: match?.route,
      operationId: match?.operationId,
      status: 0,
      permission: undefined,
      token: undefined,
      body: undefined,
    };
    journal.calls.push(call);
    const slow = faults.take(match?.operationId, ['slow']);
    if (slow !== undefined) await sleep(slow.milliseconds);
    if (faults.take(match?.operationId, ['drop']) !== undefined) return DROP;
    const reply = this.#reply(request, match, call);
    call.status = reply.status;
    return reply;
  }

  #reply(request: RestRequest, match: Match | undefined, call: Call): HttpReply {
    let limits: Record<string, string> = {};
    try {
      const fault = this.#parts.faults.take(match?.operationId, ['answer']);
      if (fault !== undefined) throw fault.error;
      const grant = this.#parts.tokens.authenticate(request.headers.authorization);
      call.token = grant.token;
      limits = this.#spend(grant);
      if (match === undefined) throw this.#unlisted(request);
      const reply = this.#checked(match, request, this.#perform(request, match, grant, call));
      if (this.#parts.faults.take(match.operationId, ['lose']) !== undefined) throw new ApiError(502, 'Server Error');
      return this.#conditional(request, toHttp({ ...reply, headers: { ...limits, ...reply.headers } }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const reply = { status: error.status, body: error.body, headers: { ...limits, ...error.headers } };
      return toHttp(match === undefined || error.status >= 500 ? reply : this.#checked(match, request, reply));
    }
  }

  #unlisted({ method, path }: RestRequest): ApiError {
    const problem = `${method} ${path} is not in the filtered description: add its operation to kept-operations.ts`;
    this.#parts.journal.violations.push({
      kind: 'unlisted-route',
      method,
      path,
      operationId: undefined,
      problems: [problem],
    });
    return new ApiError(501, problem);
  }

  #perform(request: RestRequest, match: Match, grant: Grant, call: Call): Reply {
    const { world, contract, journal } = this.#parts;
    const { operationId, params } = match;
    const { body, problem } = parseJson(request.body);
    call.body = body;
    const problems = problem ?? contract.requestProblems(match, { ...request.query }, request.headers, body);
    if (problems.length > 0) {
      journal.violations.push({ kind: 'request', method: request.method, path: request.path, operationId, problems });
      const errors = problems.map((message) => ({ code: 'invalid', message }));
      throw new ApiError(422, 'Invalid request.', { errors });
    }
    const repository = this.#repository(params);
    const required = requiredPermissions(operationId, params, repository ?? grant.repository);
    if (required !== null) {
      if (repository === undefined) throw notFound();
      call.permission = authorize(grant, repository, required);
    }
    const operation = OPERATIONS[operationId];
    if (operation === undefined) throw new Error(`the fake does not implement ${operationId}`);
    const { query, headers, path } = request;
    const shared = { world, grant, params, query, headers, path, body: isObject(body) ? body : {} };
    return operation({ ...shared, repository: repository ?? grant.repository });
  }

  #repository(params: Record<string, string>): FakeRepository | undefined {
    return this.#parts.world.repositories.get(`${params.owner}/${params.repo}`.toLowerCase());
  }

  /** Holds our own answer to the description: a wrong fake would teach wrong things. */
  #checked(match: Match, request: RestRequest, reply: Reply): Reply {
    const { contract, faults, journal } = this.#parts;
    const corrupt = faults.take(match.operationId, ['corrupt']);
    const sent =
      corrupt === undefined
        ? reply
        : { ...reply, status: corrupt.status ?? reply.status, body: corrupt.change(reply.body) };
    // What goes over the wire is what is judged: undefined fields vanish, NaN becomes null.
    const body: unknown = sent.body === undefined ? undefined : JSON.parse(JSON.stringify(sent.body));
    const problems = contract.responseProblems(match, sent.status, body, sent.raw === undefined);
    if (problems.length === 0) return { ...sent, ...(body === undefined ? {} : { body }) };
    const { method, path } = request;
    journal.violations.push({ kind: 'response', method, path, operationId: match.operationId, problems });
    return { status: 500, body: { message: `the fake's answer breaks the contract: ${problems.join('; ')}` } };
  }

  /** 304 when the client holds what would be sent. */
  #conditional(request: RestRequest, reply: HttpReply): HttpReply {
    if (request.method !== 'GET' || reply.status !== 200) return reply;
    const etag = `W/"${createHash('sha256')
      .update(reply.body ?? '')
      .digest('hex')}"`;
    const headers = { ...reply.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
    if (request.headers['if-none-match'] !== etag) return { ...reply, headers };
    return { status: 304, headers: { etag } };
  }

  /** Counts the request against the hourly limit of the token's repository. GHES has it off by default. */
  #spend(grant: Grant): Record<string, string> {
    const { world, hourlyLimit } = this.#parts;
    if (world.flavour === 'ghes') return {};
    const used = (this.#spent.get(grant.repository.fullName) ?? 0) + 1;
    this.#spent.set(grant.repository.fullName, used);
    const headers = {
      'x-ratelimit-limit': String(hourlyLimit),
      'x-ratelimit-remaining': String(Math.max(0, hourlyLimit - used)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(Math.floor(world.time().getTime() / 1000) + 3600),
      'x-ratelimit-resource': 'core',
    };
    if (used > hourlyLimit) throw new ApiError(403, 'API rate limit exceeded for installation.', { headers });
    return headers;
  }
}

function parseJson(bytes: Buffer): { body: unknown; problem?: string[] } {
  if (bytes.length === 0) return { body: undefined };
  try {
    return { body: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return { body: undefined, problem: ['/requestBody is not JSON: Problems parsing JSON'] };
  }
}

function toHttp(reply: Reply): HttpReply {
  const headers = { 'x-github-media-type': 'github.v3; format=json', ...reply.headers };
  if (reply.raw !== undefined) return { status: reply.status, headers, body: reply.raw };
  if (reply.status === 502) {
    const html = { ...headers, 'content-type': 'text/html' };
    return { status: 502, headers: html, body: '<html><head><title>Unicorn! &middot; GitHub</title></head></html>' };
  }
  if (reply.body === undefined) return { status: reply.status, headers };
  const json = { 'content-type': 'application/json; charset=utf-8', ...headers };
  return { status: reply.status, headers: json, body: JSON.stringify(reply.body) };
}
