import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '@model-delivery/core';
import { acquireEngine, type EngineBinding } from '@model-delivery/engine';

/** Where the engine's library may be found, and where its files go. */
export interface EngineAccess {
  binding: EngineBinding;
  temporaryDirectory: string;
}

/** Finds or fetches the engine. @throws ExternalError, ConfigError when it cannot be had or is not the pinned one. */
export async function accessEngine(host: Host, enginePath: string | undefined): Promise<EngineAccess> {
  const toolCache =
    host.env.RUNNER_TOOL_CACHE || join(host.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'model-delivery');
  const binding = await acquireEngine({
    ...(enginePath ? { enginePath } : {}),
    toolCache,
    env: host.env,
    cwd: host.cwd,
    log: (line: string) => host.log.info(line),
    signal: host.signal,
  });
  return { binding, temporaryDirectory: host.env.RUNNER_TEMP || join(toolCache, 'tmp') };
}
