import { EvidenceError } from '@model-delivery/core';
import * as z from 'zod';

export type Digest = `sha256:${string}`;

export const MEDIA = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  modelArtifact: 'application/vnd.cncf.model.manifest.v1+json',
  empty: 'application/vnd.oci.empty.v1+json',
} as const;

/** Annotations that name things: the path of a model file, the title of an attached file, the tag of a descriptor. */
export const ANNOTATION = {
  modelPath: 'org.cncf.model.filepath',
  title: 'org.opencontainers.image.title',
  tag: 'org.opencontainers.image.ref.name',
} as const;

export const digestSchema = z.custom<Digest>(
  (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
  'expected sha256: and 64 hex digits',
);

/** Points at content: what it is, its digest, its size in bytes. */
export const descriptorSchema = z.looseObject({
  mediaType: z.string().max(255),
  digest: digestSchema,
  size: z.number().int().nonnegative(),
  artifactType: z.string().max(255).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof descriptorSchema>;

const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema).max(100_000),
  subject: descriptorSchema.optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Bytes of a manifest as what they say. @throws EvidenceError when they are no OCI image manifest. */
export function readManifest(bytes: Uint8Array, where: string): Manifest {
  const refuse = (found: string, cause?: unknown) =>
    new EvidenceError({
      code: 'STORE_MANIFEST',
      message: `Reading the manifest ${where}: expected an OCI image manifest, found ${found}.`,
      hint: 'The version was not written by model-delivery, or by a newer one. `model-delivery verify` shows what else is wrong.',
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse('bytes that are no JSON', cause);
  }
  const manifest = manifestSchema.safeParse(content);
  if (manifest.success) return manifest.data;
  const problem = manifest.error.issues[0]!;
  throw refuse(`${problem.message} at ${problem.path.join('.') || 'the top'}`);
}
