/** How much of each block a Markdown surface shows; the rest is counted and stays in the full report. */
export interface DetailLevel {
  rows: number;
  /** Code points of a name or value. */
  code: number;
  /** Code points of a sentence of a document. */
  quote: number;
  /** Whether plots are drawn. */
  plots: boolean;
}

export const DETAIL = {
  full: { rows: 1000, code: 200, quote: 2000, plots: true },
  normal: { rows: 40, code: 100, quote: 700, plots: true },
  small: { rows: 15, code: 64, quote: 300, plots: false },
  smallest: { rows: 5, code: 40, quote: 160, plots: false },
} as const satisfies Record<string, DetailLevel>;
