import { halfNormalGrid, lnSumExp } from './half-normal-grid.ts';
import type { ArmCounts } from './window-counts.ts';

const GRID = halfNormalGrid(8, 3, 1);

/**
 * E_a, the always-valid e-value of "the candidate's event rate is at least `limit`" (0 < limit < 1): a mixture over true rates
 * p = limit·e^-d of ((p/limit)^x·((1-p)/(1-limit))^(n-x)). It needs no event to grow, so a service without errors can be proven
 * good; it assumes independent requests. Only the totals count.
 */
export class AbsoluteRate {
  readonly #lnCleanRatio: Float64Array;
  readonly #terms: Float64Array;
  #total: ArmCounts;
  #ln = 0;

  constructor(limit: number, total: ArmCounts = { n: 0, x: 0 }) {
    this.#lnCleanRatio = GRID.effects.map((d) => Math.log1p(-limit * Math.exp(-d)) - Math.log1p(-limit));
    this.#terms = new Float64Array(GRID.effects.length);
    this.#total = { ...total };
    if (total.n > 0) this.#ln = this.#mixture();
  }

  /** Adds the candidate's counts of a window and gives ln E_a after it. */
  update({ n, x }: ArmCounts): number {
    if (n === 0) return this.#ln;
    this.#total = { n: this.#total.n + n, x: this.#total.x + x };
    this.#ln = this.#mixture();
    return this.#ln;
  }

  #mixture(): number {
    const { n, x } = this.#total;
    for (let i = 0; i < this.#terms.length; i++)
      this.#terms[i] = GRID.lnWeights[i]! - x * GRID.effects[i]! + (n - x) * this.#lnCleanRatio[i]!;
    return lnSumExp(this.#terms);
  }

  /** ln E_a after the last window, 0 before the first. */
  get ln(): number {
    return this.#ln;
  }

  get state(): ArmCounts {
    return { ...this.#total };
  }
}
