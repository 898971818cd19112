import { normalCdf } from '../normal.ts';

/** Counted windows before a robust e-value says anything. */
export const ROBUST_WINDOWS = 5;

/** What a {@link SelfNormalised} has seen, to continue from. */
export interface SelfNormalisedState {
  windows: number;
  sum: number;
  squares: number;
  /** V at the fifth counted window (or the first later one where it is above 0); 0 before. */
  rho: number;
}

/**
 * The one-sided normal mixture of a self-normalised sum: S = Σ s, V = Σ s², one term a window, and
 * E = 2·sqrt(ρ/(V+ρ))·exp(S²/(2(V+ρ)))·Φ(S/sqrt(V+ρ)) for S > 0, else 0; 0 before the fifth window.
 * The spread is taken from the windows themselves, so bursts within one arm widen it instead of looking like an effect.
 */
export class SelfNormalised {
  #windows = 0;
  #sum = 0;
  #squares = 0;
  #rho = 0;
  #ln = Number.NEGATIVE_INFINITY;

  constructor(state?: SelfNormalisedState) {
    if (!state) return;
    this.#windows = state.windows;
    this.#sum = state.sum;
    this.#squares = state.squares;
    this.#rho = state.rho;
    this.#ln = this.#value();
  }

  /** Adds one window's term and gives ln E after it, -Infinity for E = 0. */
  add(term: number): number {
    this.#windows++;
    this.#sum += term;
    this.#squares += term * term;
    if (this.#rho === 0 && this.#windows >= ROBUST_WINDOWS) this.#rho = this.#squares;
    this.#ln = this.#value();
    return this.#ln;
  }

  #value(): number {
    if (this.#rho === 0 || this.#sum <= 0) return Number.NEGATIVE_INFINITY;
    const spread = this.#squares + this.#rho;
    const z = this.#sum / Math.sqrt(spread);
    return Math.LN2 + 0.5 * Math.log(this.#rho / spread) + (z * z) / 2 + Math.log(normalCdf(z));
  }

  /** ln E after the last window; -Infinity is E = 0. */
  get ln(): number {
    return this.#ln;
  }

  get state(): SelfNormalisedState {
    return { windows: this.#windows, sum: this.#sum, squares: this.#squares, rho: this.#rho };
  }
}
