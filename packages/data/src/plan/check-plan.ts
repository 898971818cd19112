import type {
  CategoryProfile,
  DataCheckKind,
  JsonValue,
  NumericProfile,
  Severity,
  Tolerance,
} from '@model-delivery/core';
import type { QuantileFraction } from '../measurement/request.ts';
import type { RowTest } from '../measurement/row-test.ts';

/** Inclusive bounds; at least one is given. */
export interface Bounds {
  min?: number | undefined;
  max?: number | undefined;
}

/** The profiled column that a drift check compares with. */
export type DriftReference =
  | { kind: 'numbers'; profile: NumericProfile }
  | { kind: 'categories'; profile: CategoryProfile };

/** What a check asks and which answer it accepts: the thresholds live here, the questions go to the engine. */
export type Question =
  | { ask: 'columns'; missing: string[]; unexpected: string[]; misplaced: string[] }
  | { ask: 'rows'; test: RowTest; tolerance: Tolerance }
  | { ask: 'row_count'; bounds: Bounds }
  | { ask: 'mean'; column: string; bounds: Bounds }
  | { ask: 'quantile'; column: string; q: number; fraction: QuantileFraction; bounds: Bounds }
  | { ask: 'drift'; column: string; threshold: number; reference: DriftReference };

/** A check whose outcome is known before anything is measured. */
export interface Settled {
  verdict: 'error' | 'not_applicable';
  reason: string;
}

export interface PlannedCheck {
  id: string;
  dataset: string;
  column: string | null;
  kind: DataCheckKind;
  severity: Severity;
  where: string | null;
  expected: JsonValue;
  /** Where in the configuration it stands. */
  path: (string | number)[];
  question: Question | Settled;
}

export function isSettled(question: Question | Settled): question is Settled {
  return 'verdict' in question;
}
