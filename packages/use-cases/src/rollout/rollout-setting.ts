import { CLOSED_ROLLOUT_STATES, ConfigError, canonicalJson, type Host, type RolloutConfig } from '@model-delivery/core';
import {
  type ChampionAlias,
  canaryJudging,
  effectiveRollout,
  judgePolicy,
  type MachineSetting,
  type MetricSource,
  openJournal,
  type RolloutJournal,
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
  /** `registry.require.max_age`, and today's date in UTC. */
  maxAge: string | undefined;
  today: string;
  /** What must be said about the setting itself. */
  warnings: readonly string[];
  world(smoke: SmokeTest | null, signal: AbortSignal | undefined): RolloutWorld;
}

/** How the setting is opened. */
export interface SettingOptions {
  access?: RegistryAccess | undefined;
  /** Name of this process in the journal. */
  owner?: string | undefined;
  /** Whether an open rollout is carried on by the policy it began with; a plan is made by the configuration as it stands. */
  carriesOn: boolean;
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
  { access = {}, owner = processOwner(), carriesOn, sleep }: SettingOptions,
): Promise<RolloutSetting> {
  const { config: today, model } = rolloutBlock(configuration);
  // Git and the ledger must still answer while a run that was told to stop takes its canary back.
  const patient: Host = { ...host, signal: undefined };
  const registry = await openRegistry(patient, configuration, access);
  const journal = openJournal(registry.refLog, today.endpoint);
  const { config, warnings } = carriesOn
    ? policyOf((await journal.read()).journal, today)
    : { config: today, warnings: [] };
  const context = { directory: configuration.baseDirectory, env: host.env, now: host.now };
  if (config.target === undefined) throw missing('target', 'target: { dev_gateway: { weights: run/weights.json } }');
  const target = targetFor(config.target, context);
  const source = config.source ? sourceFor(config.source, config.guardrails ?? [], config.arms, context) : null;
  const judged = config.guardrails !== undefined && config.guardrails.length > 0;
  if (target.canSplit && !judged) judgePolicy(config);
  if (target.canSplit && source === null)
    throw missing('source', 'source: { prometheus_text: "http://127.0.0.1:9100/metrics" }');
  const policy = rolloutPolicy(config);
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
  const { max_age: maxAge } = configuration.loaded.config.registry?.require ?? {};
  const proof = { maxAge, today: new Date(host.now()).toISOString().slice(0, 10) };
  return { model, config, registry, target, source, champion, machine, ...proof, warnings, world };
}

/** What judges and paces a rollout. Target, source and smoke test may move while it is under way; these may not. */
const CARRIED = [
  'first_rollout',
  'steps',
  'guardrails',
  'breakers',
  'alpha',
  'window',
  'horizon',
  'unknown',
  'soak',
  'lease',
  'arms',
  'inconclusive',
] as const satisfies readonly (keyof RolloutConfig)[];

/** An open rollout is carried to its end by the policy it began with: evidence of one policy means nothing under another. */
function policyOf(
  journal: RolloutJournal | null,
  config: RolloutConfig,
): { config: RolloutConfig; warnings: readonly string[] } {
  if (journal === null || CLOSED_ROLLOUT_STATES.includes(journal.state)) return { config, warnings: [] };
  const [begun, now] = [journal.policy as unknown as RolloutConfig, effectiveRollout(config)];
  const differing = CARRIED.filter((key) => canonicalJson(begun[key] ?? null) !== canonicalJson(now[key] ?? null));
  if (differing.length === 0) return { config, warnings: [] };
  const carried = Object.fromEntries(differing.map((key) => [key, begun[key]]));
  const warning = `The configuration of ${differing.map((key) => `rollout.${key}`).join(', ')} was changed while this rollout is open: it is carried to its end as it began.`;
  return { config: { ...config, ...carried }, warnings: [warning] };
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
