import { describe, expect, it } from 'vitest';
import type { Judgement } from './judge.ts';
import { decideStep, type StepSituation } from './step-decision.ts';

const MET: Judgement = { t: 60, known: true, unknown: [], rollback: null, hold: null, met: true, unmet: [] };
const ready = (more: Partial<StepSituation> = {}, judgement: Partial<Judgement> = {}): StepSituation => ({
  judgement: { ...MET, ...judgement },
  ...{ requestsInStep: 2000, minRequests: 2000, timeInStepMs: 60_000, minTimeMs: 60_000 },
  ...{ shareOk: true, horizonPassed: false, ...more },
});
const rollback = { cause: 'robust', guardrail: 'errors', reason: 'worse' } as const;
const hold = { guardrail: 'errors', reason: 'suspect' };
const unknown = { known: false, unknown: [{ guardrail: 'errors', reason: 'NaN' }] };

describe('decideStep', () => {
  it.each<[string, StepSituation, string, string]>([
    ['ready', ready(), 'advance', 'met'],
    ['harm before everything', ready({ horizonPassed: true }, { rollback, hold }), 'rollback', 'worse'],
    ['a hold although met', ready({}, { hold }), 'hold', 'suspect'],
    ['a hold at the end', ready({ horizonPassed: true }, { hold }), 'inconclusive', 'suspect'],
    ['unknown data', ready({}, unknown), 'wait', 'NaN'],
    ['no window yet', ready({}, { t: null, known: false }), 'wait', 'no window'],
    ['not met', ready({}, { met: false, unmet: ['errors'] }), 'wait', 'errors not proven'],
    ['too few requests', ready({ requestsInStep: 1999 }), 'wait', '1999 of 2000'],
    ['too early', ready({ timeInStepMs: 59_999 }), 'wait', '59 of 60 s'],
    ['another share', ready({ shareOk: false }), 'wait', 'share'],
    [
      'the end of its time',
      ready({ horizonPassed: true }, { met: false, unmet: ['errors'] }),
      'inconclusive',
      'time is over',
    ],
    ['proven at the last moment', ready({ horizonPassed: true }), 'advance', 'met'],
  ])('%s', (_, situation, decision, reason) => {
    const found = decideStep(situation);
    expect(found.decision).toBe(decision);
    expect(found.reason).toContain(reason);
  });
});
