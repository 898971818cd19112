/** The two sides of a split; targets map them to what they call them. */
export const ARMS = ['stable', 'candidate'] as const;
export type Arm = (typeof ARMS)[number];
/** Percent of traffic by arm; sums to 100. */
export type Weights = Record<Arm, number>;

/** What a target says about itself. An observation, never a judgement. */
export interface TargetState {
  weights: Weights;
  /** What a write must be based on (`expect`): a hash, an etag, a resource version. */
  version: string;
  /** Whether the candidate arm exists and could take traffic; null where the target cannot tell. */
  candidateReady: boolean | null;
  /** Whether what was asked last is in force everywhere; false while an asynchronous target still moves. */
  converged: boolean;
}

/** A write that came too late: somebody else changed the target since `expect` was read. */
export type ApplyOutcome = { ok: true; state: TargetState } | { ok: false; state: TargetState };

/**
 * What splits traffic between two arms. Writes are whole splits, never deltas, and repeating one changes nothing. Throws
 * ExternalError/PermissionError where the target cannot be reached: then nothing is known about it.
 */
export interface TrafficTarget {
  readonly kind: string;
  /** False for targets that can only promote as a whole (`registry_alias`): smoke and soak, no canary steps. */
  readonly canSplit: boolean;
  /** True where the champion alias itself is the target and no second write exists. */
  readonly promotesByAlias: boolean;
  read(signal?: AbortSignal): Promise<TargetState>;
  /** Sets the whole split if the target still stands at `expect`. `key` is the same for every repetition of one intent. */
  apply(weights: Weights, expect: string, key: string, signal?: AbortSignal): Promise<ApplyOutcome>;
  /** Makes the candidate what the stable arm is (after it has 100 %), where the target needs telling; `version` is the promoted model. */
  promote?(version: string, key: string, signal?: AbortSignal): Promise<void>;
}

/** Counts or sums of one guardrail in one arm. Counters are cumulative since the arm started; `n` requests. */
export type CumulativeCount = { n: number; events: number };
/** Cumulative sums of a business metric: number of values, their sum, the sum of their squares. */
export type CumulativeMean = { n: number; sum: number; sum_sq: number };

/** One complete read of every guardrail's counters in both arms; an arm or a number that is missing is null or NaN and makes the window unknown. */
export interface Reading {
  /** When the numbers were true, milliseconds since 1970 (the source's clock where it has one). */
  timeMs: number;
  /** By guardrail id, then arm. */
  guardrails: Record<string, Record<Arm, CumulativeCount | CumulativeMean | null>>;
  /** Why parts of it cannot be trusted (warnings of the source, an arm without series); empty when complete. */
  problems: string[];
}

/** Where guardrails are read from. Throws ExternalError when the source cannot be reached. */
export interface MetricSource {
  readonly kind: string;
  read(signal?: AbortSignal): Promise<Reading>;
}

/** What smoke tests of the candidate found, before any traffic. */
export interface SmokeReport {
  fixtures: number;
  passed: number;
  /** The first difference or failure; empty when all passed. */
  message: string;
  /** What the server told about itself, such as model name and version; empty where it tells nothing. */
  server: Record<string, string>;
  warnings: string[];
}
export type SmokeTest = (signal?: AbortSignal) => Promise<SmokeReport>;

/** The registry's alias of what serves. Conflicts and refusals are values. */
export interface ChampionAlias {
  readonly alias: string;
  current(): Promise<`sha256:${string}` | null>;
  /** Moves the alias if it still names `expect`. */
  move(
    action: 'promote' | 'rollback',
    to: `sha256:${string}`,
    expect: `sha256:${string}` | null,
    reason: string,
  ): Promise<{ ok: true } | { ok: false; actual: `sha256:${string}` | null; message?: string }>;
}
