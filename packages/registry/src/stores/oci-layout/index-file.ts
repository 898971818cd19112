import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EvidenceError } from '@model-delivery/core';
import * as z from 'zod';
import { ANNOTATION, type Descriptor, type Digest, descriptorSchema, MEDIA } from '../content/descriptor.ts';
import { draftPath } from './draft-file.ts';
import { withLock } from './index-lock.ts';

const indexSchema = z.looseObject({ schemaVersion: z.literal(2), manifests: z.array(descriptorSchema) });
export type LayoutIndex = z.infer<typeof indexSchema>;

const LAYOUT = '{"imageLayoutVersion":"1.0.0"}';

/** The index of a layout; one without manifests where there is no layout yet. @throws EvidenceError when it is damaged */
export async function readIndex(directory: string): Promise<LayoutIndex> {
  const path = join(directory, 'index.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { schemaVersion: 2, mediaType: MEDIA.index, manifests: [] };
  }
  try {
    return indexSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new EvidenceError({
      code: 'STORE_CORRUPT',
      message: `Reading the model store ${basename(directory)}: index.json is no index of an OCI layout.`,
      hint: 'Restore index.json from a copy: the blobs are untouched, and the ledger names every version and its digest.',
      cause,
    });
  }
}

/** Replaces a file in one step: readers see the bytes before or after, and a power failure leaves one of them. */
async function replaceFile(directory: string, name: string, content: string, commit?: () => Promise<void>) {
  const draft = await draftPath(directory);
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await commit?.();
    await rename(draft, join(directory, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** Makes renames within a folder last. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates what every layout has, where it is missing. */
export async function createLayout(directory: string): Promise<void> {
  await mkdir(join(directory, 'blobs', 'sha256'), { recursive: true });
  await writeFile(join(directory, 'oci-layout'), LAYOUT, { flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    // A process killed between creating and writing left it empty.
    if ((await readFile(join(directory, 'oci-layout'), 'utf8')) === '')
      await replaceFile(directory, 'oci-layout', LAYOUT);
  });
}

/** Changes the descriptors of a layout under its lock; nothing is written when the change gives null. */
export async function changeIndex(
  directory: string,
  change: (descriptors: Descriptor[]) => Descriptor[] | null,
): Promise<void> {
  await withLock(
    join(directory, 'index.json.lock'),
    () => draftPath(directory),
    async (stillMine) => {
      const index = await readIndex(directory);
      const manifests = change(index.manifests);
      if (manifests === null) return;
      await replaceFile(
        directory,
        'index.json',
        `${JSON.stringify({ ...index, mediaType: MEDIA.index, manifests })}\n`,
        stillMine,
      );
    },
  );
}

/** The tag of a descriptor; null for the one that says that its manifest is stored. */
export function tagOf(descriptor: Descriptor): string | null {
  return descriptor.annotations?.[ANNOTATION.tag] ?? null;
}

/** A descriptor that gives a manifest a tag: every tag has one, and every manifest has one without a tag. */
export function tagged(descriptor: Descriptor, tag: string): Descriptor {
  return { ...descriptor, annotations: { [ANNOTATION.tag]: tag } };
}

/** The descriptor of a stored manifest, without any tag. */
export function storedManifest(index: LayoutIndex, digest: Digest): Descriptor | null {
  const found = index.manifests.filter((descriptor) => descriptor.digest === digest);
  if (found.length === 0) return null;
  const { annotations: _annotations, ...bare } = found[0]!;
  return found.find((descriptor) => tagOf(descriptor) === null) ?? (bare as Descriptor);
}
