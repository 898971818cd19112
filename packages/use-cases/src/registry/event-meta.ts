import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AliasEvent, Host } from '@model-delivery/core';
import { readEvent, runIdentity } from '../run-identity.ts';

/** When, by whom and in which run an alias moves. Outside of a workflow the actor is git's user. */
export async function eventMeta(host: Host): Promise<Omit<AliasEvent['meta'], 'digest'>> {
  const run = runIdentity(host.env, readEvent(host.env));
  return {
    time: new Date(host.now()).toISOString(),
    actor: (host.env.GITHUB_ACTOR ?? (await gitUser(host)))?.slice(0, 256) ?? null,
    run: run === undefined ? null : (run.url ?? String(run.id)),
  };
}

/** Name of git's user; null where git has none. */
export async function gitUser(host: Host): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', 'user.name'], {
      cwd: host.cwd,
      env: host.env as NodeJS.ProcessEnv,
    });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
