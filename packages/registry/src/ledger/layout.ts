import { type Digest, hexOf } from './digest.ts';

/** One event a line, all models. */
export const LEDGER_FILE = 'ledger.jsonl';

/** Where a version's document is kept. The same bytes may be a version of two models: the second has a folder of its own. */
export function versionPath(version: Digest): string {
  return `versions/${hexOf(version)}.json`;
}

/** @see versionPath */
export function versionPathOfModel(model: string, version: Digest): string {
  return `versions/${model}/${hexOf(version)}.json`;
}

export function lineagePath(digest: Digest): string {
  return `lineage/${hexOf(digest)}.json`;
}
