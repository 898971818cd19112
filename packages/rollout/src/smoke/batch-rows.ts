import { flatten, type Tensor } from './inference-tensor.ts';

/** Rows asked one by one for one fixture, at most. */
const MAX_ROWS = 64;

/** Number of rows of a batch, or null when the tensors do not share a first dimension above 1. */
export function batchRows(tensors: readonly Tensor[]): number | null {
  const rows = tensors.map((tensor) => tensor.shape?.[0]);
  const first = rows[0];
  if (first === undefined || first < 2 || rows.some((count) => count !== first)) return null;
  return Math.min(first, MAX_ROWS);
}

/** Row `index` of a batch as a batch of one. */
export function rowOf(tensor: Tensor, index: number): Tensor {
  const [rows, ...rest] = tensor.shape as [number, ...number[]];
  const values = flatten(tensor.data);
  const size = values.length / rows;
  return { ...tensor, shape: [1, ...rest], data: values.slice(index * size, (index + 1) * size) };
}
