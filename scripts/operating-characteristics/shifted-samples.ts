import {
  type BinCounts,
  countIntoBins,
  decileEdges,
  drawNormal,
  normalCdf,
  normalQuantile,
  type RandomStream,
} from '@model-delivery/stats';

/** How the current data differ from the standard normal reference: N(shift, spread^2). */
export interface Drift {
  shift: number;
  spread: number;
}

export const NO_DRIFT: Drift = { shift: 0, spread: 1 };

/** PSI of the two populations over the ten deciles of the reference. */
export function populationPsi({ shift, spread }: Drift): number {
  const ends = [
    0,
    ...Array.from({ length: 9 }, (_, i) => normalCdf((normalQuantile((i + 1) / 10) - shift) / spread)),
    1,
  ];
  let psi = 0;
  for (let bin = 0; bin < 10; bin++) {
    const share = ends[bin + 1]! - ends[bin]!;
    psi += (share - 0.1) * Math.log(share / 0.1);
  }
  return psi;
}

/** The drift of a one-parameter family (rising in its parameter over [low, high]) whose population PSI is `target`. */
export function driftWithPsi(target: number, family: (parameter: number) => Drift, low: number, high: number): Drift {
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (populationPsi(family(middle)) < target) low = middle;
    else high = middle;
  }
  return family((low + high) / 2);
}

/** A fresh reference of n rows and current data of m rows, binned as the product bins them: by the deciles of that reference. */
export function drawBins(random: RandomStream, n: number, m: number, { shift, spread }: Drift): BinCounts {
  const reference = new Float64Array(n);
  for (let row = 0; row < n; row++) reference[row] = drawNormal(random);
  reference.sort();
  const current = new Float64Array(m);
  for (let row = 0; row < m; row++) current[row] = shift + spread * drawNormal(random);
  const edges = decileEdges(reference);
  return { reference: countIntoBins(reference, edges), current: countIntoBins(current, edges) };
}
