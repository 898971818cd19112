export type { RunAttempt, StoredArtifact } from '../artifact-service/artifact-store.ts';
export { ACTIONS_BOT, ACTIONS_BOT_ID } from './accounts.ts';
export { FakeGitHub, type FakeGitHubOptions } from './fake-github.ts';
export { GitBackedRepository } from './git/git-repository.ts';
export {
  createBareRepository,
  type Files,
  forkBareRepository,
  openBareRepository,
  type WorkingTree,
} from './git/scratch-repository.ts';
export type { Call, Violation } from './journal.ts';
export { KEPT_OPERATIONS, type OperationId } from './kept-operations.ts';
export type * from './records.ts';
export { FakeRepository, type NewRepository, type Role } from './repository.ts';
export type { Permissions, TokenRequest as ApiTokenRequest } from './tokens.ts';
export * from './webhook-events.ts';
export type { ApiEvent, Flavour } from './world.ts';
