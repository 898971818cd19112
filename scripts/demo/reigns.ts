import type { AliasEvent } from '@model-delivery/core';
import { type Step, shortVersion } from './step.ts';

const WIDTH = 980;
const LEFT = 72;
const ROW = 34;
const BAR = 22;
const SHADES = ['#1f6feb', '#8250df', '#1a7f37', '#bf8700', '#57606a'];

interface Bar {
  from: number;
  to: number;
  label: string;
  fill: string;
  row: number;
}

/** Who was champion from when to when. */
function champions(events: readonly AliasEvent[], end: number): Bar[] {
  const moves = events.filter(({ alias }) => alias === 'champion');
  const versions = [...new Set(moves.map(({ to }) => to))];
  return moves.map((move, i) => ({
    from: Date.parse(move.meta.time),
    to: i + 1 < moves.length ? Date.parse(moves[i + 1]!.meta.time) : end,
    label: shortVersion(move.to),
    fill: SHADES[versions.indexOf(move.to) % SHADES.length]!,
    row: 0,
  }));
}

/** When a canary had a part of the traffic. */
function canaries(steps: readonly Step[]): Bar[] {
  return steps.flatMap(({ rollout }) => {
    const decisions = rollout?.decisions ?? [];
    const begun = decisions.find(({ to }) => to === 'Canary');
    if (rollout === null || begun === undefined) return [];
    const refused = rollout.state === 'RolledBack';
    const bar = { from: Date.parse(begun.time), to: Date.parse(decisions.at(-1)!.time), row: 1 };
    return [{ ...bar, label: shortVersion(rollout.candidate), fill: refused ? 'var(--bad)' : 'var(--good)' }];
  });
}

/** A picture of who served when: the champions one after the other, and below them the canaries. */
export function reignsSvg(events: readonly AliasEvent[], steps: readonly Step[]): string {
  const times = [
    ...events.map(({ meta }) => Date.parse(meta.time)),
    ...steps.flatMap(({ rollout }) => (rollout?.decisions ?? []).map(({ time }) => Date.parse(time))),
  ];
  const [start, last] = [Math.min(...times), Math.max(...times)];
  // Room for the name of the one who serves at the end.
  const end = last + (last - start) * 0.13;
  const x = (time: number) => LEFT + ((WIDTH - LEFT) * (time - start)) / Math.max(end - start, 1);
  const bars = [...champions(events, end), ...canaries(steps)].map(({ from, to, label, fill, row }) => {
    const width = Math.max(x(to) - x(from) - 2, 3);
    const y = row * ROW + 6;
    const inside = width > 64;
    const text = inside
      ? `<text x="${(x(from) + width / 2).toFixed(1)}" y="${y + 15}" text-anchor="middle" font-size="12" fill="#fff">${label}</text>`
      : `<text x="${(x(from) + width / 2).toFixed(1)}" y="${y + BAR + 13}" text-anchor="middle" font-size="11" fill="currentColor">${label}</text>`;
    return `<rect x="${x(from).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="4" fill="${fill}"/>${text}`;
  });
  const names = ['champion', 'canary'].map(
    (name, row) => `<text x="0" y="${row * ROW + 21}" font-size="12" fill="currentColor">${name}</text>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${2 * ROW + 18}" role="img" aria-label="which version was champion when, and which had a canary; the list below says the same">${names.join('')}${bars.join('')}</svg>`;
}
