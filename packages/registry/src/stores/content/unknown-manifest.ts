import { EvidenceError } from '@model-delivery/core';

/** A tag was to name a version that is not there. */
export function unknownManifest(tag: string, digest: string, place: string): EvidenceError {
  return new EvidenceError({
    code: 'VERSION_NOT_STORED',
    message: `Setting the tag ${tag} to ${digest}: ${place} does not have that version.`,
    hint: 'Register the model first; if it was registered, check `registry.store`.',
  });
}
