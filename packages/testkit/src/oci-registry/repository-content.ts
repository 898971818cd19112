import { createHash } from 'node:crypto';

/** sha256 in the form of OCI. */
export const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export interface StoredManifest {
  bytes: Buffer;
  mediaType: string;
}

interface ManifestShape {
  artifactType?: string;
  config?: { digest: string; mediaType: string };
  layers?: { digest: string }[];
  subject?: { digest: string };
  annotations?: Record<string, string>;
}

/** What a repository of the fake holds. */
export class RepositoryContent {
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, StoredManifest>();
  readonly tags = new Map<string, string>();

  manifest(reference: string): { digest: string; manifest: StoredManifest } | null {
    const digest = reference.startsWith('sha256:') ? reference : this.tags.get(reference);
    const manifest = digest === undefined ? undefined : this.manifests.get(digest);
    return manifest ? { digest: digest!, manifest } : null;
  }

  /** The first blob a manifest names that is not there. */
  missingBlob(bytes: Buffer): string | null {
    const { config, layers = [] } = JSON.parse(bytes.toString('utf8')) as ManifestShape;
    const named = [...(config ? [config] : []), ...layers].map((blob) => blob.digest);
    return named.find((digest) => !this.blobs.has(digest)) ?? null;
  }

  referrers(subject: string): object[] {
    return [...this.manifests].flatMap(([digest, { bytes, mediaType }]) => {
      const manifest = JSON.parse(bytes.toString('utf8')) as ManifestShape;
      if (manifest.subject?.digest !== subject) return [];
      const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
      return [{ mediaType, digest, size: bytes.length, artifactType, annotations: manifest.annotations }];
    });
  }
}

/** The subject a manifest is about. */
export function subjectOf(bytes: Buffer): string | undefined {
  return (JSON.parse(bytes.toString('utf8')) as ManifestShape).subject?.digest;
}
