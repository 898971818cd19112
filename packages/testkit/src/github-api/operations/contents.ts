import { posix } from 'node:path';
import { ApiError, notFound } from '../api-error.ts';
import type { TreeEntry } from '../git/git-repository.ts';
import { type ApiRequest, type Operations, ok, type Reply } from '../operation.ts';
import { pageUrl, repoUrl } from '../representations/repository.ts';
import { wantsRaw, wrapBase64 } from './git-data.ts';

const MAX_INLINE_BYTES = 1024 * 1024;
const MAX_BYTES = 100 * 1024 * 1024;
const SYMLINK = '120000';
const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');

function entryType(entry: TreeEntry): string {
  if (entry.mode === SYMLINK) return 'symlink';
  return { blob: 'file', tree: 'dir', commit: 'submodule' }[entry.type];
}

/** What file and directory entries of the contents API share. */
function contentEntry({ world, repository }: ApiRequest, entry: TreeEntry, path: string, ref: string) {
  const url = `${repoUrl(world, repository, `contents/${encodePath(path)}`)}?ref=${encodeURIComponent(ref)}`;
  const page = pageUrl(world, repository, `${entry.type}/${encodeURIComponent(ref)}/${encodePath(path)}`);
  const gitUrl = repoUrl(world, repository, `git/${entry.type}s/${entry.sha}`);
  const isFile = entry.type === 'blob';
  return {
    name: path.split('/').at(-1)!,
    path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: page,
    git_url: gitUrl,
    download_url: isFile ? pageUrl(world, repository, `raw/${encodeURIComponent(ref)}/${encodePath(path)}`) : null,
    type: entryType(entry),
    _links: { self: url, git: gitUrl, html: page },
  };
}

function getContent(request: ApiRequest): Reply {
  const { repository, query, params } = request;
  const { git } = repository;
  const ref = query.ref ?? repository.defaultBranch;
  const commit = git.resolveCommit(ref);
  if (commit === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const path = params.path!.replace(/^\/+|\/+$/g, '');
  const entry = git.entryAt(commit, path);
  if (entry === undefined) throw notFound();
  if (entry.type === 'tree') {
    const below = git.readTree(entry.sha)!;
    const join = (name: string) => (path === '' ? name : `${path}/${name}`);
    return ok(below.map((child) => contentEntry(request, child, join(child.path), ref)));
  }
  if (entry.type === 'commit') throw notFound();
  return entry.mode === SYMLINK
    ? linkContent(request, { commit, entry, path, ref })
    : fileContent(request, entry, path, ref);
}

/** A link to a file of the repository answers with that file; any other link with itself. */
function linkContent(
  request: ApiRequest,
  { commit, entry, path, ref }: { commit: string; entry: TreeEntry; path: string; ref: string },
): Reply {
  const { git } = request.repository;
  const target = git.readBlob(entry.sha).toString('utf8');
  const inside = posix.join(posix.dirname(path), target);
  const file = target.startsWith('/') || inside.startsWith('..') ? undefined : git.entryAt(commit, inside);
  if (file?.type === 'blob' && file.mode !== SYMLINK) return fileContent(request, file, inside, ref);
  return ok({ ...contentEntry(request, entry, path, ref), target });
}

function fileContent(request: ApiRequest, entry: TreeEntry, path: string, ref: string): Reply {
  const size = entry.size ?? 0;
  if (size > MAX_BYTES) throw new ApiError(403, 'This API returns blobs up to 100 MB in size.');
  const content = request.repository.git.readBlob(entry.sha);
  if (wantsRaw(request)) {
    return { status: 200, raw: content, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } };
  }
  const inline = size <= MAX_INLINE_BYTES;
  return ok({
    ...contentEntry(request, entry, path, ref),
    content: inline ? wrapBase64(content) : '',
    encoding: inline ? 'base64' : 'none',
  });
}

export const CONTENT_OPERATIONS: Operations = { 'repos/get-content': getContent };
