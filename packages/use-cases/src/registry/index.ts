export { parseParameterInput, parseParameters } from '@model-delivery/registry';
export { championEvaluation } from './champion-evaluation.ts';
export { registryChampionSource } from './champion-source.ts';
export { type AliasMove, type MoveOutcome, moveAlias } from './move-alias.ts';
export { moveStage } from './move-stage.ts';
export { openRegistry, type Registry, type RegistryAccess } from './open-registry.ts';
export {
  historyOf,
  pullReference,
  type RegistryQuery,
  showReference,
  type VerifyResult,
  verifyReference,
} from './queries.ts';
export { type RegisterOutcome, type RegisterRequest, registerStage } from './register-stage.ts';
export type { RegistryFinding } from './registry-finding.ts';
export { projectAliases, tagFindings } from './tag-projection.ts';
export { loadVersionProof, type VersionProof } from './version-proof.ts';
