import { ConfigError, type Host, type RolloutConfig } from '@model-delivery/core';
import {
  type ChampionAlias,
  canaryJudging,
  judgePolicy,
  type MachineSetting,
  type MetricSource,
  openJournal,
  type RolloutWorld,
  rolloutPolicy,
  type SmokeTest,
  sourceFor,
  type TrafficTarget,
  targetFor,
} from '@model-delivery/rollout';
import type { Configuration } from '../configuration.ts';
import { openRegistry, type Registry, type RegistryAccess } from '../registry/index.ts';
import { noBlock } from '../validate-stage.ts';
import { championAlias } from './champion-alias.ts';
import { ownerAlive, processOwner } from './process-owner.ts';

/** A rollback counts as confirmed when the candidate has had no request for a window, but at most this long, milliseconds. */
const CONFIRM_MS = 5000;

/** Everything a canary command works with, opened once. */
export interface RolloutSetting {
  model: string;
  config: RolloutConfig;
  registry: Registry;
  target: TrafficTarget;
  source: MetricSource | null;
  champion: ChampionAlias;
  machine: MachineSetting;
  world(smoke: SmokeTest | null, signal: AbortSignal | undefined): RolloutWorld;
}

/** How the setting is opened. */
export interface SettingOptions {
  access?: RegistryAccess | undefined;
  /** Name of this process in the journal. */
  owner?: string | undefined;
  sleep: Sleep;
}

/** How long something waits; the process that is told to stop wakes at once. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/**
 * Opens target, source, journal and registry of the `rollout` block. Nothing is written.
 * @throws ConfigError where the block is absent or cannot be carried out as it stands
 */
export async function openRolloutSetting(
  host: Host,
  configuration: Configuration,
  { access = {}, owner = processOwner(), sleep }: SettingOptions,
): Promise<RolloutSetting> {
  const { config, model } = rolloutBlock(configuration);
  const context = { directory: configuration.baseDirectory, env: host.env, now: host.now };
  if (config.target === undefined) throw missing('target', 'target: { dev_gateway: { weights: run/weights.json } }');
  const target = targetFor(config.target, context);
  const source = config.source ? sourceFor(config.source, config.guardrails ?? [], config.arms, context) : null;
  const judged = config.guardrails !== undefined && config.guardrails.length > 0;
  if (target.canSplit && !judged) judgePolicy(config);
  if (target.canSplit && source === null)
    throw missing('source', 'source: { prometheus_text: "http://127.0.0.1:9100/metrics" }');
  const policy = rolloutPolicy(config);
  // Git and the ledger must still answer while a run that was told to stop takes its canary back.
  const patient: Host = { ...host, signal: undefined };
  const registry = await openRegistry(patient, configuration, access);
  const journal = openJournal(registry.refLog, config.endpoint);
  const champion = championAlias(patient, registry);
  const machine: MachineSetting = {
    policy,
    judging: judged ? canaryJudging(judgePolicy(config)) : null,
    hasSmoke: config.smoke !== undefined,
    hasSource: source !== null && judged,
    settles: target.promote !== undefined,
    confirmMs: Math.min(policy.windowMs, CONFIRM_MS),
  };
  const world = (smoke: SmokeTest | null, signal: AbortSignal | undefined): RolloutWorld => ({
    journal,
    target,
    source,
    smoke,
    champion,
    now: host.now,
    sleep: (ms) => sleep(ms, signal),
    owner,
    alive: ownerAlive,
    signal,
  });
  return { model, config, registry, target, source, champion, machine, world };
}

/** The `rollout` block. @throws ConfigError where there is none */
function rolloutBlock(configuration: Configuration): { config: RolloutConfig; model: string } {
  const { rollout, model } = configuration.loaded.config;
  if (rollout === undefined) throw noBlock('rollout', configuration.repositoryPath);
  return { config: rollout, model };
}

function missing(key: string, example: string): ConfigError {
  return new ConfigError({
    code: 'ROLLOUT_INCOMPLETE',
    message: `The \`rollout\` block names no \`${key}\`, and a canary cannot be made without it.`,
    hint: `Add for example \`${example}\`.`,
  });
}
