import type { Rate } from './rate.ts';
import type { Simulation } from './trials.ts';

/** One generated table of the page. */
export interface Table {
  /** Its markers in the page: `<!-- begin:ID -->` and `<!-- end:ID -->`. */
  id: string;
  title: string;
  markdown: string;
}

/** A figure that was stated before this simulation was written. */
export interface StatedFigure {
  about: string;
  /** As stated, in words. */
  stated: string;
  /** The stated range as shares, widened by the rounding with which it was stated. */
  low: number;
  high: number;
  found: Rate;
}

/** A group of tables that share simulations, with the stated figures they answer. */
export interface Section {
  name: string;
  run: (simulation: Simulation) => { tables: Table[]; figures: StatedFigure[] };
}
