import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { ModelStore } from '../../model-store.ts';
import type { Descriptor, Digest } from '../content/descriptor.ts';
import { unknownManifest } from '../content/unknown-manifest.ts';
import { verifiedBytes, verifiedStream } from '../content/verified.ts';
import {
  type BlobOptions,
  type BlobSource,
  type ContentPlace,
  type NewManifest,
  writeArtifact,
  writeVersion,
} from '../content/write-content.ts';
import { assertTag } from '../tag-name.ts';
import { blobPath, hasBlobFile, writeBlobFile } from './blob-file.ts';
import { removeAbandonedDrafts } from './draft-file.ts';
import { changeIndex, createLayout, readIndex, storedManifest, tagged, tagOf } from './index-file.ts';
import { layoutError } from './layout-error.ts';

/**
 * A store in a folder: an OCI image layout, readable by skopeo, crane and oras. A manifest stands in `index.json` only
 * when everything it names is on the disk; `index.json` changes in one step, under a lock.
 * @param directory absolute path; created by the first push
 * @param shown the path as the user wrote it, for references
 */
export function ociLayoutStore(directory: string, shown = directory): ModelStore {
  const place = new LayoutPlace(directory, shown);
  const doing = <T>(what: string, work: () => Promise<T>) =>
    work().catch((error: Error) => {
      throw layoutError(shown, what, error);
    });
  return {
    kind: 'oci_layout',
    reference: (digest) => `${shown.replace(/\/+$/, '') || '/'}@${digest}`,
    manifest: (digest) => doing(`Reading ${digest}`, () => place.manifest(digest)),
    push: (identity, root, options) =>
      doing(`Storing ${identity.version}`, () => place.push(() => writeVersion(place, identity, root, options))),
    attach: (subject, artifactType, files, options) =>
      doing(`Attaching documents to ${subject}`, () =>
        place.push(() => writeArtifact(place, subject, artifactType, files, options)),
      ),
    blob: (digest) => doing(`Reading ${digest}`, () => place.blob(digest)),
    tag: (name, digest) => doing(`Setting the tag ${name}`, () => place.tag(name, digest)),
    tags: () => doing('Reading the tags', () => place.tags()),
  };
}

class LayoutPlace implements ContentPlace {
  readonly name: string;
  readonly #directory: string;
  /** As the user wrote it: messages name no path of this machine. */
  readonly #shown: string;

  constructor(directory: string, shown: string) {
    this.name = `the model store ${shown}`;
    this.#directory = directory;
    this.#shown = shown;
  }

  async push<T>(work: () => Promise<T>): Promise<T> {
    await createLayout(this.#directory);
    await removeAbandonedDrafts(this.#directory);
    return await work();
  }

  async hasManifest(digest: Digest): Promise<boolean> {
    const stored = storedManifest(await readIndex(this.#directory), digest);
    return stored !== null && (await hasBlobFile(this.#directory, stored));
  }

  async manifest(digest: Digest): Promise<Uint8Array | null> {
    if (storedManifest(await readIndex(this.#directory), digest) === null) return null;
    try {
      return verifiedBytes(await readFile(blobPath(this.#directory, digest)), digest, this.name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async writeBlob(blob: Descriptor, source: BlobSource, options: BlobOptions): Promise<number> {
    if (await hasBlobFile(this.#directory, blob)) return 0;
    return await writeBlobFile(this.#directory, blob, source, options);
  }

  async writeManifest({ descriptor, bytes }: NewManifest): Promise<void> {
    await this.writeBlob(descriptor, bytes, {});
    await changeIndex(this.#directory, (descriptors) =>
      descriptors.some((other) => other.digest === descriptor.digest && tagOf(other) === null)
        ? null
        : [...descriptors, descriptor],
    );
  }

  /** Nothing to do: the index of a layout lists everything. */
  async relist(): Promise<void> {}

  async blob(digest: Digest): Promise<NodeJS.ReadableStream | null> {
    const handle = await open(blobPath(this.#directory, digest), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw error;
    });
    if (handle === null) return null;
    const file = createReadStream('', { fd: handle, highWaterMark: 1 << 20 });
    return verifiedStream(file, digest, this.name, (error) => layoutError(this.#shown, `Reading ${digest}`, error));
  }

  async tag(name: string, digest: Digest): Promise<void> {
    assertTag(name);
    await changeIndex(this.#directory, (descriptors) => {
      const stored = storedManifest({ schemaVersion: 2, manifests: descriptors }, digest);
      if (stored === null) throw unknownManifest(name, digest, this.name);
      const now = descriptors.find((descriptor) => tagOf(descriptor) === name);
      if (now?.digest === digest) return null;
      return [...descriptors.filter((descriptor) => tagOf(descriptor) !== name), tagged(stored, name)];
    });
  }

  async tags(): Promise<Record<string, Digest>> {
    const { manifests } = await readIndex(this.#directory);
    const names = manifests.flatMap((descriptor) => {
      const name = tagOf(descriptor);
      return name === null ? [] : [[name, descriptor.digest] as const];
    });
    return Object.fromEntries(names.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
