import { resolve } from 'node:path';
import { ConfigError, LATER_TARGETS, type TargetConfig } from '@model-delivery/core';
import type { AdapterContext } from '../adapter-context.ts';
import { durationMs } from '../duration.ts';
import type { TrafficTarget } from '../ports.ts';
import { commandTarget } from './command-target.ts';
import { devGatewayAdminTarget, devGatewayFileTarget } from './dev-gateway-target.ts';
import { nginxTarget } from './nginx-target.ts';
import { promoteByCommand } from './promote-by-command.ts';
import { registryAliasTarget } from './registry-alias-target.ts';

const COMMAND_TIMEOUT = '60s';
const NGINX_TIMEOUT = '30s';

/**
 * The target that `rollout.target` names.
 * @throws ConfigError for a kind that this version does not implement, or a secret that is not set
 */
export function targetFor(config: TargetConfig, context: AdapterContext): TrafficTarget {
  for (const kind of LATER_TARGETS) {
    if (config[kind] !== undefined) throw notInThisVersion(kind);
  }
  if (config.dev_gateway !== undefined) return gatewayTarget(config.dev_gateway, context);
  if (config.command !== undefined) {
    const { read, apply, promote, timeout } = config.command;
    return commandTarget({ read, apply, promote, timeoutMs: durationMs(timeout ?? COMMAND_TIMEOUT) }, context);
  }
  if (config.nginx !== undefined) {
    const timeoutMs = durationMs(config.nginx.timeout ?? NGINX_TIMEOUT);
    const target = nginxTarget(
      { ...config.nginx, config: resolve(context.directory, config.nginx.config), timeoutMs },
      context,
    );
    return promoteByCommand(target, config.nginx.promote, context);
  }
  if (config.registry_alias !== undefined) return registryAliasTarget();
  throw new ConfigError({
    code: 'ROLLOUT_TARGET_MISSING',
    message: 'rollout.target names no target; expected dev_gateway, command, nginx or registry_alias.',
    hint: 'For example `target: { dev_gateway: { weights: run/weights.json } }`; see docs/rollout-targets.md.',
  });
}

function gatewayTarget(config: NonNullable<TargetConfig['dev_gateway']>, context: AdapterContext): TrafficTarget {
  const target =
    config.admin === undefined
      ? devGatewayFileTarget(resolve(context.directory, config.weights ?? ''))
      : devGatewayAdminTarget({ url: config.admin.url, token: secretOf(config.admin.token_env, context) });
  return promoteByCommand(target, config.promote, context);
}

function secretOf(name: string, context: AdapterContext): string {
  const value = context.env[name];
  if (value !== undefined && value !== '') return value;
  throw new ConfigError({
    code: 'TARGET_TOKEN_MISSING',
    message: `rollout.target.dev_gateway.admin.token_env names ${name}, which is not set in the environment.`,
    hint: `Set ${name} to the gateway's admin.token, for example from a secret in the step's env.`,
  });
}

function notInThisVersion(kind: string): ConfigError {
  return new ConfigError({
    code: 'ROLLOUT_TARGET_NOT_IN_THIS_VERSION',
    message: `rollout.target names ${kind}, which this version does not implement; it implements dev_gateway, command, nginx and registry_alias.`,
    hint: 'Until then `command` drives any system that has a command line: three small scripts, see docs/rollout-targets.md.',
  });
}
