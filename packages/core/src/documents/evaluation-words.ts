/*
 * Words of evaluations, apart from the schema of the document: the configuration needs them at start-up, the schema only a report
 * does.
 */

export const EVIDENCE_MODES = ['point', 'guard', 'prove'] as const;
export type EvidenceMode = (typeof EVIDENCE_MODES)[number];

export const PURPOSES = ['pull_request', 'promotion'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const CHAMPION_STATES = ['none', 'unreachable', 'incomparable', 'stale', 'ready'] as const;
export type ChampionState = (typeof CHAMPION_STATES)[number];

/** Bounds a check can carry. The first four are absolute, the others compare with the champion. */
export const BOUND_KINDS = [
  'min',
  'max',
  'above',
  'below',
  'min_ratio',
  'max_ratio',
  'min_delta',
  'max_regression',
] as const;
export type BoundKind = (typeof BOUND_KINDS)[number];
