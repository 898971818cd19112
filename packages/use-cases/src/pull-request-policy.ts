import { type Host, loadConfig } from '@model-delivery/core';
import {
  earlierNames,
  fileAt,
  type GitHubClient,
  pullRequestOfMergeGroup,
  repositoryName,
} from '@model-delivery/github';
import type { BasePolicy } from './base-policy.ts';
import type { Configuration } from './configuration.ts';
import { readEvent } from './run-identity.ts';

const DEFAULT_CONFIG = 'model-delivery.yaml';

/**
 * The policy a pull request or merge group is judged by: its configuration at the base commit, through the API (a shallow
 * checkout does not have that commit). A configuration that the pull request renames is read under its previous name, and
 * pointing `config:` at a new file does not switch the gate off while the base has one for the same model.
 * Undefined for every other event.
 */
export async function basePolicyOfEvent(
  host: Host,
  client: () => Promise<GitHubClient>,
  configuration: Configuration,
): Promise<BasePolicy | undefined> {
  const event = readEvent(host.env);
  const baseSha = event.pull_request?.base.sha ?? event.merge_group?.base_sha;
  if (baseSha === undefined) return undefined;
  const repository = repositoryName(host.env.GITHUB_REPOSITORY);
  const api = await client();
  const at = (path: string): Promise<string | null> => fileAt(api, repository, path, baseSha);
  const named = (path: string, text: string | null): BasePolicy => ({
    text,
    name: `${path} at ${baseSha.slice(0, 7)}`,
  });
  const path = configuration.repositoryPath;
  const present = await at(path);
  if (present !== null) return named(path, present);
  const number = event.pull_request?.number ?? pullRequestOfMergeGroup(event.merge_group?.head_ref);
  const names =
    number === undefined ? { renamedFrom: null, removed: [] } : await earlierNames(api, repository, number, path);
  if (names.renamedFrom !== null) {
    const text = await at(names.renamedFrom);
    if (text !== null) return named(names.renamedFrom, text);
  }
  const configurations = names.removed.filter((name) => /\.(ya?ml|json)$/.test(name));
  for (const candidate of [DEFAULT_CONFIG, ...configurations].filter((name) => name !== path)) {
    const text = await at(candidate);
    if (text !== null && sameModel(text, candidate, configuration)) return named(candidate, text);
  }
  return named(path, null);
}

function sameModel(text: string, name: string, configuration: Configuration): boolean {
  try {
    return loadConfig(text, name).config.model === configuration.loaded.config.model;
  } catch {
    return false;
  }
}
