/** Requests of one arm in one window, and how many of them were events. */
export interface ArmCounts {
  n: number;
  x: number;
}

/** Values of one arm in one window: how many, their sum, the sum of their squares. */
export interface ArmMean {
  n: number;
  sum: number;
  sum_sq: number;
}

export interface WindowCounts {
  candidate: ArmCounts;
  stable: ArmCounts;
}

export interface WindowMeans {
  candidate: ArmMean;
  stable: ArmMean;
}
