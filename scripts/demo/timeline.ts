import type { Rollout, RolloutDecision } from '@model-delivery/core';

const WIDTH = 720;
const HEIGHT = 200;
const MARGIN = { left: 48, right: 16, top: 16, bottom: 40 };

/** Seconds since the first decision. */
function seconds(decisions: readonly RolloutDecision[]): number[] {
  const first = Date.parse(decisions[0]?.time ?? '');
  return decisions.map(({ time }) => (Date.parse(time) - first) / 1000);
}

/** The candidate's share of traffic over time as an SVG of steps; null where nothing was decided. */
export function canaryTimeline({ decisions = [], state }: Rollout): string | null {
  if (decisions.length < 2) return null;
  const times = seconds(decisions);
  const end = Math.max(times.at(-1)!, 1);
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const x = (t: number) => (MARGIN.left + (inner.width * t) / end).toFixed(1);
  const y = (weight: number) => (MARGIN.top + inner.height * (1 - weight / 100)).toFixed(1);
  const path = decisions.map(
    ({ weight }, i) => `${i === 0 ? 'M' : 'H'}${x(times[i]!)}${i === 0 ? ` ${y(weight)}` : ''}V${y(weight)}`,
  );
  const colour = state === 'RolledBack' ? 'var(--bad)' : 'var(--good)';
  const lines = [0, 5, 25, 50, 100].map(
    (weight) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(weight)}" y2="${y(weight)}" stroke="currentColor" stroke-opacity=".15"/>` +
      (weight === 5
        ? ''
        : `<text x="${MARGIN.left - 8}" y="${Number(y(weight)) + 4}" text-anchor="end" font-size="11" fill="currentColor">${weight} %</text>`),
  );
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${x(end * share)}" y="${HEIGHT - 16}" text-anchor="middle" font-size="11" fill="currentColor">${(end * share).toFixed(end < 12 ? 1 : 0)} s</text>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="share of traffic of the candidate over time; the table has the same numbers">${lines.join('')}${ticks.join('')}<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2.5"/></svg>`;
}

/** Each decision that changed state or weight: when, what, why. */
export function decisionRows({
  decisions = [],
}: Rollout): { at: string; state: string; weight: string; reason: string }[] {
  const times = seconds(decisions);
  return decisions.map(({ to, weight, reason }, i) => ({
    at: `${times[i]!.toFixed(1)} s`,
    state: to,
    weight: `${weight} %`,
    reason,
  }));
}
