import { ApiError, notFound, unprocessable } from '../api-error.ts';
import type { Signature } from '../git/commit-object.ts';
import { type GitObjectType, isoSeconds, type TreeChange, type TreeEntry } from '../git/git-repository.ts';
import { GitError } from '../git/plumbing.ts';
import { nodeId } from '../node-id.ts';
import { type ApiRequest, bodyOf, created, list, noContent, type Operations, ok, type Reply } from '../operation.ts';
import { gitCommit } from '../representations/commit.ts';
import { repoUrl } from '../representations/repository.ts';

const blobUrl = ({ world, repository }: ApiRequest, sha: string) => repoUrl(world, repository, `git/blobs/${sha}`);

function createBlob(request: ApiRequest): Reply {
  const { content, encoding } = bodyOf<{ content: string; encoding?: string }>(request);
  if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'base64')
    throw unprocessable(`Unsupported encoding ${encoding}`);
  const sha = request.repository.git.writeBlob(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
  return created({ sha, url: blobUrl(request, sha) });
}

function getBlob(request: ApiRequest): Reply {
  const sha = request.params.file_sha!;
  const { git } = request.repository;
  if (git.objectType(sha) !== 'blob') throw notFound();
  const content = git.readBlob(sha);
  if (wantsRaw(request))
    return { status: 200, raw: content, headers: { 'content-type': 'application/vnd.github.raw' } };
  return ok({
    sha,
    node_id: nodeId('Blob', sha),
    size: content.length,
    url: blobUrl(request, sha),
    content: wrapBase64(content),
    encoding: 'base64',
  });
}

/** Base64 in lines of 60 characters with a final line feed, as GitHub answers. */
export function wrapBase64(content: Buffer): string {
  return content.toString('base64').replace(/.{1,60}/g, '$&\n');
}

/** Whether the caller asked for bytes in place of JSON. */
export function wantsRaw({ headers }: ApiRequest): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(headers.accept ?? '');
}

interface TreeBodyEntry {
  path?: string;
  mode?: string;
  type?: string;
  sha?: string | null;
  content?: string;
}

function treeChange(request: ApiRequest, entry: TreeBodyEntry): TreeChange {
  const { git } = request.repository;
  const { path, mode, sha, content } = entry;
  if (path === undefined || mode === undefined) throw unprocessable('tree.path and tree.mode must be given');
  const clean = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part !== '.git');
  if (!clean) throw unprocessable(`tree.path contains a malformed path component`);
  if (content !== undefined) {
    if (sha !== undefined) throw unprocessable('Must supply either tree.sha or tree.content, but not both');
    return { path, mode, sha: git.writeBlob(Buffer.from(content)) };
  }
  if (sha === undefined) throw unprocessable('Must supply tree.sha or tree.content');
  if (sha !== null && git.objectType(sha) === undefined) throw unprocessable(`tree.sha ${sha} is not a valid object`);
  return { path, mode, sha };
}

function createTree(request: ApiRequest): Reply {
  const { git } = request.repository;
  const body = bodyOf<{ tree: TreeBodyEntry[]; base_tree?: string }>(request);
  if (body.base_tree !== undefined && git.readTree(body.base_tree) === undefined) throw notFound();
  const changes = body.tree.map((entry) => treeChange(request, entry));
  if (body.base_tree === undefined && changes.every((change) => change.sha === null))
    throw unprocessable('Invalid tree info');
  const sha = git.writeTree(body.base_tree, changes);
  return created(shownTree(request, sha, git.readTree(sha)!));
}

function shownTree(request: ApiRequest, sha: string, entries: TreeEntry[]) {
  const { world, repository } = request;
  const url = (entry: TreeEntry) => repoUrl(world, repository, `git/${entry.type}s/${entry.sha}`);
  const tree = entries.map((entry) => ({ ...entry, ...(entry.type === 'commit' ? {} : { url: url(entry) }) }));
  return { sha, url: repoUrl(world, repository, `git/trees/${sha}`), tree, truncated: false };
}

function getTree(request: ApiRequest): Reply {
  const { git } = request.repository;
  const name = request.params.tree_sha!;
  const sha = git.objectType(name) === undefined ? git.resolveCommit(name) : name;
  const entries = sha === undefined ? undefined : git.readTree(sha, request.query.recursive !== undefined);
  if (sha === undefined || entries === undefined) throw notFound();
  return ok(shownTree(request, git.readCommit(sha)?.tree ?? sha, entries));
}

type Person = { name: string; email: string; date?: string };

