import type { ArtifactStore } from './artifact-store.ts';
import type { UrlSigner } from './signed-url.ts';

export interface BlobRequest {
  method: string;
  url: URL;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface BlobReply {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer;
  /** Set when the request broke the protocol. */
  violation?: string;
}

const CREATED = { etag: '"fake"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', 'x-ms-request-id': 'fake' };

function refusal(status: number, code: string, message: string, violation?: string): BlobReply {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
  const headers = { 'content-type': 'application/xml', 'x-ms-error-code': code };
  return { status, headers, body, ...(violation === undefined ? {} : { violation }) };
}

/**
 * The object storage behind artifacts: Azure's block blob calls with signed addresses. It stands on an origin of its own,
 * as on GitHub, and refuses an Authorization header: a client that sends its token here leaks it.
 */
export function answerBlobRequest(store: ArtifactStore, signer: UrlSigner, request: BlobRequest): BlobReply {
  const { url, method } = request;
  if (request.headers.authorization !== undefined) {
    const leak = `${method} ${url.pathname}: an Authorization header was sent to the storage host`;
    return refusal(
      400,
      'InvalidAuthenticationInfo',
      'Authentication information is not given in the correct format',
      leak,
    );
  }
  const problem = signer.problem(url, method === 'PUT' ? 'write' : 'read');
  if (problem !== undefined) return refusal(403, 'AuthenticationFailed', problem);
  const upload = /^\/uploads\/([^/]+)$/.exec(url.pathname)?.[1];
  if (method === 'PUT' && upload !== undefined) return putBlob(store, upload, request);
  const artifact = /^\/artifacts\/(\d+)$/.exec(url.pathname)?.[1];
  if ((method === 'GET' || method === 'HEAD') && artifact !== undefined)
    return getBlob(store, Number(artifact), method);
  return refusal(
    404,
    'ResourceNotFound',
    'The specified resource does not exist',
    `${method} ${url.pathname} is unknown`,
  );
}

function putBlob(store: ArtifactStore, key: string, { url, body, method }: BlobRequest): BlobReply {
  const gone = refusal(404, 'BlobNotFound', 'The upload is finished or was never begun');
  const part = url.searchParams.get('comp');
  if (part === null) return store.putBlob(key, body) ? { status: 201, headers: CREATED } : gone;
  if (part === 'block') {
    const id = url.searchParams.get('blockid');
    if (id === null) return refusal(400, 'MissingRequiredQueryParameter', 'blockid', `${method} block without blockid`);
    return store.putBlock(key, id, body) ? { status: 201, headers: CREATED } : gone;
  }
  if (part === 'blocklist') {
    const ids = [...body.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].map(
      (found) => found[1]!,
    );
    const missing = store.commitBlocks(key, ids);
    if (missing === undefined) return gone;
    return missing.length === 0
      ? { status: 201, headers: CREATED }
      : refusal(400, 'InvalidBlockList', missing.join(', '));
  }
  return refusal(400, 'InvalidQueryParameterValue', part, `comp=${part} is unknown`);
}

function getBlob(store: ArtifactStore, id: number, method: string): BlobReply {
  const artifact = store.get(id);
  if (artifact === undefined) return refusal(404, 'BlobNotFound', 'The specified blob does not exist');
  const extension = artifact.contentType === 'application/zip' ? '.zip' : '';
  const headers = {
    'content-type': artifact.contentType,
    'content-length': String(artifact.content.length),
    'content-disposition': `attachment; filename="${artifact.name}${extension}"; filename*=UTF-8''${encodeURIComponent(artifact.name + extension)}`,
  };
  return { status: 200, headers, ...(method === 'GET' ? { body: artifact.content } : {}) };
}
