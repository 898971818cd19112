import { ConfigError, registerSecret, type SourceConfig } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { durationMs } from '../duration.ts';
import { ARMS, type MetricSource } from '../ports.ts';
import { commandSource } from './command-source.ts';
import type { ArmLabels, Guardrail } from './guardrail-counters.ts';
import { prometheusSource } from './prometheus-source.ts';
import { prometheusTextSource } from './prometheus-text-source.ts';

const COMMAND_TIMEOUT = '30s';

/**
 * The source that `rollout.source` names, reading the guardrails' counters.
 * @param arms values of `arm_label` (`rollout.arms`); default the arm names
 * @throws ConfigError for a selector that is no raw counter, two arms with one label, a secret that is not set
 */
export function sourceFor(
  config: SourceConfig,
  guardrails: readonly Guardrail[],
  arms: ArmLabels | undefined,
  context: AdapterContext,
): MetricSource {
  const labels = arms ?? { stable: 'stable', candidate: 'candidate' };
  if (new Set(ARMS.map((arm) => labels[arm])).size < ARMS.length) {
    throw new ConfigError({
      code: 'ROLLOUT_ARMS_ALIKE',
      message: `rollout.arms names both arms ${labels.stable}: their numbers could not be told apart.`,
      hint: 'Name the two values that the label arm_label has in the metrics.',
    });
  }
  if ('command' in config) {
    const { read, timeout } = Array.isArray(config.command)
      ? { read: config.command, timeout: undefined }
      : config.command;
    const timeoutMs = durationMs(timeout ?? COMMAND_TIMEOUT);
    return commandSource({ command: read, guardrails, arms: labels, timeoutMs }, context);
  }
  const [kind, server] =
    'prometheus' in config ? ['prometheus', config.prometheus] : ['prometheus_text', config.prometheus_text];
  const url = typeof server === 'string' ? server : server.url;
  const token = typeof server === 'string' ? null : tokenOf(kind, server.token_env, context);
  return kind === 'prometheus'
    ? prometheusSource({ url, token, guardrails, arms: labels })
    : prometheusTextSource({ url, token, guardrails, arms: labels, now: context.now ?? Date.now });
}

function tokenOf(kind: string, name: string | undefined, context: AdapterContext): string | null {
  if (name === undefined) return null;
  const value = context.env[name];
  if (value === undefined || value === '') {
    throw new ConfigError({
      code: 'SOURCE_TOKEN_MISSING',
      message: `rollout.source.${kind}.token_env names ${name}, which is not set in the environment.`,
      hint: `Set ${name}, for example from a secret in the step's env.`,
    });
  }
  registerSecret(value);
  return value;
}
