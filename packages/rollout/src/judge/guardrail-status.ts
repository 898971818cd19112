import type { GuardrailStatus } from '@model-delivery/core';
import type { DirectedLn } from './directed-evidence.ts';
import type { ArmTotal, GuardrailEvidence } from './guardrail-evidence.ts';

/** One guardrail for the document and for people; `broken` is what a breaker says about it. */
export function guardrailStatus(evidence: GuardrailEvidence, broken: string | null): GuardrailStatus {
  const { policy, finding, totals } = evidence;
  return {
    id: policy.id,
    kind: policy.kind,
    stable: armStatus(totals.stable),
    candidate: armStatus(totals.candidate),
    ln_e: lnOf(evidence),
    met: finding.met,
    harm: broken === null ? (finding.harmRobust ? 'robust' : finding.harmExact ? 'exact' : null) : 'breaker',
    message: broken ?? `${comparison(evidence)} ${conclusion(evidence)}`,
  };
}

function armStatus({ n, events }: ArmTotal) {
  return { n, events, rate: n > 0 ? events / n : null };
}

/** Harm: the larger of both directions. Non-inferiority: the smaller, as both must be proven. */
function lnOf({ ln, lnAbsolute }: GuardrailEvidence): GuardrailStatus['ln_e'] {
  const each = (key: keyof DirectedLn) => ln.map((direction) => direction[key] ?? Number.NaN);
  return {
    harm_exact: finite(Math.max(...each('harmExact'))),
    harm_robust: finite(Math.max(...each('harmRobust'))),
    non_inferiority_exact: finite(Math.min(...each('goodExact'))),
    non_inferiority_robust: finite(Math.min(...each('goodRobust'))),
    absolute: lnAbsolute === null ? null : finite(lnAbsolute),
  };
}

/** E = 0 has no logarithm, and a test that does not apply has no value. */
function finite(ln: number): number | null {
  return Number.isFinite(ln) ? ln : null;
}

function comparison({ policy, totals }: GuardrailEvidence): string {
  const { candidate, stable } = totals;
  if (policy.kind === 'mean') return `Mean ${meanText(candidate)} against ${meanText(stable)}:`;
  return `${policy.id}: candidate ${rateText(candidate)}, stable ${rateText(stable)}:`;
}

function conclusion({ policy, finding, thresholds }: GuardrailEvidence): string {
  const worse = { up: 'higher', down: 'lower', both: 'different' }[policy.harmIf];
  if (finding.harmRobust) return `${worse}, proven beyond bursts; roll back.`;
  if (finding.harmExact) return `${worse}, proven if requests are independent; hold until it is settled.`;
  if (finding.met === 'ratio') return `proven within ${ratioText(policy.nonInferiority)} of the stable arm.`;
  if (finding.met === 'absolute') return `proven below ${percent(policy.maxRate!)}.`;
  const or = policy.maxRate === null ? '' : ` or below ${percent(policy.maxRate)}`;
  return `not proven within ${ratioText(policy.nonInferiority)}${or} yet (ln E from ${thresholds.met.toFixed(2)} on).`;
}

function rateText({ n, events }: ArmTotal): string {
  return n > 0 ? `${percent(events / n)} of ${n.toLocaleString('en-US')}` : 'no requests';
}

function meanText({ n, events }: ArmTotal): string {
  return n > 0 ? `${Number((events / n).toPrecision(4))} (${n.toLocaleString('en-US')} values)` : 'nothing';
}

function ratioText(ratio: number): string {
  return `${Number(ratio.toPrecision(4))}x`;
}

/** `0.42 %`: three significant digits. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
