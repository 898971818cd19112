import { hostname } from 'node:os';
import type { Host } from '@model-delivery/core';
import { readEvent, runIdentity } from '../run-identity.ts';

/** Longest `reason` handed to a workflow, in UTF-16 units. */
const MAX_REASON = 1000;

/** The word by which a run is recognised: the beginning of the idempotency key. */
export const dispatchWord = (key: string): string => `retrain-${key.replace(/^sha256:/, '').slice(0, 16)}`;

/**
 * The `reason` input: the word first, since titles are cut, then the sentence. Names in it come from data, and a workflow may
 * paste the input into a script: only characters that no shell or expression reads as code pass.
 */
export function inputText(key: string, reason: string): string {
  const safe = reason.replaceAll('>', 'above').replace(/[^A-Za-z0-9 .,:/%_+=@-]/g, '-');
  return `${dispatchWord(key)}: ${safe}`.slice(0, MAX_REASON);
}

/** Who writes an intent: a run and its attempt, or a process of a machine. */
export function ownerWord(host: Host): string {
  const run = runIdentity(host.env, readEvent(host.env));
  return run === undefined
    ? `process ${process.pid} of ${hostname().slice(0, 100)}`
    : `run ${run.id} attempt ${run.attempt}`;
}

/** Whether the owner of an intent has certainly ended: an earlier attempt of this run, or a process of this machine that is gone. */
export function ownerIsGone(host: Host, by: string): boolean {
  const run = runIdentity(host.env, readEvent(host.env));
  const other = /^run (\d+) attempt (\d+)$/.exec(by);
  if (other) return run !== undefined && Number(other[1]) === run.id && Number(other[2]) < run.attempt;
  const owner = /^process (\d+) of (.*)$/.exec(by);
  if (!owner || owner[2] !== hostname().slice(0, 100) || run !== undefined) return false;
  const pid = Number(owner[1]);
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
