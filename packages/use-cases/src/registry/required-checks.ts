import { ConfigError, EvidenceError, type Host } from '@model-delivery/core';
import type { CodeCheck } from '@model-delivery/github';
import type { Refusal } from '@model-delivery/registry';
import { apiClient, type RegistryAccess } from './open-registry.ts';

/** The commit whose check runs are asked for, and where. */
export interface CheckedCommit {
  sha: string | null;
  /** `OWNER/REPO`; null where it is not known. */
  repository: string | null;
}

/**
 * Asks GitHub whether the check runs that `registry.require.code_checks` names are green on the commit.
 * @throws EvidenceError when one is absent or not finished; ConfigError without commit, repository or token
 */
export async function judgeCodeChecks(
  host: Host,
  access: RegistryAccess,
  commit: CheckedCommit,
  names: readonly string[],
): Promise<Refusal | null> {
  if (names.length === 0) return null;
  if (commit.sha === null || commit.repository === null) throw unknownCommit(names, commit);
  const { codeChecks, repositoryName } = await import('@model-delivery/github');
  const repository = repositoryName(commit.repository);
  const checks = await codeChecks(await apiClient(host, access), repository, commit.sha, names);
  const red = checks.find(({ state }) => state === 'red');
  if (red !== undefined) return refusal(red, commit.sha);
  const open = checks.find(({ state }) => state !== 'green');
  if (open !== undefined) throw notFinished(open, commit.sha);
  return null;
}

function refusal(check: CodeCheck, sha: string): Refusal {
  return {
    verdict: 'fail',
    code: 'CODE_CHECK_RED',
    message: `Registering a model: the check run ${check.name} of the commit ${sha.slice(0, 12)} ended with ${check.conclusion}, and registry.require.code_checks asks for success.`,
    hint: `Mend it and run again${check.url === null ? '' : `: ${check.url}`}.`,
  };
}

function notFinished(check: CodeCheck, sha: string): EvidenceError {
  const found = check.state === 'absent' ? 'has no run' : `is ${check.conclusion}`;
  return new EvidenceError({
    code: 'CODE_CHECK_MISSING',
    message: `Registering a model: the check run ${check.name} ${found} on the commit ${sha.slice(0, 12)}, and registry.require.code_checks names it.`,
    hint: 'Check its name (that of the job), and let this job `needs:` it. The run must be of the very commit.',
  });
}

function unknownCommit(names: readonly string[], { sha }: CheckedCommit): ConfigError {
  return new ConfigError({
    code: 'CODE_CHECKS_UNKNOWN_COMMIT',
    message: `Registering a model: registry.require.code_checks names ${names.join(', ')}, and ${sha === null ? 'the commit' : 'the repository on GitHub'} is not known here.`,
    hint: 'Register in a workflow, or set GITHUB_REPOSITORY and GITHUB_TOKEN; or leave `code_checks` out.',
  });
}
