/** How one process of a step ended. */
export type StageStatus = 'success' | 'failure' | 'cancelled';

export interface StageResult {
  result: StageStatus;
  outputs: Record<string, string>;
}

/** How a step is stopped: by cancellation or by its time limit. */
export interface StepControl {
  signal: AbortSignal;
  timedOut(): boolean;
}

/** The post stage of an action, waiting for the end of the job. */
export interface PostStage {
  /** identity of the step that registered it, so that it is registered once */
  owner: object;
  name: string;
  wanted(): boolean;
  run(control: StepControl): Promise<StageResult>;
}
