import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalJson, EvidenceError, InternalError, type ModelIdentity, sha256Hex } from '@model-delivery/core';
import { hashFile } from '@model-delivery/model-files';
import type { AttachedFile, PushOutcome, TransferOptions } from '../../model-store.ts';
import { ANNOTATION, type Descriptor, type Digest, MEDIA, readManifest } from './descriptor.ts';

/** Bytes of a blob: in memory, or of a file; `shown` is how messages name it. */
export type BlobSource = Uint8Array | { path: string; shown?: string | undefined };

/** A source as messages name it: without the folders above. */
export function sourceName(source: BlobSource): string {
  return source instanceof Uint8Array ? 'a document' : (source.shown ?? basename(source.path));
}

/** The few things a place must be able to do so that versions and artifacts can be written to it. */
export interface ContentPlace {
  readonly name: string;
  manifest(digest: Digest): Promise<Uint8Array | null>;
  hasManifest(digest: Digest): Promise<boolean>;
  /**
   * Writes a blob unless it is there, hashing what is written. Gives the bytes moved.
   * @throws EvidenceError when the source has other bytes than the descriptor says
   */
  writeBlob(blob: Descriptor, source: BlobSource, options: BlobOptions): Promise<number>;
  /** Makes a manifest visible, once everything it names is there. */
  writeManifest(manifest: NewManifest, signal: AbortSignal | undefined): Promise<void>;
  /** Completes what a killed run may have left undone for an artifact that is there. */
  relist(manifest: NewManifest, signal: AbortSignal | undefined): Promise<void>;
}

export interface BlobOptions {
  signal?: AbortSignal | undefined;
  /** Called with the number of bytes that moved since the last call. */
  moved?: ((bytes: number) => void) | undefined;
}

export interface NewManifest {
  descriptor: Descriptor;
  bytes: Uint8Array;
  subject?: Descriptor | undefined;
}

/** The file had other bytes than when it was identified. */
export function changedSource(path: string, expected: Digest, found: string): EvidenceError {
  return new EvidenceError({
    code: 'MODEL_CHANGED',
    message: `Storing ${path}: expected the bytes ${expected} that were identified, found ${found}.`,
    hint: 'Something wrote to the file meanwhile. Let training finish before registering, then run it again.',
  });
}

function descriptorOf(mediaType: string, bytes: Uint8Array): Descriptor {
  return { mediaType, digest: `sha256:${sha256Hex(bytes)}`, size: bytes.length };
}

/** Writes a version: layers and config, then its manifest. Blobs with the same bytes are written once. */
export async function writeVersion(
  place: ContentPlace,
  identity: ModelIdentity,
  root: string,
  options: TransferOptions = {},
): Promise<PushOutcome> {
  const manifestBytes = Buffer.from(identity.manifest);
  const manifest = { ...descriptorOf(MEDIA.manifest, manifestBytes), artifactType: MEDIA.modelArtifact };
  const { config, layers } = readManifest(manifestBytes, identity.version);
  const single = (await lstat(root)).isFile();
  const blobs = new Map<Digest, { blob: Descriptor; source: BlobSource }>();
  layers.forEach((blob, index) => {
    const shown = identity.files[index]!.path;
    blobs.set(blob.digest, { blob, source: { path: single ? root : join(root, shown), shown } });
  });
  blobs.set(config.digest, { blob: config, source: Buffer.from(identity.config) });

  const total = [...blobs.values()].reduce((sum, { blob }) => sum + blob.size, 0);
  let done = 0;
  let bytesSent = 0;
  for (const { blob, source } of blobs.values()) {
    options.signal?.throwIfAborted();
    const before = done;
    const moved = (bytes: number) => {
      done += bytes;
      options.progress?.(done, total);
    };
    bytesSent += await place.writeBlob(blob, source, { signal: options.signal, moved });
    done = before + blob.size;
    options.progress?.(done, total);
  }
  const created = !(await place.hasManifest(manifest.digest));
  if (created) {
    await place.writeManifest({ descriptor: manifest, bytes: manifestBytes }, options.signal);
    bytesSent += manifestBytes.length;
  }
  return { created, bytesSent };
}

/** Writes an artifact about a version. Nothing of it depends on time or machine: the same files give the same digest. */
export async function writeArtifact(
  place: ContentPlace,
  subjectDigest: Digest,
  artifactType: string,
  files: readonly AttachedFile[],
  options: TransferOptions = {},
): Promise<Digest> {
  const subject = await subjectOf(place, subjectDigest);
  const empty = Buffer.from('{}');
  const config = descriptorOf(MEDIA.empty, empty);
  const layers = await Promise.all(sortedByName(files).map(layerOf));
  const bytes = Buffer.from(
    canonicalJson({
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      artifactType,
      config,
      layers: layers.map(({ blob }) => blob),
      subject,
    }),
  );
  const descriptor = { ...descriptorOf(MEDIA.manifest, bytes), artifactType };
  if (await place.hasManifest(descriptor.digest)) {
    await place.relist({ descriptor, bytes, subject }, options.signal);
    return descriptor.digest;
  }
  const total = layers.reduce((sum, { blob }) => sum + blob.size, 0);
  let done = 0;
  for (const { blob, source } of [...layers, { blob: config, source: empty }]) {
    options.signal?.throwIfAborted();
    await place.writeBlob(blob, source, { signal: options.signal });
    if (blob !== config) done += blob.size;
    options.progress?.(done, total);
  }
  await place.writeManifest({ descriptor, bytes, subject }, options.signal);
  return descriptor.digest;
}

async function subjectOf(place: ContentPlace, digest: Digest): Promise<Descriptor> {
  const bytes = await place.manifest(digest);
  if (bytes) return { mediaType: MEDIA.manifest, digest, size: bytes.length, artifactType: MEDIA.modelArtifact };
  throw new EvidenceError({
    code: 'VERSION_NOT_STORED',
    message: `Attaching documents to ${digest}: ${place.name} does not have that version.`,
    hint: 'Register the model first; if it was registered, check `registry.store`.',
  });
}

function sortedByName(files: readonly AttachedFile[]): AttachedFile[] {
  const names = new Set(files.map((file) => file.name));
  if (files.length === 0 || names.size < files.length) {
    throw new InternalError({
      code: 'INTERNAL',
      message: `An artifact needs files with different names; got ${files.map((file) => file.name).join(', ') || 'none'}.`,
    });
  }
  return [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

async function layerOf(file: AttachedFile): Promise<{ blob: Descriptor; source: BlobSource }> {
  const annotations = { [ANNOTATION.title]: file.name };
  if (file.content instanceof Uint8Array)
    return { blob: { ...descriptorOf(file.mediaType, file.content), annotations }, source: file.content };
  const { size, sha256 } = await hashFile(file.content.path);
  return { blob: { mediaType: file.mediaType, digest: `sha256:${sha256}`, size, annotations }, source: file.content };
}
