import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ModelIdentity, modelIdentity } from '@model-delivery/core';
import { modelFiles } from '@model-delivery/model-files';

/** A model folder with every shape that matters: nested, hidden, empty, two files with the same bytes, several blocks. */
export const MODEL: Readonly<Record<string, string | Uint8Array>> = {
  'model.txt': 'hello\n',
  'sub/.w': '',
  'sub/copy of model.txt': 'hello\n',
  'weights.bin': Buffer.alloc(3_000_001, 'weights'),
};

/** Writes files into a folder and identifies them as a model. */
export async function writeModel(
  root: string,
  files: Readonly<Record<string, string | Uint8Array>> = MODEL,
): Promise<ModelIdentity> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return modelIdentity(await modelFiles(root));
}

/** The record of a version, as far as `verifyVersion` reads it. */
export function recordOf(identity: ModelIdentity) {
  return {
    schema: 'model-version/1' as const,
    model: 'flight-delay',
    version: identity.version,
    files: identity.files.map((file) => ({ ...file })),
    store: { kind: 'oci' as const, reference: 'example' },
    evaluation: null,
    data: null,
    lineage: { digest: `sha256:${'0'.repeat(64)}` as const },
    approval: null,
    adopted: null,
    evidence: null,
    status: 'registered' as const,
    verdict: 'pass' as const,
  };
}
