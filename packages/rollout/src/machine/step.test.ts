import { EvidenceError } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import {
  CANDIDATE,
  CHAMPION,
  look,
  policy,
  rolloutAt,
  STARTED_MS,
  STRANGER,
  setting,
  targetAt,
} from '../../testing/rollout-at.ts';
import { canaryJudging } from '../judge/canary-judging.ts';
import { judgePolicy } from '../judge/judge-policy.ts';
import type { Reading } from '../ports.ts';
import type { Observation } from './observation.ts';
import { needsOf, step } from './step.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const judging = canaryJudging(
  judgePolicy({
    guardrails: [{ id: 'e', kind: 'count', events: 'e', total: 'n', non_inferiority: 1.5 }],
  }),
);
const split = (candidate: number) => ({ stable: 100 - candidate, candidate });

describe('a lease', () => {
  const waiting = rolloutAt({ state: 'Locked' });
  const notReady = { ...targetAt(0), candidateReady: false };
  const after = (ms: number, more: Partial<Observation> = {}) =>
    step({ ...waiting, reason: 'The candidate arm is not ready.' }, look(ms, { target: notReady, ...more }), setting);

  it('is extended by whoever only waits, before half of it is gone, and not at every look', () => {
    expect(after(4 * MINUTE).journal.lease).toEqual(waiting.lease);
    expect(after(6 * MINUTE).journal.lease).toEqual({ owner: 'b', expires: STARTED_MS + 16 * MINUTE });
  });

  it('is not extended by somebody who sees nothing', () => {
    const unreachable = new EvidenceError({ code: 'X', message: 'no answer' });
    const { journal, failure } = after(6 * MINUTE, { target: { unreachable } });
    expect(failure).toBe(unreachable);
    expect(journal.lease).toEqual(waiting.lease);
  });

  it('that expired is taken back by the watchdog, after the grace', () => {
    const canary = rolloutAt({ state: 'Canary', step: 0, weights: split(5) });
    const reconcile = (ms: number) =>
      step(canary, look(ms, { request: { kind: 'reconcile' }, target: targetAt(5), champion: CHAMPION }), setting);
    expect(reconcile(14 * MINUTE).journal.state).toBe('Canary');
    expect(reconcile(16 * MINUTE).journal).toMatchObject({ state: 'RollingBack', ending: { outcome: 'no_decision' } });
  });
});

describe('a promotion', () => {
  const promoting = rolloutAt({ state: 'Promoting', weights: split(100) });
  const seen = (more: Partial<Observation> = {}) => look(0, { target: targetAt(100), champion: CHAMPION, ...more });

  it('moves the alias only when the target has confirmed 100 %', () => {
    const early = step({ ...promoting, weights: split(50) }, seen({ target: targetAt(50) }), setting);
    expect(early.effect).toMatchObject({ kind: 'apply', weights: split(100) });
    const moving = { ...targetAt(100), converged: false };
    const pending = { ...promoting, weights: split(50), intent: early.journal.intent };
    expect(step(pending, seen({ target: moving }), setting).effect).toBeNull();
    expect(step(promoting, seen(), setting).effect).toMatchObject({ kind: 'alias', to: CANDIDATE, expect: CHAMPION });
  });

  it('that the registry refuses is taken back, instead of being tried for ever', () => {
    const aliasRefused = { action: 'promote' as const, why: 'the version is archived' };
    const { journal } = step(promoting, seen({ aliasRefused }), setting);
    expect(journal).toMatchObject({ state: 'RollingBack', ending: { outcome: 'no_decision' } });
    expect(journal.ending!.reason).toContain('the version is archived');
  });

  it('is taken back when the champion is no longer the one it was compared with', () => {
    expect(step(promoting, seen({ champion: STRANGER }), setting).journal.state).toBe('RollingBack');
  });

  it('is not made permanent when somebody gave the alias to another version while it soaked', () => {
    const soaking = rolloutAt({ state: 'Soaking', weights: split(100), alias_moved: true });
    expect(needsOf(soaking, setting, STARTED_MS).champion).toBe(true);
    const machine = { ...setting, settles: true };
    const { journal, effect } = step(soaking, look(9 * MINUTE, { target: targetAt(100), champion: STRANGER }), machine);
    expect([journal.state, effect]).toEqual(['Foreign', null]);
  });
});

