import { ExactSum } from '@model-delivery/stats';

/** rows = truth, columns = prediction; weighted when weights are given, sums exact. */
export function confusionTable(
  truth: Int32Array,
  predicted: Int32Array,
  classes: number,
  weights: ArrayLike<number> | null,
): Float64Array[] {
  const table = Array.from({ length: classes }, () => new Float64Array(classes));
  if (weights === null) {
    for (let row = 0; row < truth.length; row++) table[truth[row]!]![predicted[row]!]!++;
    return table;
  }
  const sums = table.map((line) => Array.from(line, () => new ExactSum()));
  for (let row = 0; row < truth.length; row++) sums[truth[row]!]![predicted[row]!]!.add(weights[row]!);
  return sums.map((line) => Float64Array.from(line, (sum) => sum.value()));
}

/** Counts of (truth, candidate) or (truth, candidate, champion) in lexicographic order, empty cells too. */
export function jointCells(
  truth: Int32Array,
  candidate: Int32Array,
  champion: Int32Array | null,
  classes: number,
): Float64Array {
  const cells = new Float64Array(classes ** (champion === null ? 2 : 3));
  for (let row = 0; row < truth.length; row++) {
    let cell = truth[row]! * classes + candidate[row]!;
    if (champion !== null) cell = cell * classes + champion[row]!;
    cells[cell]!++;
  }
  return cells;
}

/** Views of joint cells as one confusion matrix a model. The matrices are reused: read them before the next call. */
export function tableReader(
  classes: number,
  compared: boolean,
): (cells: Float64Array) => { candidate: Float64Array[]; champion: Float64Array[] } {
  const candidate = Array.from({ length: classes }, () => new Float64Array(classes));
  const champion = Array.from({ length: classes }, () => new Float64Array(classes));
  return (cells) => {
    for (const line of [...candidate, ...champion]) line.fill(0);
    const inner = compared ? classes : 1;
    for (let truth = 0, cell = 0; truth < classes; truth++) {
      for (let mine = 0; mine < classes; mine++) {
        for (let theirs = 0; theirs < inner; theirs++, cell++) {
          candidate[truth]![mine]! += cells[cell]!;
          if (compared) champion[truth]![theirs]! += cells[cell]!;
        }
      }
    }
    return { candidate, champion };
  };
}
