import { halfNormalGrid, lnSumExp, type MixtureGrid } from './half-normal-grid.ts';
import type { WindowCounts } from './window-counts.ts';

const HARM: MixtureGrid = halfNormalGrid(3, 1, 1);
const NON_INFERIORITY: MixtureGrid = halfNormalGrid(3, 0.5, -1);

/** What an {@link ExactRateRatio} has seen, to continue from: events of the candidate, and one sum per grid point. */
export interface ExactRateRatioState {
  candidateEvents: number;
  sums: Float64Array;
}

/**
 * E_x, the window-stratified exact e-value of "the candidate's event rate is `margin` times the stable arm's".
 *
 * Given the events of both arms in a window, the candidate's are Binomial(x, π) with π = M·n_c/(M·n_c + n_s). Against it stands a mixture
 * over log rate ratios d: d > 0 (harm, half-normal sd 1) or d < 0 (non-inferiority, sd 0.5). The likelihood ratio of one window is
 * e^(d·x_c) / (1 - π + π·e^d)^(x_c + x_s), and windows multiply: only shares within a window count, so that changing weights, drift
 * and shocks common to both arms cancel. A nonnegative supermartingale under the null; events are assumed independent within an arm.
 */
export class ExactRateRatio {
  readonly #margin: number;
  readonly #grid: MixtureGrid;
  readonly #growth: Float64Array;
  readonly #terms: Float64Array;
  #candidateEvents = 0;
  #sums: Float64Array;
  #ln = 0;

  constructor(margin: number, alternative: 'harm' | 'non_inferiority', state?: ExactRateRatioState) {
    this.#margin = margin;
    this.#grid = alternative === 'harm' ? HARM : NON_INFERIORITY;
    this.#growth = this.#grid.effects.map((effect) => Math.expm1(effect));
    this.#terms = new Float64Array(this.#growth.length);
    this.#sums = new Float64Array(this.#growth.length);
    if (!state) return;
    this.#candidateEvents = state.candidateEvents;
    this.#sums = Float64Array.from(state.sums);
    if (this.#sums.some((sum) => sum !== 0)) this.#ln = this.#mixture();
  }

  /** Adds a window and gives ln E_x after it. An arm without requests, or no event at all, changes nothing. */
  update({ candidate, stable }: WindowCounts): number {
    const events = candidate.x + stable.x;
    if (candidate.n === 0 || stable.n === 0 || events === 0) return this.#ln;
    const share = (this.#margin * candidate.n) / (this.#margin * candidate.n + stable.n);
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i]! += events * Math.log1p(share * this.#growth[i]!);
    this.#candidateEvents += candidate.x;
    this.#ln = this.#mixture();
    return this.#ln;
  }

  #mixture(): number {
    const { effects, lnWeights } = this.#grid;
    for (let i = 0; i < effects.length; i++)
      this.#terms[i] = lnWeights[i]! + this.#candidateEvents * effects[i]! - this.#sums[i]!;
    return lnSumExp(this.#terms);
  }

  /** ln E_x after the last window, 0 before the first. */
  get ln(): number {
    return this.#ln;
  }

  get state(): ExactRateRatioState {
    return { candidateEvents: this.#candidateEvents, sums: Float64Array.from(this.#sums) };
  }
}
