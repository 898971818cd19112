import type { ModelIdentity, StoreKind } from '@model-delivery/core';

type Digest = `sha256:${string}`;

/** A file of an evidence artifact: its name, and its bytes or where they are on disk. */
export interface AttachedFile {
  /** Title of the layer, such as `evaluation.json` (`org.opencontainers.image.title`). */
  name: string;
  content: Uint8Array | { path: string };
  mediaType: string;
}

/** What a push did: whether the version was new to the store, and how many bytes of bodies crossed the wire (or were copied). */
export interface PushOutcome {
  created: boolean;
  bytesSent: number;
}

export interface TransferOptions {
  signal?: AbortSignal | undefined;
  /** Called while bytes move: bytes done, bytes in all. */
  progress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Where the bytes of versions are kept: content-addressed, append-only. Blobs first, manifest last, so that a killed push
 * leaves nothing visible. Which version an alias names is the ledger's business: tags here are projections of it.
 * Throws ExternalError/PermissionError where the place cannot be reached, EvidenceError where stored bytes are not what
 * their digest says.
 */
export interface ModelStore {
  readonly kind: StoreKind;
  /** How a reader finds a version, such as `ghcr.io/acme/models@sha256:…` or `registry@sha256:…`. */
  reference(digest: Digest): string;
  /** Bytes of a manifest, verified against its digest; null when the store does not have it. */
  manifest(digest: Digest): Promise<Uint8Array | null>;
  /** Uploads config, layers, manifest. `root` is the model file or directory the identity was computed from; no byte is stored that is not what was identified. */
  push(identity: ModelIdentity, root: string, options?: TransferOptions): Promise<PushOutcome>;
  /** Stores documents and files as an OCI artifact whose `subject` is a version; the same files give the same digest. */
  attach(
    subject: Digest,
    artifactType: string,
    files: readonly AttachedFile[],
    options?: TransferOptions,
  ): Promise<Digest>;
  /** Opens a blob for reading, verified on the way: a stream that ends with other bytes than its digest fails. Null when absent. */
  blob(digest: Digest): Promise<NodeJS.ReadableStream | null>;
  /** Sets or moves a tag to a manifest that is in the store. */
  tag(name: string, digest: Digest): Promise<void>;
  /** Every tag and the digest it names. */
  tags(): Promise<Record<string, Digest>>;
}
