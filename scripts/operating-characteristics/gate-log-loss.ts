import { binaryLogLosses, drawNormal, meanEstimate, normalDensity, type RandomStream } from '@model-delivery/stats';
import { contrastOf } from '../../packages/evaluation/src/checks/planned-check.ts';
import { ALPHA, gateOutcome } from './gate-outcome.ts';
import { countText, markdownTable } from './markdown-table.ts';
import { percentText } from './rate.ts';
import type { Section } from './table.ts';
import { type Simulation, simulate } from './trials.ts';

/** The true log odds are N(-1, 1.5^2); a model sees them with its own normal error of this standard deviation. */
const CENTRE = -1;
const SPREAD = 1.5;
const CHAMPION_ERROR = 0.5;
const MARGIN = 0.005;

const probabilityOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** Expected log loss of a model with the given error, in nats: the double integral over log odds and error on a fine grid. */
function expectedLogLoss(error: number): number {
  // The trapezoid rule on a normal density is exact to about 1e-12 at this step.
  const step = 0.25;
  let [sum, weights] = [0, 0];
  for (let u = -7; u <= 7; u += step) {
    const truth = probabilityOf(CENTRE + SPREAD * u);
    for (let v = -7; v <= 7; v += step) {
      const weight = normalDensity(u) * normalDensity(v);
      const seen = CENTRE + SPREAD * u + error * v;
      sum += weight * (truth * Math.log1p(Math.exp(-seen)) + (1 - truth) * Math.log1p(Math.exp(seen)));
      weights += weight;
    }
  }
  return sum / weights;
}

/** The error at which a model's expected log loss exceeds the champion's by `worse` nats. */
function errorFor(worse: number): number {
  const target = expectedLogLoss(CHAMPION_ERROR) + worse;
  let [low, high] = [CHAMPION_ERROR, 4];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (expectedLogLoss(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function drawModels(random: RandomStream, n: number, error: number) {
  const labels = new Uint8Array(n);
  const candidate = new Float64Array(n);
  const champion = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const logOdds = CENTRE + SPREAD * drawNormal(random);
    labels[row] = random.uniform() < probabilityOf(logOdds) ? 1 : 0;
    candidate[row] = probabilityOf(logOdds + error * drawNormal(random));
    champion[row] = probabilityOf(logOdds + CHAMPION_ERROR * drawNormal(random));
  }
  return { labels, candidate, champion };
}

/** Log loss against `max_regression: 0.005` by the paired t interval; `worse` = true excess of the candidate's loss. */
export function logLossRates(simulation: Simulation, worse: number, n: number) {
  const error = worse === 0 ? CHAMPION_ERROR : errorFor(worse);
  const contrast = contrastOf({ bound: 'max_regression', value: MARGIN, direction: 'lower' });
  return simulate(
    simulation,
    `log-loss/${worse}/${n}`,
    (random) => {
      const drawn = drawModels(random, n, error);
      const candidate = binaryLogLosses(drawn.labels, drawn.candidate, 'float64');
      const champion = binaryLogLosses(drawn.labels, drawn.champion, 'float64');
      const estimate = meanEstimate({ contrast, candidate, champion, alpha: ALPHA });
      return { ...gateOutcome(estimate), point: estimate.value < 0 };
    },
    n >= 5000 ? 0.25 : 0.5,
  );
}

export const gateLogLoss: Section = {
  name: 'log loss',
  run: (simulation) => {
    const truths = [
      { truth: 'equal', worse: 0 },
      { truth: '0.005 worse (at the margin)', worse: MARGIN },
      { truth: '0.02 worse', worse: 0.02 },
    ];
    const rows = truths.flatMap(({ truth, worse }) =>
      [200, 1000, 5000].map((n) => {
        const rates = logLossRates(simulation, worse, n);
        return [
          truth,
          countText(n),
          ...[rates.pass, rates.guardFail, rates.inconclusive, rates.point].map(percentText),
        ];
      }),
    );
    const headings = [
      'truth',
      'rows',
      'pass %',
      'fail (guard blocks) %',
      'inconclusive %',
      'rule "measured value" blocks %',
    ];
    const table = {
      id: 'gate-log-loss',
      title: 'Log loss, max_regression 0.005',
      markdown: markdownTable(headings, rows),
    };
    return { tables: [table], figures: [] };
  },
};
