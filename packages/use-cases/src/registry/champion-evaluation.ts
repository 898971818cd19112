import type { Evaluation } from '@model-delivery/core';
import type { Registry } from './open-registry.ts';
import { loadVersionProof, type VersionProof } from './version-proof.ts';

/**
 * The version that an alias names, with the evaluation it was registered on; null when there is no such alias.
 * @throws EvidenceError when its proof does not hold, ExternalError when ledger or store cannot be reached
 */
export async function championEvaluation(
  registry: Registry,
  alias = 'champion',
): Promise<{ version: string; evaluation: Evaluation | null; proof: VersionProof } | null> {
  const version = (await registry.ledger.read()).current(registry.model, alias);
  if (version === null) return null;
  const proof = await loadVersionProof(registry, version);
  return { version, evaluation: proof.evaluation, proof };
}
