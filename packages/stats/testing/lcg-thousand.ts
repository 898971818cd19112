/**
 * 1,000 rows that anyone can regenerate: x <- (1664525 x + 1013904223) mod 2^32 from 42, u = x / 2^32, four a row:
 * y = u1 < .3, A = floor(100 (.35 y + .65 u2)) / 100, B = floor(1000 (.25 y + .75 u3)) / 1000 (u4 is not used here).
 */
export function lcgThousand(): { labels: Uint8Array; a: Float64Array; b: Float64Array } {
  const labels = new Uint8Array(1000);
  const a = new Float64Array(1000);
  const b = new Float64Array(1000);
  let state = 42;
  const next = () => {
    state = Number((1664525n * BigInt(state) + 1013904223n) % 4294967296n);
    return state / 2 ** 32;
  };
  for (let row = 0; row < 1000; row++) {
    const [u1, u2, u3] = [next(), next(), next(), next()] as const;
    const label = u1 < 0.3 ? 1 : 0;
    labels[row] = label;
    a[row] = Math.floor(100 * (0.35 * label + 0.65 * u2)) / 100;
    b[row] = Math.floor(1000 * (0.25 * label + 0.75 * u3)) / 1000;
  }
  return { labels, a, b };
}

/** Fisher-Yates by a small fixed generator: the same shuffle in every run. */
export function shuffled(length: number, seed: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  let state = seed >>> 0;
  for (let i = length - 1; i > 0; i--) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
