import { join } from 'node:path';
import type { JobState } from './job-state.ts';

/**
 * What the stand-ins for `actions/*` must know about this machine. Real actions reach github.com and the tool cache of a
 * hosted runner; the stand-ins reach local git directories and the programs that are installed here. Never set for others.
 */
export function standInEnvironment(state: JobState): Record<string, string> {
  const { run, permissions } = state.start;
  return {
    STAND_IN_GIT_DIRECTORIES: JSON.stringify({ [run.repository.name]: run.repository.gitDirectory }),
    STAND_IN_DIRECTORIES: JSON.stringify(run.repositories),
    STAND_IN_MAY_PUSH: String(permissions.contents === 'write'),
    STAND_IN_NODE: run.host.nodePath,
    // The same few programs run in every job; compiling them takes longer than what they do.
    NODE_COMPILE_CACHE: join(run.host.toolCache, 'node-compile-cache'),
  };
}
