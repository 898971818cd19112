import { csv } from './evaluate-files.ts';

/** One row of LCG-1000. */
export interface LcgRow {
  id: number;
  label: 0 | 1;
  a: number;
  b: number;
  group: 'a' | 'b' | 'c';
}

/** 1000 rows of a linear congruential generator; scikit-learn's and pROC's figures of models A and B on it are known. */
export function lcg1000(): LcgRow[] {
  let state = 42;
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: 1000 }, (_, id) => {
    const [u1, u2, u3, u4] = [uniform(), uniform(), uniform(), uniform()];
    const label = u1 < 0.3 ? 1 : 0;
    const a = Math.floor(100 * (0.35 * label + 0.65 * u2)) / 100;
    const b = Math.floor(1000 * (0.25 * label + 0.75 * u3)) / 1000;
    return { id, label, a, b, group: u4 < 0.6 ? 'a' : u4 < 0.9 ? 'b' : 'c' };
  });
}

/** Predictions of model A or B as CSV. */
export function lcgPredictions(model: 'a' | 'b', rows: readonly LcgRow[] = lcg1000()): string {
  return csv(
    'id,label,score,group',
    rows.map((row) => [row.id, row.label, row[model], row.group]),
  );
}
