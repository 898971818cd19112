import * as z from 'zod';
import { type Descriptor, type Digest, digestSchema, MEDIA, readManifest } from '../content/descriptor.ts';
import { unknownManifest } from '../content/unknown-manifest.ts';
import { alteredContent, verifiedBytes, verifiedStream } from '../content/verified.ts';
import type { BlobOptions, BlobSource, ContentPlace, NewManifest } from '../content/write-content.ts';
import { assertTag, isReservedTag, keepingTag } from '../tag-name.ts';
import { isNetworkFailure, type RegistryClient } from './client.ts';
import { listReferrer } from './referrers.ts';
import { unexpectedAnswer, unreachable } from './registry-error.ts';
import { uploadBlob } from './upload.ts';

const ACCEPT = { accept: `${MEDIA.manifest}, ${MEDIA.index}` };
const MAX_PAGES = 1000;

/** What a repository of a registry holds, and how it gets there. */
export class RegistryPlace implements ContentPlace {
  readonly name: string;
  readonly #client: RegistryClient;

  constructor(client: RegistryClient) {
    this.#client = client;
    this.name = client.address.reference;
  }

  async hasManifest(digest: Digest, signal?: AbortSignal): Promise<boolean> {
    return (await this.#digestOf(digest, `Looking for ${digest}`, signal)) !== null;
  }

  async manifest(digest: Digest): Promise<Uint8Array | null> {
    const url = this.#client.url(`manifests/${digest}`);
    const options = { method: 'GET', doing: `Reading ${digest}`, headers: ACCEPT, also: [404] } as const;
    const answer = await this.#client.call(url, options);
    return answer.status === 404 ? null : verifiedBytes(answer.body, digest, this.name);
  }

  async writeBlob(blob: Descriptor, source: BlobSource, options: BlobOptions): Promise<number> {
    return await uploadBlob(this.#client, blob, source, options);
  }

  /**
   * A version is put under a tag of its own, which stores it under its digest too: registries that collect manifests
   * without a tag keep it when its alias moves on. What is about a version is kept by its subject.
   */
  async writeManifest({ descriptor, bytes, subject }: NewManifest, signal: AbortSignal | undefined): Promise<void> {
    const { digest } = descriptor;
    if (subject) {
      const answer = await this.#put(digest, bytes, `Storing the manifest ${digest}`, signal);
      return await listReferrer(this.#client, subject.digest, descriptor, 'oci-subject' in answer.headers, signal);
    }
    const doing = `Storing the manifest ${digest}`;
    const kept = await this.#put(keepingTag(digest), bytes, doing, signal, [400, 405, 409, 422]);
    if (kept.status >= 400 || !(await this.hasManifest(digest, signal))) await this.#put(digest, bytes, doing, signal);
  }

  /** Lists an artifact that is there already, where an earlier run was killed before it did. */
  async relist({ descriptor, subject }: NewManifest, signal: AbortSignal | undefined): Promise<void> {
    if (subject) await listReferrer(this.#client, subject.digest, descriptor, true, signal);
  }

  async blob(digest: Digest): Promise<NodeJS.ReadableStream | null> {
    const doing = `Reading the blob ${digest}`;
    const url = this.#client.url(`blobs/${digest}`);
    const response = await this.#client.open(url, { method: 'GET', doing, also: [404] });
    if (response === null) return null;
    return verifiedStream(response.body, digest, this.name, (error) =>
      isNetworkFailure(error) ? unreachable(doing, this.name, 1, error) : error,
    );
  }

  async tag(name: string, digest: Digest): Promise<void> {
    assertTag(name);
    const bytes = await this.manifest(digest);
    if (bytes === null) throw unknownManifest(name, digest, this.name);
    await this.#put(name, bytes, `Setting the tag ${name} to ${digest}`, undefined);
  }

  async tags(): Promise<Record<string, Digest>> {
    const names = (await this.#tagNames()).filter((name) => !isReservedTag(name)).sort();
    const tags: Record<string, Digest> = {};
    for (const name of names) {
      const digest = await this.#digestOf(name, `Reading the tag ${name}`, undefined);
      if (digest !== null) tags[name] = digest;
    }
    return tags;
  }

  async #tagNames(): Promise<string[]> {
    const names: string[] = [];
    let url: URL | null = this.#client.url('tags/list?n=1000');
    for (let page = 0; url !== null && page < MAX_PAGES; page++) {
      const doing = 'Reading the tags';
      const answer = await this.#client.call(url, { method: 'GET', doing, also: [404] });
      if (answer.status === 404) break;
      names.push(...this.#tagList(answer.body.toString('utf8')));
      const next: string | undefined = /<([^>]*)>\s*;\s*rel="?next"?/.exec(String(answer.headers.link ?? ''))?.[1];
      url = next === undefined ? null : this.#client.follow(url, next, doing);
    }
    return names;
  }

  #tagList(body: string): string[] {
    try {
      return z.looseObject({ tags: z.array(z.string()).nullish() }).parse(JSON.parse(body)).tags ?? [];
    } catch {
      throw unexpectedAnswer('Reading the tags', this.name, 'the answer is no list of tags');
    }
  }

  /** The digest a tag or digest stands for; null when the registry does not know it. Read in whole where no header says it. */
  async #digestOf(reference: string, doing: string, signal: AbortSignal | undefined): Promise<Digest | null> {
    const url = this.#client.url(`manifests/${reference}`);
    const answer = await this.#client.call(url, { method: 'HEAD', doing, headers: ACCEPT, signal, also: [404] });
    if (answer.status === 404) return null;
    const asked = digestSchema.safeParse(reference);
    if (asked.success) return asked.data;
    const told = digestSchema.safeParse(answer.headers['docker-content-digest']);
    if (told.success) return told.data;
    throw unexpectedAnswer(doing, this.name, 'the answer has no Docker-Content-Digest');
  }

  async #put(
    reference: string,
    bytes: Uint8Array,
    doing: string,
    signal: AbortSignal | undefined,
    also: readonly number[] = [],
  ) {
    const answer = await this.#client.call(this.#client.url(`manifests/${reference}`), {
      method: 'PUT',
      doing,
      headers: { 'content-type': readManifest(bytes, reference).mediaType ?? MEDIA.manifest },
      body: { length: bytes.length, send: (write) => write(bytes) },
      signal,
      also,
    });
    const digest = digestSchema.safeParse(reference);
    const stored = answer.headers['docker-content-digest'];
    if (digest.success && typeof stored === 'string' && stored !== digest.data)
      throw alteredContent(this.name, digest.data, stored);
    return answer;
  }
}
