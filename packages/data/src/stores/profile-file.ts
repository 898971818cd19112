import { readFile, realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { ConfigError, type DataProfile, dataProfileSchema, EvidenceError, sha256Hex } from '@model-delivery/core';

/** A profile as a file holds it. */
export interface StoredProfile {
  profile: DataProfile;
  /** 64 hex digits of the file's bytes. */
  sha256: string;
}

/** A profile of a few thousand columns has a few dozen megabytes. */
const LARGEST_BYTES = 256 * 2 ** 20;

/**
 * Reads a committed profile.
 * @param containedIn folder that the file may not lie outside of, also behind symbolic links
 * @throws EvidenceError when it is missing or not a data-profile/1; ConfigError when it lies outside `containedIn`.
 */
export async function readProfileFile(
  path: string,
  baseDirectory: string,
  containedIn?: string,
): Promise<StoredProfile> {
  const bytes = await readBytes(path, resolve(baseDirectory, path), containedIn);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw unusable(path, 'no JSON', cause);
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (schema !== 'data-profile/1')
    throw unusable(path, schema === undefined ? 'JSON without `schema`' : `schema ${JSON.stringify(schema)}`);
  const parsed = dataProfileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(path, `a damaged one: ${issue!.path.join('.')}: ${issue!.message}`);
  }
  return { profile: parsed.data, sha256: sha256Hex(bytes) };
}

async function readBytes(path: string, absolute: string, containedIn: string | undefined): Promise<Buffer> {
  try {
    const real = await realpath(absolute);
    if (containedIn !== undefined) refuseOutside(path, real, await realpath(containedIn));
    const facts = await stat(real);
    if (!facts.isFile() || facts.size > LARGEST_BYTES)
      throw unusable(path, facts.isFile() ? `a file of ${facts.size} bytes` : 'no regular file');
    return await readFile(real);
  } catch (cause) {
    if (cause instanceof EvidenceError || cause instanceof ConfigError) throw cause;
    const absent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new EvidenceError({
      code: absent ? 'PROFILE_MISSING' : 'PROFILE_UNREADABLE',
      message: `Reading the profile ${path}: ${absent ? `there is no such file` : (cause as Error).message}.`,
      hint: 'Make it with `model-delivery profile --dataset NAME --to FILE` on data that are known to be good, and commit it.',
      cause,
    });
  }
}

function refuseOutside(path: string, real: string, folder: string): void {
  const steps = relative(folder, real).split(sep);
  if (steps[0] !== '..') return;
  throw new ConfigError({
    code: 'PROFILE_OUTSIDE_WORKSPACE',
    message: `Reading the profile ${path}: it lies outside of the workspace.`,
    hint: 'Commit the profile to the repository.',
  });
}

function unusable(path: string, found: string, cause?: unknown): EvidenceError {
  return new EvidenceError({
    code: 'PROFILE_INVALID',
    message: `Reading the profile ${path}: expected a data-profile/1, found ${found}.`,
    hint: 'Make it again with `model-delivery profile --dataset NAME --to FILE`.',
    cause,
  });
}
