import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TargetConfig } from '@model-delivery/core';
import { type ApplyOutcome, targetFor } from '@model-delivery/rollout';
import { expect } from 'vitest';
import { candidateShare, startProcess, until } from './background-process.ts';

const WRITER = fileURLToPath(new URL('./target-writer.ts', import.meta.url));
/** A dead process has at most one write on the way. */
const LOOKS = 2;
const ROLLED_BACK = { stable: 100, candidate: 0 };

/**
 * Lets another process write splits and kills it `afterMs` after its first write began (null: it dies by itself), then does what
 * the next tick does: read, write the whole traffic to the stable arm, and where a write of the dead process arrived in between
 * (its request was on the way to the admin port), look again. The real split must be right at once.
 */
export async function killWriterThenRollBack(
  directory: string,
  config: TargetConfig,
  url: string,
  afterMs: number | null,
  repairConfig: TargetConfig = config,
): Promise<void> {
  const writer = startProcess(process.execPath, [WRITER, directory, JSON.stringify(config)]);
  const ended = once(writer.child, 'exit');
  if (afterMs !== null) {
    await until(async () => writer.output().includes('writing'), 20_000, `a first write (${writer.output()})`);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    writer.child.kill('SIGKILL');
  }
  await ended;
  expect(writer.child.signalCode, writer.output()).toBe('SIGKILL');

  const target = targetFor(repairConfig, { directory, env: process.env });
  let outcome: ApplyOutcome | undefined;
  for (let look = 0; look < LOOKS && !outcome?.ok; look++) {
    const found = await target.read();
    expect(found.weights.stable + found.weights.candidate).toBeCloseTo(100, 6);
    outcome = await target.apply(ROLLED_BACK, found.version, 'the next tick');
  }
  expect(outcome).toMatchObject({ ok: true, state: { weights: ROLLED_BACK } });
  expect(await settledShare(url)).toBe(0);
}

/** nginx's old workers finish what they have, the gateway follows its file: both within moments. */
async function settledShare(url: string): Promise<number> {
  let share = 100;
  for (let attempt = 0; attempt < 20 && share > 0; attempt++) share = await candidateShare(url, 100);
  return share;
}
