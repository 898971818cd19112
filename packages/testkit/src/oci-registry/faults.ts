/** Where and when a request goes wrong: the first `times` requests that match (all, when absent). */
export interface RegistryFault {
  method: string;
  /** Matched against the path. */
  path: RegExp;
  times?: number;
  does: RegistryFailure;
}

export type RegistryFailure =
  /** Answers a status, without reading the body. */
  | { status: number; headers?: Record<string, string> }
  /** Breaks the connection after so many bytes of the request's body. */
  | { breakAfterBytes: number }
  /** Flips a bit in the body of the answer. */
  | { corrupt: true }
  /** Breaks the connection in the middle of the answer. */
  | { cutAnswer: true }
  /** Every token given so far is no longer taken. */
  | { expireTokens: true };

/** The failures a fake is told to have, used up as they happen. */
export class RegistryFaults {
  readonly #faults: (RegistryFault & { left: number })[] = [];

  add(fault: RegistryFault): void {
    this.#faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  take(method: string, path: string): RegistryFailure | null {
    const fault = this.#faults.find((each) => each.left > 0 && each.method === method && each.path.test(path));
    if (!fault) return null;
    fault.left--;
    return fault.does;
  }
}
