import { wilsonInterval } from '@model-delivery/stats';

/** A share of trials (or an exact probability, then `trials` is null). */
export interface Rate {
  share: number;
  trials: number | null;
}

export function rateOf(hits: number, trials: number): Rate {
  return { share: hits / trials, trials };
}

export function exactRate(share: number): Rate {
  return { share, trials: null };
}

/** Half-width of the 95 % Wilson interval of a simulated share, its longer side; 0 for an exact one. */
export function monteCarloError({ share, trials }: Rate): number {
  if (trials === null) return 0;
  const { lower, upper } = wilsonInterval({ successes: Math.round(share * trials), n: trials, alpha: 0.025 });
  return Math.max(share - lower, upper - share);
}

/** `5.1 ±0.9` in percent: the share and its 95 % Monte Carlo error; without the error when exact. */
export function percentText(rate: Rate): string {
  const share = percent(rate.share);
  return rate.trials === null ? share : `${share} ±${percent(monteCarloError(rate))}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
