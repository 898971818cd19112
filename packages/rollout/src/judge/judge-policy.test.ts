import type { RolloutConfig } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { judgePolicy } from './judge-policy.ts';

const ERRORS = { id: 'errors', kind: 'count', events: 'e', total: 'n' } as const;
const MEAN = { id: 'value', kind: 'mean', value: 's', total: 'n' } as const;
const of = (rollout: Partial<RolloutConfig>) => judgePolicy(rollout as RolloutConfig);

describe('judgePolicy', () => {
  it('fills in defaults', () => {
    expect(of({ guardrails: [ERRORS, { ...MEAN, harm_if: 'down' }] })).toEqual({
      alpha: 0.05,
      guardrails: [
        { id: 'errors', kind: 'count', harmIf: 'up', nonInferiority: 1.5, maxRate: null },
        { id: 'value', kind: 'mean', harmIf: 'down', nonInferiority: 1 / 1.02, maxRate: null },
      ],
      breakers: [],
    });
  });

  it('lets a breaker watch what it names, or every count that harms by going up', () => {
    const guardrails = [ERRORS, { ...ERRORS, id: 'hits', harm_if: 'down' as const }, MEAN];
    const breaker = { id: 'b', max_share: 0.5, min_requests: 20 };
    expect(of({ guardrails, breakers: [breaker] }).breakers[0]!.guardrails).toEqual(['errors']);
    expect(of({ guardrails, breakers: [{ ...breaker, guardrail: 'hits' }] }).breakers[0]!.guardrails).toEqual(['hits']);
  });

  it.each<[string, Partial<RolloutConfig>, string]>([
    ['no guardrails', {}, 'has none'],
    ['empty guardrails', { guardrails: [] }, 'has none'],
    ['a repeated id', { guardrails: [ERRORS, ERRORS] }, 'more than once'],
    ['max_rate of what harms by falling', { guardrails: [{ ...ERRORS, harm_if: 'down', max_rate: 0.1 }] }, 'max_rate'],
    ['max_rate of a mean', { guardrails: [{ ...MEAN, max_rate: 0.1 }] }, 'is a mean'],
    [
      'a breaker of an unknown guardrail',
      { guardrails: [ERRORS], breakers: [{ id: 'b', guardrail: 'error', max_share: 0.5, min_requests: 1 }] },
      'no guardrail',
    ],
    [
      'a breaker of a mean',
      { guardrails: [ERRORS, MEAN], breakers: [{ id: 'b', guardrail: 'value', max_share: 0.5, min_requests: 1 }] },
      'a mean',
    ],
    [
      'a breaker of nothing',
      { guardrails: [MEAN], breakers: [{ id: 'b', max_share: 0.5, min_requests: 1 }] },
      'names no guardrail',
    ],
  ])('refuses %s', (_, rollout, message) => {
    expect(() => of(rollout)).toThrow(message);
  });
});