describe('a rollback', () => {
  const rollingBack = rolloutAt({
    state: 'RollingBack',
    ending: { outcome: 'harm', reason: 'it erred' },
    confirm: { n: null, time: null, at: STARTED_MS, looks: 0 },
  });
  const reading = (n: number, timeMs: number): Reading => {
    const arm = { n, events: 0 };
    return { timeMs, guardrails: { e: { stable: arm, candidate: arm } }, problems: [] };
  };
  /** States after looks six seconds apart. */
  const states = (...readings: Reading[]) => {
    let journal = rollingBack;
    return readings.map((seen, i) => {
      journal = step(
        journal,
        look(6000 * (i + 1), { target: targetAt(0), champion: CHAMPION, reading: seen }),
        setting,
      ).journal;
      return journal.state;
    });
  };

  it('counts when the requests of the candidate have stopped growing', () => {
    expect(states(reading(70, 1), reading(75, 2), reading(75, 3))).toEqual([
      'RollingBack',
      'RollingBack',
      'RolledBack',
    ]);
  });

  it('is not confirmed by the same read twice; the metrics then count as silent', () => {
    const same = reading(70, 1);
    const seen = states(same, same, same, same);
    expect(seen.slice(0, 3)).toEqual(['RollingBack', 'RollingBack', 'RollingBack']);
    expect(policy.maxConsecutiveUnknown).toBe(3);
    expect(seen.at(-1)).toBe('RolledBack');
  });

  it('calls a person when the candidate never stops getting requests', () => {
    const growing = Array.from({ length: 11 }, (_, i) => reading(70 + i, i));
    expect(states(...growing).at(-1)).toBe('Broken');
  });

  it('of an alias that the registry refuses to give back calls a person', () => {
    const moved = { ...rollingBack, alias_moved: true, mode: 'alias' as const };
    const aliasRefused = { action: 'rollback' as const, why: 'archived' };
    const { journal } = step(moved, look(0, { champion: CANDIDATE, aliasRefused }), setting);
    expect(journal.state).toBe('Broken');
  });

  it('leaves a weight of 0, also where only the alias was moved', () => {
    const moved = rolloutAt({ state: 'RollingBack', mode: 'alias', weights: split(100), alias_moved: true });
    expect(step(moved, look(0, { champion: CHAMPION }), setting).journal).toMatchObject({
      state: 'RolledBack',
      weights: split(0),
    });
  });
});

describe('the horizon', () => {
  const canary = rolloutAt({ state: 'Canary', step: 0, weights: split(5) });
  canary.times.canary = STARTED_MS;
  canary.lease = { owner: 'b', expires: STARTED_MS + 24 * HOUR };
  /** What becomes of a canary whose metrics say nothing. */
  const after = (hours: number, inconclusive: 'rollback' | 'hold' | 'extend') => {
    const silent = look(hours * HOUR, { target: targetAt(5), champion: CHAMPION });
    const { journal } = step(canary, silent, { ...setting, policy: { ...policy, inconclusive }, judging });
    return [journal.state, journal.ending?.outcome];
  };

  it('takes back what could not be decided', () => {
    expect(after(5.9, 'rollback')[0]).toBe('Canary');
    expect(after(6, 'rollback')).toEqual(['RollingBack', 'no_decision']);
  });

  it('holds it for a person, or waits as long again; it never promotes', () => {
    expect(after(6, 'hold')).toEqual(['Hold', undefined]);
    expect(after(11.9, 'extend')[0]).toBe('Canary');
    expect(after(12, 'extend')).toEqual(['RollingBack', 'no_decision']);
  });
});
