import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { nodeId } from '../node-id.ts';
import type { ReleaseRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import type { World } from '../world.ts';
import { userByLogin } from './account.ts';
import { pageUrl, repoUrl } from './repository.ts';

/** `release`. */
export function release(world: World, repository: FakeRepository, record: ReleaseRecord): JsonObject {
  const url = repoUrl(world, repository, `releases/${record.id}`);
  const tag = encodeURIComponent(record.tagName);
  return {
    id: record.id,
    node_id: nodeId('Release', record.id),
    url,
    html_url: pageUrl(world, repository, `releases/tag/${tag}`),
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: repoUrl(world, repository, `tarball/${tag}`),
    zipball_url: repoUrl(world, repository, `zipball/${tag}`),
    tag_name: record.tagName,
    target_commitish: repository.defaultBranch,
    name: record.name,
    body: record.body,
    draft: record.draft,
    prerelease: record.prerelease,
    created_at: record.createdAt,
    published_at: record.draft ? null : record.createdAt,
    author: userByLogin(world, record.author),
    assets: record.assets.map((asset) => ({
      id: asset.id,
      node_id: nodeId('ReleaseAsset', asset.id),
      url: repoUrl(world, repository, `releases/assets/${asset.id}`),
      browser_download_url: pageUrl(world, repository, `releases/download/${tag}/${encodeURIComponent(asset.name)}`),
      name: asset.name,
      label: null,
      state: 'uploaded',
      content_type: asset.contentType,
      size: asset.content.length,
      digest: `sha256:${createHash('sha256').update(asset.content).digest('hex')}`,
      download_count: 0,
      created_at: record.createdAt,
      updated_at: record.createdAt,
      uploader: userByLogin(world, record.author),
    })),
  };
}