function createCommit(request: ApiRequest): Reply {
  const { world, repository, grant } = request;
  const { git } = repository;
  type Body = { message: string; tree: string; parents?: string[]; author?: Person; committer?: Person };
  const body = bodyOf<Body>(request);
  if (git.objectType(body.tree) !== 'tree') throw unprocessable('Tree SHA does not exist');
  const parents = body.parents ?? [];
  for (const parent of parents) {
    if (git.objectType(parent) !== 'commit') throw unprocessable('Parent SHA does not exist or is not a commit object');
  }
  const account = world.accounts.get(grant.login);
  const own = { name: account.login, email: `${account.id}+${account.login}@users.noreply.github.com` };
  const signature = (person: Person): Signature => ({ ...person, date: person.date ?? isoSeconds(world.time()) });
  const author = signature(body.author ?? own);
  const committer = signature(body.committer ?? body.author ?? own);
  const sha = git.writeCommit({ tree: body.tree, parents, message: body.message, author, committer });
  return created(gitCommit(world, repository, git.readCommit(sha)!));
}

function getCommit({ world, repository, params }: ApiRequest): Reply {
  const commit = repository.git.readCommit(params.commit_sha!);
  if (commit === undefined) throw notFound();
  return ok(gitCommit(world, repository, commit));
}

function shownRef(
  { world, repository }: ApiRequest,
  { ref, sha, type }: { ref: string; sha: string; type: GitObjectType },
) {
  const object = { sha, type, url: repoUrl(world, repository, `git/${type}s/${sha}`) };
  return { ref, node_id: nodeId('Ref', ref), url: repoUrl(world, repository, `git/${ref}`), object };
}

function readRef(request: ApiRequest, ref: string) {
  const found = request.repository.git.readRef(ref);
  return found === undefined ? undefined : { ref, ...found };
}

function getRef(request: ApiRequest): Reply {
  const found = readRef(request, `refs/${request.params.ref}`);
  if (found === undefined) throw notFound();
  return ok(shownRef(request, found));
}

/** Refs that GitHub manages itself. */
function checkWritable(ref: string): void {
  if (ref.startsWith('refs/pull/')) throw unprocessable('Reference cannot be updated');
}

function createRef(request: ApiRequest): Reply {
  const { git } = request.repository;
  const { ref, sha } = bodyOf<{ ref: string; sha: string }>(request);
  if (!/^refs\/[^/]+\/./.test(ref))
    throw unprocessable("Reference name must start with 'refs/' and have at least two slashes");
  if (!git.isValidRefName(ref)) throw unprocessable('Reference name is not valid');
  checkWritable(ref);
  if (git.readRef(ref) !== undefined) throw unprocessable('Reference already exists');
  if (git.objectType(sha) === undefined) throw unprocessable('Object does not exist');
  writeRef(request, ref, sha, null);
  return created(shownRef(request, readRef(request, ref)!));
}

function updateRef(request: ApiRequest): Reply {
  const { git } = request.repository;
  const ref = `refs/${request.params.ref}`;
  const { sha, force } = bodyOf<{ sha: string; force?: boolean }>(request);
  checkWritable(ref);
  const current = git.readRef(ref);
  if (current === undefined) throw unprocessable('Reference does not exist');
  if (git.objectType(sha) === undefined) throw unprocessable('Object does not exist');
  if (force !== true && !git.isAncestor(current.sha, sha)) throw unprocessable('Update is not a fast forward');
  writeRef(request, ref, sha, current.sha);
  return ok(shownRef(request, readRef(request, ref)!));
}

/** Compare-and-swap: a push straight to the git directory meanwhile is a conflict, as on GitHub. */
function writeRef(request: ApiRequest, ref: string, sha: string, expected: string | null): void {
  try {
    request.repository.git.setRef(ref, sha, expected);
  } catch (error) {
    if (error instanceof GitError) throw new ApiError(409, `Reference cannot be updated: ${error.message}`);
    throw error;
  }
}

function deleteRef(request: ApiRequest): Reply {
  const ref = `refs/${request.params.ref}`;
  checkWritable(ref);
  if (readRef(request, ref) === undefined) throw unprocessable('Reference does not exist');
  request.repository.git.deleteRef(ref);
  return noContent();
}

export const GIT_DATA_OPERATIONS: Operations = {
  'git/create-blob': createBlob,
  'git/create-commit': createCommit,
  'git/create-ref': createRef,
  'git/create-tree': createTree,
  'git/delete-ref': deleteRef,
  'git/get-blob': getBlob,
  'git/get-commit': getCommit,
  'git/get-ref': getRef,
  'git/get-tree': getTree,
  'git/list-matching-refs': (request) => {
    const refs = request.repository.git.listRefs(`refs/${request.params.ref}`);
    return list({ ...request, query: { per_page: '100' } }, refs, (found) => shownRef(request, found));
  },
  'git/update-ref': updateRef,
};
