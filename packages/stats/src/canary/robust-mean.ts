import { SelfNormalised, type SelfNormalisedState } from './self-normalised.ts';
import type { WindowMeans } from './window-counts.ts';

/**
 * E_r of a mean against `margin` times the stable arm's: per window w·(ȳ_c - M·ȳ_s), w = n_c·n_s/(n_c + n_s), self-normalised. The spread
 * is that between windows, not the noise inside them, so that shocks of a whole arm do not pass for an effect.
 */
export class RobustMean {
  readonly #margin: number;
  readonly #sign: 1 | -1;
  readonly #sum: SelfNormalised;

  constructor(margin: number, alternative: 'harm' | 'non_inferiority', state?: SelfNormalisedState) {
    this.#margin = margin;
    this.#sign = alternative === 'harm' ? 1 : -1;
    this.#sum = new SelfNormalised(state);
  }

  /** Adds a window and gives ln E_r after it. Fewer than two values in an arm add nothing. */
  update({ candidate, stable }: WindowMeans): number {
    if (candidate.n < 2 || stable.n < 2) return this.#sum.ln;
    const weight = (candidate.n * stable.n) / (candidate.n + stable.n);
    const difference = candidate.sum / candidate.n - (this.#margin * stable.sum) / stable.n;
    return this.#sum.add(this.#sign * weight * difference);
  }

  get ln(): number {
    return this.#sum.ln;
  }

  get state(): SelfNormalisedState {
    return this.#sum.state;
  }
}
