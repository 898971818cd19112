import { createHash, randomBytes } from 'node:crypto';

/** A finished artifact of a workflow run. */
export interface StoredArtifact {
  id: number;
  /** `owner/name`. */
  repository: string;
  runId: number;
  runAttempt: number;
  name: string;
  /** The uploaded bytes: a zip, unless the client uploaded a single file as it is. */
  content: Buffer;
  contentType: string;
  /** `sha256:<hex>` of `content`. */
  digest: string;
  createdAt: Date;
  expiresAt: Date;
}

interface PendingArtifact {
  repository: string;
  runId: number;
  runAttempt: number;
  name: string;
  contentType: string;
  expiresAt: Date;
  blobKey: string;
}

interface Blob {
  blocks: Map<string, Buffer>;
  content: Buffer | undefined;
  contentType: string;
}

/** The run attempt an upload belongs to. */
export interface RunAttempt {
  repository: string;
  runId: number;
  runAttempt: number;
}

const DEFAULT_RETENTION_DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;

/** Artifacts of all runs; the results service writes them, it and the REST API read them. */
export class ArtifactStore {
  readonly #clock: () => Date;
  readonly #nextId: () => number;
  readonly #artifacts = new Map<number, StoredArtifact>();
  readonly #pending: PendingArtifact[] = [];
  readonly #blobs = new Map<string, Blob>();

  constructor(options: { clock: () => Date; nextId?: () => number }) {
    let last = 3_000_000_000;
    this.#clock = options.clock;
    this.#nextId = options.nextId ?? (() => ++last);
  }

  /** Opens an upload; undefined when the name is taken in this run attempt (names are immutable within one). */
  begin(
    of: RunAttempt,
    upload: { name: string; contentType: string; expiresAt?: Date },
  ): { blobKey: string } | undefined {
    const taken = (other: RunAttempt & { name: string }) => sameAttempt(other, of) && other.name === upload.name;
    if ([...this.#artifacts.values()].some(taken) || this.#pending.some(taken)) return undefined;
    const blobKey = `${of.runId}-${of.runAttempt}-${randomBytes(8).toString('hex')}`;
    const retention = new Date(this.#clock().getTime() + DEFAULT_RETENTION_DAYS * DAY);
    this.#blobs.set(blobKey, { blocks: new Map(), content: undefined, contentType: upload.contentType });
    this.#pending.push({
      ...of,
      name: upload.name,
      contentType: upload.contentType,
      expiresAt: upload.expiresAt ?? retention,
      blobKey,
    });
    return { blobKey };
  }

  /** Closes an upload. Throws when nothing was uploaded or size or digest are not those of the bytes received. */
  finish(of: RunAttempt, name: string, claimed: { size: number; hash: string | undefined }): StoredArtifact {
    const index = this.#pending.findIndex((pending) => sameAttempt(pending, of) && pending.name === name);
    const pending = this.#pending[index];
    if (pending === undefined) throw new Error(`no upload of an artifact ${name} was begun in run ${of.runId}`);
    const blob = this.#blobs.get(pending.blobKey)!;
    if (blob.content === undefined) throw new Error(`artifact ${name} was finished before its block list was sent`);
    const digest = digestOf(blob.content);
    if (claimed.size !== blob.content.length) {
      throw new Error(`artifact ${name} has ${blob.content.length} bytes, the client says ${claimed.size}`);
    }
    if (claimed.hash !== undefined && claimed.hash !== digest) {
      throw new Error(`artifact ${name} has digest ${digest}, the client says ${claimed.hash}`);
    }
    this.#pending.splice(index, 1);
    this.#blobs.delete(pending.blobKey);
    const { blobKey: _, ...fields } = pending;
    return this.#keep({ ...fields, content: blob.content, digest, createdAt: this.#clock(), id: this.#nextId() });
  }

  /** Puts an artifact there as if a run had uploaded it: hostile archives, expired ones, wrong digests. */
  add(artifact: RunAttempt & { name: string; content: Buffer } & Partial<StoredArtifact>): StoredArtifact {
    const createdAt = artifact.createdAt ?? this.#clock();
    return this.#keep({
      contentType: 'application/zip',
      digest: digestOf(artifact.content),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + DEFAULT_RETENTION_DAYS * DAY),
      id: this.#nextId(),
      ...artifact,
    });
  }

  get(id: number): StoredArtifact | undefined {
    return this.#artifacts.get(id);
  }

  delete(id: number): boolean {
    return this.#artifacts.delete(id);
  }

  /** Artifacts of a repository, newest first; of one run when `runId` is given. */
  list(repository: string, runId?: number): StoredArtifact[] {
    const all = [...this.#artifacts.values()].reverse();
    return all.filter((found) => found.repository === repository && (runId === undefined || found.runId === runId));
  }

  isExpired(artifact: StoredArtifact): boolean {
    return artifact.expiresAt <= this.#clock();
  }

  /** Stores one block of a block blob; false when the blob is unknown. */
  putBlock(key: string, blockId: string, content: Buffer): boolean {
    return this.#blobs.get(key)?.blocks.set(blockId, content) !== undefined;
  }

  /** Joins blocks in the order of the list. Returns the ids that were never sent. */
  commitBlocks(key: string, blockIds: string[]): string[] | undefined {
    const blob = this.#blobs.get(key);
    if (blob === undefined) return undefined;
    const missing = blockIds.filter((id) => !blob.blocks.has(id));
    if (missing.length === 0) blob.content = Buffer.concat(blockIds.map((id) => blob.blocks.get(id)!));
    return missing;
  }

  /** Stores a whole blob at once; false when it is unknown. */
  putBlob(key: string, content: Buffer): boolean {
    const blob = this.#blobs.get(key);
    if (blob !== undefined) blob.content = content;
    return blob !== undefined;
  }

  #keep(artifact: StoredArtifact): StoredArtifact {
    this.#artifacts.set(artifact.id, artifact);
    return artifact;
  }
}

function sameAttempt(a: RunAttempt, b: RunAttempt): boolean {
  return a.repository === b.repository && a.runId === b.runId && a.runAttempt === b.runAttempt;
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
