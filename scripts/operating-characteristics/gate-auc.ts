import { aucEstimate, delong, drawNormal, normalQuantile, type RandomStream } from '@model-delivery/stats';
import { contrastOf } from '../../packages/evaluation/src/checks/planned-check.ts';
import { ALPHA, gateOutcome, pointRuleBlocks } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section } from './table.ts';
import { type Simulation, simulate } from './trials.ts';

const PREVALENCE = 0.3;
/** Correlation of the two models' scores within a class. */
const CORRELATION = 0.8;
const CHAMPION_AUC = 0.9;
const MARGIN = 0.01;
const TRUTHS = [
  { truth: 'equal', candidate: CHAMPION_AUC },
  { truth: '1 point worse (at the margin)', candidate: CHAMPION_AUC - MARGIN },
  { truth: '3 points worse', candidate: CHAMPION_AUC - 0.03 },
];

/** How far the positives' mean lies above the negatives' in the binormal model: AUC = Phi(distance / sqrt 2). */
const distanceOf = (auc: number) => Math.SQRT2 * normalQuantile(auc);

function drawScores(random: RandomStream, n: number, candidateAuc: number, championAuc: number) {
  const labels = new Uint8Array(n);
  const candidate = new Float64Array(n);
  const champion = new Float64Array(n);
  const [mine, theirs] = [distanceOf(candidateAuc), distanceOf(championAuc)];
  for (let row = 0; row < n; row++) {
    const label = random.uniform() < PREVALENCE ? 1 : 0;
    const shared = Math.sqrt(CORRELATION) * drawNormal(random);
    labels[row] = label;
    candidate[row] = label * mine + shared + Math.sqrt(1 - CORRELATION) * drawNormal(random);
    champion[row] = label * theirs + shared + Math.sqrt(1 - CORRELATION) * drawNormal(random);
  }
  return { labels, candidate, champion };
}

/** ROC AUC against `max_regression: 0.01` by DeLong, and the two usual point rules on the same rows. */
export function aucComparison(simulation: Simulation, candidateAuc: number, n: number) {
  const contrast = contrastOf({ bound: 'max_regression', value: MARGIN, direction: 'higher' });
  return simulate(
    simulation,
    `auc/${candidateAuc}/${n}`,
    (random) => {
      const { labels, candidate, champion } = drawScores(random, n, candidateAuc, CHAMPION_AUC);
      const components = delong(labels, [candidate, champion]);
      const [mine, theirs] = components.auc as [number, number];
      return {
        ...gateOutcome(aucEstimate({ components, contrast, alpha: ALPHA })),
        ratio: pointRuleBlocks('min_ratio', 0.98, mine, theirs),
        tolerance: pointRuleBlocks('min_delta', -0.005, mine, theirs),
      };
    },
    n >= 5000 ? 0.25 : 0.5,
  );
}

/** One AUC whose true value is the bound; above 0.95 the interval stands on the logit scale. */
function aucAtBound(simulation: Simulation, bound: number, n: number) {
  const contrast = contrastOf({ bound: 'min', value: bound, direction: 'higher' });
  return simulate(
    simulation,
    `auc-bound/${bound}/${n}`,
    (random) => {
      const { labels, candidate } = drawScores(random, n, bound, bound);
      return gateOutcome(aucEstimate({ components: delong(labels, [candidate]), contrast, alpha: ALPHA }));
    },
    0.5,
  );
}

export const gateAuc: Section = {
  name: 'ROC AUC',
  run: (simulation) => {
    const compared = TRUTHS.flatMap(({ truth, candidate }) =>
      [200, 1000, 5000].map((n) => ({ truth, n, rates: aucComparison(simulation, candidate, n) })),
    );
    const absolute = [0.9, 0.96, 0.99].flatMap((bound) =>
      [100, 200, 1000].map((n) => ({ bound, n, rates: aucAtBound(simulation, bound, n) })),
    );
    return {
      tables: [
        {
          id: 'gate-auc',
          title: 'ROC AUC, max_regression 0.01',
          markdown: markdownTable(
            [
              ...['truth', 'rows', 'pass %', 'fail (guard blocks) %', 'inconclusive %'],
              ...['rule "ratio 0.98" blocks %', 'rule "tolerance -0.005" blocks %'],
            ],
            compared.map(({ truth, n, rates }) => [
              ...[truth, countText(n)],
              ...[rates.pass, rates.guardFail, rates.inconclusive, rates.ratio, rates.tolerance].map(percentText),
            ]),
          ),
        },
        {
          id: 'gate-auc-bound',
          title: 'ROC AUC exactly at its bound',
          markdown: markdownTable(
            ['bound and truth', 'rows', 'pass %', 'fail (guard blocks) %', 'inconclusive %'],
            absolute.map(({ bound, n, rates }) => [
              ...[String(bound), countText(n)],
              ...[rates.pass, rates.guardFail, rates.inconclusive].map(percentText),
            ]),
          ),
        },
      ],
      figures: [],
    };
  },
};
