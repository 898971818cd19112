import { type AppliedPolicy, applyPolicy, type Config, type LoadedConfig, loadConfig } from '@model-delivery/core';
import type { Configuration } from './configuration.ts';

/**
 * Where the policy of a pull request comes from: the text of the base commit's configuration, or the fact that it has none.
 * Given by the rim: through the GitHub API in an action, from a file or a git revision on the CLI.
 */
export interface BasePolicy {
  text: string | null;
  /** How messages call it, such as `model-delivery.yaml at 1a2b3c4`. */
  name: string;
}

/** Finds the base policy of a configuration; undefined when the policy is simply the configuration's. */
export type FindBasePolicy = (configuration: Configuration) => Promise<BasePolicy | undefined>;

/** The configuration a stage is judged by. @throws ConfigError when the base file does not parse. */
export async function effectivePolicy(
  configuration: Configuration,
  stage: 'data' | 'evaluation',
  find: FindBasePolicy | undefined,
): Promise<AppliedPolicy & { locate: LoadedConfig['locate'] | undefined }> {
  const { loaded } = configuration;
  const base = await find?.(configuration);
  if (base === undefined) return { config: loaded.config, change: undefined, locate: loaded.locate };
  const applied = applyPolicy(
    loaded.config,
    base.text === null ? null : loadConfig(base.text, base.name).config,
    stage,
  );
  // Lines of the head's file are right only where its checks are the ones that were applied.
  const same = sameBlock(applied.config, loaded.config, stage);
  return { ...applied, locate: same ? loaded.locate : undefined };
}

function sameBlock(a: Config, b: Config, stage: 'data' | 'evaluation'): boolean {
  return (
    JSON.stringify(stage === 'data' ? a.data?.checks : a.evaluation) ===
    JSON.stringify(stage === 'data' ? b.data?.checks : b.evaluation)
  );
}
