import { describe, expect, it } from 'vitest';
import type { Reading } from '../ports.ts';
import { canaryJudging } from './canary-judging.ts';

const judging = canaryJudging({
  alpha: 0.05,
  guardrails: [{ id: 'errors', kind: 'count', harmIf: 'up', nonInferiority: 1.5, maxRate: 0.01 }],
  breakers: [],
});
const reading = (minute: number, candidate: [number, number], stable: [number, number]): Reading => ({
  timeMs: 60_000 * minute,
  guardrails: {
    errors: {
      candidate: { n: candidate[0], events: candidate[1] },
      stable: { n: stable[0], events: stable[1] },
    },
  },
  problems: [],
});

describe('canaryJudging', () => {
  it('carries evidence from window to window', () => {
    const reads = [reading(0, [0, 0], [0, 0]), reading(1, [300, 0], [5700, 0]), reading(2, [600, 0], [11_400, 0])];
    const first = judging.judge(null, reads[0]!, reads[1]!);
    expect(first).toMatchObject({ known: true, met: false, rollback: null, hold: null });
    expect(first.requests).toEqual({ stable: 5700, candidate: 300 });
    const second = judging.judge(JSON.parse(JSON.stringify(first.evidence)), reads[1]!, reads[2]!);
    expect(second).toMatchObject({ met: true, statuses: [{ met: 'absolute', candidate: { n: 600 } }] });
    expect(judging.judge(null, reads[1]!, reads[2]!).met).toBe(false);
  });

  it('says why a window is unknown, and what is held', () => {
    const before = reading(1, [300, 0], [5700, 0]);
    expect(judging.judge(null, before, reading(2, [10, 0], [20, 0]))).toMatchObject({
      ...{ known: false, problem: expect.stringContaining('counter reset'), requests: { stable: 0, candidate: 0 } },
    });
    const held = judging.judge(null, before, reading(2, [600, 40], [11_400, 28]));
    expect(held).toMatchObject({ known: true, rollback: null, hold: expect.stringContaining('hold') });
    expect(held.reason).toBe(held.hold);
  });
});
