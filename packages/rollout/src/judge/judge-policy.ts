import { ConfigError, nearestName, type RolloutConfig } from '@model-delivery/core';

/** One guardrail as the judge uses it, defaults filled in. */
export interface GuardrailPolicy {
  id: string;
  kind: 'count' | 'histogram' | 'mean';
  harmIf: 'up' | 'down' | 'both';
  /** Rate (or mean) of the candidate over the stable arm's that must be ruled out before it advances. */
  nonInferiority: number;
  /** The candidate's event rate that, proven undercut, also meets the guardrail; null: only the ratio does. */
  maxRate: number | null;
}

/** A share of events beyond which nothing needs to be proven. */
export interface BreakerPolicy {
  id: string;
  /** The guardrails it watches. */
  guardrails: string[];
  maxShare: number;
  minRequests: number;
}

/** What the judge decides by. */
export interface JudgePolicy {
  alpha: number;
  guardrails: GuardrailPolicy[];
  breakers: BreakerPolicy[];
}

const DEFAULT_ALPHA = 0.05;

type GuardrailConfig = NonNullable<RolloutConfig['guardrails']>[number];

/**
 * The judge's part of the `rollout` block. Defaults: `alpha: 0.05`, `harm_if: up`, `non_inferiority: 1.5` for counts and 1.02 for means (the
 * reciprocal under `harm_if: down`); a breaker without `guardrail` watches every count and histogram that harms by going up.
 * @throws ConfigError without guardrails, for repeated ids, and for keys that do not go together.
 */
export function judgePolicy(config: Pick<RolloutConfig, 'guardrails' | 'breakers' | 'alpha'>): JudgePolicy {
  const guardrails = (config.guardrails ?? []).map(guardrailPolicy);
  if (guardrails.length === 0) {
    throw new ConfigError({
      code: 'ROLLOUT_WITHOUT_GUARDRAILS',
      message: 'A canary is judged by its guardrails, and `rollout.guardrails` has none.',
      hint: 'Add one, for example `{ id: errors, kind: count, events: …, total: …, non_inferiority: 1.5, max_rate: 0.01 }`.',
    });
  }
  refuseRepeated(
    'guardrails',
    guardrails.map(({ id }) => id),
  );
  const breakers = (config.breakers ?? []).map((breaker) => breakerPolicy(breaker, guardrails));
  refuseRepeated(
    'breakers',
    breakers.map(({ id }) => id),
  );
  return { alpha: config.alpha ?? DEFAULT_ALPHA, guardrails, breakers };
}

function guardrailPolicy(config: GuardrailConfig): GuardrailPolicy {
  const harmIf = config.harm_if ?? 'up';
  const usual = config.kind === 'mean' ? 1.02 : 1.5;
  if (config.max_rate !== undefined && (harmIf !== 'up' || config.kind === 'mean')) {
    throw new ConfigError({
      code: 'ROLLOUT_MAX_RATE',
      message: `The guardrail ${config.id} has \`max_rate\`, which bounds the rate of events that harm by going up; it is a ${config.kind} with \`harm_if: ${harmIf}\`.`,
      hint: 'Remove `max_rate`, or count the harmful events with `harm_if: up`.',
    });
  }
  return {
    id: config.id,
    kind: config.kind,
    harmIf,
    nonInferiority: config.non_inferiority ?? (harmIf === 'down' ? 1 / usual : usual),
    maxRate: config.max_rate ?? null,
  };
}

function breakerPolicy(
  config: NonNullable<RolloutConfig['breakers']>[number],
  guardrails: readonly GuardrailPolicy[],
): BreakerPolicy {
  const shares = { id: config.id, maxShare: config.max_share, minRequests: config.min_requests };
  if (config.guardrail === undefined) {
    const watched = guardrails.filter(({ kind, harmIf }) => kind !== 'mean' && harmIf !== 'down').map(({ id }) => id);
    if (watched.length > 0) return { ...shares, guardrails: watched };
    throw new ConfigError({
      code: 'ROLLOUT_BREAKER',
      message: `The breaker ${config.id} names no guardrail, and none counts events that harm by going up.`,
      hint: 'Name a count or histogram with `guardrail:`, or remove the breaker.',
    });
  }
  const named = guardrails.find(({ id }) => id === config.guardrail);
  if (named && named.kind !== 'mean') return { ...shares, guardrails: [named.id] };
  const countable = guardrails.filter(({ kind }) => kind !== 'mean').map(({ id }) => id);
  const near = nearestName(config.guardrail, countable);
  throw new ConfigError({
    code: 'ROLLOUT_BREAKER',
    message: named
      ? `The breaker ${config.id} watches ${named.id}, a mean, which has no share of events.`
      : `The breaker ${config.id} watches ${config.guardrail}, which is no guardrail.`,
    hint: near === undefined ? 'Remove the breaker.' : `Name a count or histogram, such as ${near}.`,
  });
}

function refuseRepeated(key: string, ids: readonly string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated === undefined) return;
  throw new ConfigError({
    code: 'ROLLOUT_REPEATED_ID',
    message: `\`rollout.${key}\` has the id ${repeated} more than once.`,
    hint: 'Give every entry an id of its own.',
  });
}
