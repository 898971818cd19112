import { binomialCdf, oneSidedNormalQuantile, proportionEstimate, tangoEstimate } from '@model-delivery/stats';
import { ALPHA, gateOutcome } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { exactRate, percentText, type Rate } from './rate.ts';
import type { Section, StatedFigure } from './table.ts';

/** Probability, by enumeration, that a binomial count is one for which `holds`. Exact, no Monte Carlo error. */
function binomialProbability(n: number, share: number, holds: (count: number) => boolean): Rate {
  let probability = 0;
  for (let count = 0; count <= n; count++) {
    if (!holds(count)) continue;
    probability += binomialCdf(count, n, share) - (count === 0 ? 0 : binomialCdf(count - 1, n, share));
  }
  return exactRate(probability);
}

/** The textbook interval of a paired difference, d +- z sqrt((b + c) / n - d^2) / sqrt(n), as a passing rule. */
function waldPasses(candidateOnly: number, championOnly: number, n: number, margin: number): boolean {
  const difference = (candidateOnly - championOnly) / n;
  const spread = Math.sqrt(Math.max(0, (candidateOnly + championOnly) / n - difference ** 2) / n);
  return difference - oneSidedNormalQuantile(ALPHA) * spread >= -margin;
}

const PAIRED_MARGIN = 0.02;
const PAIRED_ROWS = [20, 60, 100, 300];
const SHARE_BOUNDS = [0.85, 0.99];
const SHARE_ROWS = [20, 50, 200, 1000, 5000];

/** Discordance 2 %, all of it lost by the candidate: the truth lies exactly at a margin of 2 points. */
export function pairedAtMargin(n: number): { wald: Rate; tango: Rate } {
  const tangoPasses = (championOnly: number) =>
    gateOutcome(tangoEstimate({ candidateOnly: 0, championOnly, n, offset: PAIRED_MARGIN, alpha: ALPHA })).pass;
  return {
    wald: binomialProbability(n, PAIRED_MARGIN, (championOnly) => waldPasses(0, championOnly, n, PAIRED_MARGIN)),
    tango: binomialProbability(n, PAIRED_MARGIN, tangoPasses),
  };
}

/** Accuracy (precision, recall) whose true value is the bound itself. */
export function shareAtBound(bound: number, n: number): { pass: Rate; guardFail: Rate; pointBlocks: Rate } {
  const outcome = (successes: number) =>
    gateOutcome(proportionEstimate({ successes, n, bound, side: 'min', alpha: ALPHA }));
  return {
    pass: binomialProbability(n, bound, (successes) => outcome(successes).pass),
    guardFail: binomialProbability(n, bound, (successes) => outcome(successes).guardFail),
    pointBlocks: binomialProbability(n, bound, (successes) => successes / n < bound),
  };
}

export const smallSamples: Section = {
  name: 'shares, exact',
  run: ({ progress }) => {
    const shares = SHARE_BOUNDS.flatMap((bound) => SHARE_ROWS.map((n) => ({ bound, n, ...shareAtBound(bound, n) })));
    const paired = PAIRED_ROWS.map((n) => ({ n, ...pairedAtMargin(n) }));
    progress('shares/exact');
    return {
      tables: [
        {
          id: 'gate-share',
          title: 'A share exactly at its bound',
          markdown: markdownTable(
            ['bound and truth', 'rows', 'pass %', 'fail (guard blocks) %', 'rule "measured value" blocks %'],
            shares.map(({ bound, n, pass, guardFail, pointBlocks }) => [
              ...[String(bound), countText(n)],
              ...[pass, guardFail, pointBlocks].map(percentText),
            ]),
          ),
        },
        {
          id: 'gate-tango',
          title: 'Paired accuracy exactly at a margin of 0.02, discordance 2 %',
          markdown: markdownTable(
            ['rows', 'Wald interval passes %', 'Tango interval (ours) passes %'],
            paired.map(({ n, wald, tango }) => [countText(n), percentText(wald), percentText(tango)]),
          ),
        },
      ],
      figures: statedFigures(paired),
    };
  },
};

function statedFigures(paired: { n: number; wald: Rate; tango: Rate }[]): StatedFigure[] {
  const figure = (rule: string, n: number, percent: number, found: Rate) => ({
    ...{ about: `${rule} passes at a 2-point margin (n = ${n})`, stated: `${percent} %` },
    ...{ low: (percent - 0.5) / 100, high: (percent + 0.5) / 100, found },
  });
  return [
    ...[67, 30, 13, 15].map((percent, i) => figure('Wald', paired[i]!.n, percent, paired[i]!.wald)),
    ...[0, 0, 0, 6].map((percent, i) => figure('Tango', paired[i]!.n, percent, paired[i]!.tango)),
  ];
}
