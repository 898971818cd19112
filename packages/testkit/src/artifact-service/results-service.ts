import type { ArtifactStore, StoredArtifact } from './artifact-store.ts';
import { backendId, type RuntimeGrant } from './runtime-token.ts';

export const RESULTS_PATH = '/twirp/github.actions.results.api.v1.ArtifactService/';

type Fields = Record<string, unknown>;

/** A Twirp error: HTTP status, code and message. */
export class TwirpError extends Error {
  readonly status: number;
  readonly code: string;
  /** The request broke the protocol (as opposed to a legitimate refusal such as a name that is taken). */
  readonly isViolation: boolean;

  constructor(status: number, code: string, message: string, isViolation = false) {
    super(message);
    this.name = 'TwirpError';
    this.status = status;
    this.code = code;
    this.isViolation = isViolation;
  }
}

/** Fields each method of the protocol knows; `true` marks the required ones. */
const METHODS: Record<string, Record<string, boolean>> = {
  CreateArtifact: {
    workflow_run_backend_id: true,
    workflow_job_run_backend_id: true,
    name: true,
    version: true,
    expires_at: false,
    mime_type: false,
  },
  FinalizeArtifact: {
    workflow_run_backend_id: true,
    workflow_job_run_backend_id: true,
    name: true,
    size: true,
    hash: false,
  },
  ListArtifacts: {
    workflow_run_backend_id: true,
    workflow_job_run_backend_id: true,
    name_filter: false,
    id_filter: false,
  },
  GetSignedArtifactURL: { workflow_run_backend_id: true, workflow_job_run_backend_id: true, name: true },
  DeleteArtifact: { workflow_run_backend_id: true, workflow_job_run_backend_id: true, name: true },
};
const VERSIONS = [4, 7];
const FORBIDDEN_IN_NAMES = /["<>|*?:\\/\r\n]/;

export interface ResultsContext {
  store: ArtifactStore;
  /** Address for uploading or downloading a blob. */
  uploadUrl: (blobKey: string) => string;
  downloadUrl: (artifact: StoredArtifact) => string;
}

/** Answers one JSON call of the results service; throws {@link TwirpError}. */
export function callResultsService(
  context: ResultsContext,
  grant: RuntimeGrant,
  method: string,
  request: Fields,
): Fields {
  check(method, request);
  if (request.workflow_run_backend_id !== grant.runBackendId) {
    throw new TwirpError(403, 'permission_denied', 'the token is not of this workflow run');
  }
  const handlers: Record<string, () => Fields> = {
    CreateArtifact: () => create(context, grant, request),
    FinalizeArtifact: () => finalize(context, grant, request),
    ListArtifacts: () => list(context, grant, request),
    GetSignedArtifactURL: () => ({ signed_url: context.downloadUrl(find(context, grant, request)) }),
    DeleteArtifact: () => remove(context, grant, request),
  };
  return handlers[method]!();
}

function check(method: string, request: Fields): void {
  const fields = METHODS[method];
  if (fields === undefined) throw new TwirpError(404, 'bad_route', `no method ${method}`, true);
  const unknown = Object.keys(request).filter((name) => !Object.hasOwn(fields, name));
  const missing = Object.keys(fields).filter((name) => fields[name] === true && request[name] === undefined);
  if (unknown.length > 0) throw new TwirpError(400, 'malformed', `unknown field ${unknown.join(', ')}`, true);
  if (missing.length > 0) throw new TwirpError(400, 'malformed', `missing field ${missing.join(', ')}`, true);
}

function create({ store, uploadUrl }: ResultsContext, grant: RuntimeGrant, request: Fields): Fields {
  const name = String(request.name);
  if (!VERSIONS.includes(request.version as number)) {
    throw new TwirpError(
      400,
      'invalid_argument',
      `version ${request.version}, expected ${VERSIONS.join(' or ')}`,
      true,
    );
  }
  if (name === '' || FORBIDDEN_IN_NAMES.test(name)) {
    throw new TwirpError(400, 'invalid_argument', `the artifact name ${JSON.stringify(name)} is not allowed`);
  }
  const expiresAt = request.expires_at === undefined ? {} : { expiresAt: new Date(String(request.expires_at)) };
  const contentType = String(request.mime_type ?? 'application/zip');
  const upload = store.begin(grant, { name, contentType, ...expiresAt });
  if (upload === undefined) {
    throw new TwirpError(409, 'already_exists', 'an artifact with this name already exists on the workflow run');
  }
  return { ok: true, signed_upload_url: uploadUrl(upload.blobKey) };
}

function finalize({ store }: ResultsContext, grant: RuntimeGrant, request: Fields): Fields {
  const hash = request.hash === undefined ? undefined : String(request.hash);
  try {
    const artifact = store.finish(grant, String(request.name), { size: Number(request.size), hash });
    return { ok: true, artifact_id: String(artifact.id) };
  } catch (error) {
    throw new TwirpError(400, 'invalid_argument', (error as Error).message, true);
  }
}

/** Artifacts of the whole run, earlier attempts included, newest first. */
function list({ store }: ResultsContext, grant: RuntimeGrant, request: Fields): Fields {
  const found = store.list(grant.repository, grant.runId).filter((artifact) => {
    const byName = request.name_filter === undefined || artifact.name === request.name_filter;
    return byName && (request.id_filter === undefined || String(artifact.id) === String(request.id_filter));
  });
  return {
    artifacts: found.map((artifact) => ({
      workflow_run_backend_id: backendId(artifact.repository, artifact.runId, artifact.runAttempt),
      workflow_job_run_backend_id: grant.jobBackendId,
      database_id: String(artifact.id),
      name: artifact.name,
      size: String(artifact.content.length),
      created_at: artifact.createdAt.toISOString(),
      digest: artifact.digest,
    })),
  };
}

function find({ store }: ResultsContext, grant: RuntimeGrant, request: Fields): StoredArtifact {
  const artifact = store.list(grant.repository, grant.runId).find(({ name }) => name === request.name);
  if (artifact === undefined) throw new TwirpError(404, 'not_found', `no artifact ${String(request.name)}`);
  return artifact;
}

function remove(context: ResultsContext, grant: RuntimeGrant, request: Fields): Fields {
  const artifact = find(context, grant, request);
  context.store.delete(artifact.id);
  return { ok: true, artifact_id: String(artifact.id) };
}
