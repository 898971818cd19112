import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RegistryFailure, type RegistryFault, RegistryFaults } from './faults.ts';
import type { RegistryProfile } from './profile.ts';
import { digestOf, RepositoryContent, subjectOf } from './repository-content.ts';

/** A request as the fake saw it. */
export interface SeenRequest {
  method: string;
  /** `registry` or `other`: the origin of uploads and reads in some profiles. */
  origin: 'registry' | 'other' | 'token';
  path: string;
  authorization: string | undefined;
  bodyBytes: number;
}

export interface FakeRegistry {
  /** `127.0.0.1:PORT`. */
  host: string;
  credentials: { username: string; password: string };
  requests: SeenRequest[];
  repository(name: string): RepositoryContent;
  fail(fault: RegistryFault): void;
  /** Called before each request is served; may kill the client. */
  onRequest: ((request: SeenRequest) => void) | null;
  close(): Promise<void>;
}

const CREDENTIALS = { username: 'ci', password: 's3cret-of-the-fake' };
const BASIC = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64')}`;

/** A container registry in this process: pushes and pulls as the distribution specification says, but for its profile. */
export async function serveFakeRegistry(profile: RegistryProfile): Promise<FakeRegistry> {
  const state = new FakeState(profile);
  const main = await listen(state.server('registry'));
  const other = await listen(state.server('other'));
  state.origins = { registry: originOf(main), other: originOf(other) };
  return {
    host: new URL(state.origins.registry).host,
    credentials: CREDENTIALS,
    requests: state.requests,
    repository: (name) => state.repository(name),
    fail: (fault) => state.faults.add(fault),
    get onRequest() {
      return state.onRequest;
    },
    set onRequest(listener) {
      state.onRequest = listener;
    },
    close: async () => {
      for (const server of [main, other]) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, headers: Record<string, string> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  repository: RepositoryContent;
  name: string;
  failure: RegistryFailure | null;
  seen: SeenRequest;
}

class FakeState {
  readonly profile: RegistryProfile;
  readonly requests: SeenRequest[] = [];
  readonly faults = new RegistryFaults();
  readonly #repositories = new Map<string, RepositoryContent>();
  readonly #sessions = new Set<string>();
  readonly #tokens = new Map<string, string>();
  origins = { registry: '', other: '' };
  onRequest: ((request: SeenRequest) => void) | null = null;

  constructor(profile: RegistryProfile) {
    this.profile = profile;
  }

  repository(name: string): RepositoryContent {
    const known = this.#repositories.get(name) ?? new RepositoryContent();
    this.#repositories.set(name, known);
    return known;
  }

  server(origin: 'registry' | 'other'): Server {
    return createServer((request, response) => {
      this.#serve(origin, request, response).catch((error: unknown) => {
        if (response.headersSent || response.destroyed) return response.destroy();
        const refusal = error instanceof Refusal ? error : new Refusal(500, String(error));
        const body = JSON.stringify({ errors: [{ code: refusal.code, message: refusal.code.toLowerCase() }] });
        response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
        response.end(body);
      });
    });
  }

  async #serve(origin: 'registry' | 'other', request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.origins[origin]);
    const seen: SeenRequest = {
      method: request.method!,
      origin: url.pathname === '/token' ? 'token' : origin,
      path: url.pathname,
      authorization: request.headers.authorization,
      bodyBytes: 0,
    };
    this.requests.push(seen);
    this.onRequest?.(seen);
    if (seen.origin === 'token') return this.#giveToken(url, request, response);
    const failure = this.faults.take(seen.method, seen.path);
    if (failure && 'expireTokens' in failure) this.#tokens.clear();
    if (origin === 'registry') this.#authorize(request, url);
    else if (request.headers.authorization !== undefined) throw new Refusal(400, 'CREDENTIALS_OF_ANOTHER_HOST');
    if (failure && 'status' in failure) throw new Refusal(failure.status, 'TOLD_TO_FAIL', failure.headers);
    const match = /^\/v2\/(?<name>.+?)\/(?<kind>blobs|manifests|tags|referrers)\/(?<rest>.*)$/.exec(url.pathname);
    if (!match) throw new Refusal(404, 'NAME_UNKNOWN');
    const { name, kind, rest } = match.groups as { name: string; kind: string; rest: string };
    const exchange = { request, response, url, name, repository: this.repository(name), failure, seen };
    if (kind === 'blobs') await this.#blobs(exchange, rest);
    else if (kind === 'manifests') await this.#manifests(exchange, rest);
    else if (kind === 'tags') this.#tags(exchange);
    else this.#referrers(exchange, rest);
  }

  #authorize(request: IncomingMessage, url: URL): void {
    const { auth } = this.profile;
    if (auth === undefined) return;
    const header = request.headers.authorization;
    if (auth === 'basic') {
      if (header !== BASIC) throw new Refusal(401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="fake"' });
      return;
    }
    const name = /^\/v2\/(.+?)\/(?:blobs|manifests|tags|referrers)\//.exec(url.pathname)?.[1] ?? '';
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    const granted = this.#tokens.get(header?.replace(/^Bearer /, '') ?? '');
    const needed = writes ? 'push' : 'pull';
    if (granted?.startsWith(`repository:${name}:`) && granted.slice(granted.lastIndexOf(':')).includes(needed)) return;
    const scope = `repository:${name}:${writes ? 'pull,push' : 'pull'}`;
    const challenge = `Bearer realm="${this.origins.registry}/token",service="fake",scope="${scope}"`;
    throw new Refusal(401, 'UNAUTHORIZED', { 'www-authenticate': challenge });
  }

  #giveToken(url: URL, request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization !== BASIC) throw new Refusal(401, 'UNAUTHORIZED');
    const token = randomUUID();
    this.#tokens.set(token, url.searchParams.getAll('scope').join(' '));
    response.end(JSON.stringify({ token, expires_in: 300 }));
  }

  async #body({ request, response, failure, seen }: Exchange): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      seen.bodyBytes += chunk.length;
      if (failure && 'breakAfterBytes' in failure && seen.bodyBytes > failure.breakAfterBytes) response.destroy();
      chunks.push(chunk);
    }
    if (failure && 'breakAfterBytes' in failure) response.destroy();
    return Buffer.concat(chunks);
  }

  async #blobs(exchange: Exchange, rest: string): Promise<void> {
    const { request, response, repository, url } = exchange;
    if (rest === 'uploads/' && request.method === 'POST') return this.#openUpload(exchange);
    if (request.method === 'PUT') {
      if (!this.#sessions.has(url.searchParams.get('session') ?? '')) throw new Refusal(404, 'BLOB_UPLOAD_UNKNOWN');
      const bytes = await this.#body(exchange);
      const digest = url.searchParams.get('digest') ?? '';
      if (!this.profile.unchecked && digestOf(bytes) !== digest) throw new Refusal(400, 'DIGEST_INVALID');
      this.#sessions.delete(url.searchParams.get('session')!);
      repository.blobs.set(digest, bytes);
      return void response.writeHead(201, { 'docker-content-digest': digest }).end();
    }
    const blob = repository.blobs.get(rest);
    if (!blob) throw new Refusal(404, 'BLOB_UNKNOWN');
    if (request.method === 'GET' && this.profile.redirectsReads && exchange.seen.origin === 'registry')
      return void response.writeHead(307, { location: `${this.origins.other}${url.pathname}` }).end();
    this.#answer(exchange, blob, { 'content-type': 'application/octet-stream', 'docker-content-digest': rest });
  }

  #openUpload({ request, response, name }: Exchange): void {
    request.resume();
    const session = randomUUID();
    this.#sessions.add(session);
    const path = `/v2/${name}/blobs/uploads/${session}?session=${session}&_state=a%2Bb%3D`;
    const { location } = this.profile;
    const base = location === 'relative' ? '' : this.origins[location === 'other-host' ? 'other' : 'registry'];
    response.writeHead(202, { location: `${base}${path}` }).end();
  }

  async #manifests(exchange: Exchange, reference: string): Promise<void> {
    const { request, response, repository } = exchange;
    if (request.method === 'PUT') return await this.#putManifest(exchange, reference);
    const found = repository.manifest(reference);
    const accepted = request.headers.accept?.includes(found?.manifest.mediaType ?? '') ?? false;
    if (!found || (this.profile.needsAccept && !accepted)) throw new Refusal(404, 'MANIFEST_UNKNOWN');
    const { digest, manifest } = found;
    const headers = { 'content-type': manifest.mediaType, 'docker-content-digest': digest };
    this.#answer({ ...exchange, response }, manifest.bytes, headers);
  }

  async #putManifest(exchange: Exchange, reference: string): Promise<void> {
    const { request, response, repository } = exchange;
    const bytes = await this.#body(exchange);
    const digest = digestOf(bytes);
    if (!this.profile.unchecked) {
      if (reference.startsWith('sha256:') && reference !== digest) throw new Refusal(400, 'DIGEST_INVALID');
      const missing = repository.missingBlob(bytes);
      if (missing) throw new Refusal(400, 'MANIFEST_BLOB_UNKNOWN');
    }
    const isTag = !reference.startsWith('sha256:');
    const now = repository.tags.get(reference);
    if (isTag && this.profile.immutableTags && now !== undefined && now !== digest)
      throw new Refusal(409, 'TAG_ALREADY_EXISTS');
    repository.manifests.set(digest, { bytes, mediaType: request.headers['content-type'] ?? '' });
    if (isTag) repository.tags.set(reference, digest);
    const subject = subjectOf(bytes);
    const told = subject !== undefined && this.profile.referrers !== 'none' ? { 'oci-subject': subject } : {};
    response.writeHead(201, { 'docker-content-digest': digest, ...told }).end();
  }

  #answer({ request, response, failure }: Exchange, bytes: Buffer, headers: Record<string, string>): void {
    response.writeHead(200, { ...headers, 'content-length': String(bytes.length) });
    if (request.method === 'HEAD') return void response.end();
    if (failure && 'cutAnswer' in failure) {
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
      return;
    }
    const body = Buffer.from(bytes);
    if (failure && 'corrupt' in failure && body.length > 0) body[body.length - 1]! ^= 1;
    response.end(body);
  }

  #tags({ response, repository, url, name }: Exchange): void {
    const all = [...repository.tags.keys()].sort();
    const last = url.searchParams.get('last');
    const rest = last === null ? all : all.filter((tag) => tag > last);
    const tags = rest.slice(0, this.profile.tagsPerPage);
    const next = `</v2/${name}/tags/list?n=${tags.length}&last=${tags.at(-1)}>; rel="next"`;
    const headers = tags.length < rest.length ? { link: next } : {};
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ name, tags }));
  }

  #referrers({ response, repository }: Exchange, subject: string): void {
    const { referrers } = this.profile;
    if (referrers === 'none') throw new Refusal(404, 'UNSUPPORTED');
    const manifests = referrers === 'api' ? repository.referrers(subject) : [];
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    response.writeHead(200, { 'content-type': mediaType });
    response.end(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  }
}
