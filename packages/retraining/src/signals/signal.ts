import type { DataReport, Evaluation, Retraining } from '@model-delivery/core';
import type { SeenWindow } from '../state/retraining-state.ts';

/** One line of `signals[]` in the document. */
export type Signal = Retraining['signals'][number];

/** The model that serves, as the registry knows it. Adapters fill it; retraining only reads it. */
export interface Champion {
  version: `sha256:${string}`;
  /** When it was promoted to champion, else registered: ISO 8601. */
  since: string;
  /** Documents registered with it; null where there are none (an adopted model). */
  evaluation: Evaluation | null;
  dataReport: DataReport | null;
}

/** What a signal of reports gives besides its line: the window to remember, null where nothing could be judged. */
export interface WindowedSignal {
  signal: Signal;
  window: Omit<SeenWindow, 'time' | 'answered_by'> | null;
}

/** A signal that could not be judged, and why. It neither crosses nor stands for "all is well". */
export function unjudged(kind: Signal['kind'], subject: string | null, threshold: number | null, why: string): Signal {
  return {
    kind,
    subject,
    value: null,
    threshold,
    windows: null,
    over: false,
    crossed: false,
    judged: false,
    message: `Not judged: ${why}.`,
  };
}
