import { ARMS, type Arm } from '../ports.ts';

interface Histogram {
  /** Requests at or below each upper edge, cumulative over edges only when printed. */
  counts: number[];
  count: number;
  sum: number;
}

/** Label of requests that no arm could get, because both weights are 0. */
export const NO_ARM = 'none';

/** Counters of the gateway, cumulative since it started; printed as Prometheus text. */
export class GatewayMetrics {
  readonly #edges: readonly number[];
  readonly #requests = new Map<string, Map<number, number>>();
  readonly #durations = new Map<string, Histogram>();

  constructor(edges: readonly number[]) {
    this.#edges = edges;
    // Both arms exist from the start: an arm without traffic has 0 requests, it is not missing.
    for (const arm of ARMS) {
      this.#requests.set(arm, new Map([[200, 0]]));
      this.#durations.set(arm, { counts: edges.map(() => 0), count: 0, sum: 0 });
    }
  }

  /** Counts one finished request. `seconds` from its arrival to the end of the answer. */
  observe(version: Arm | typeof NO_ARM, code: number, seconds: number): void {
    const codes = this.#requests.get(version) ?? new Map<number, number>();
    this.#requests.set(version, codes.set(code, (codes.get(code) ?? 0) + 1));
    const histogram = this.#durations.get(version);
    if (histogram === undefined) return;
    const bucket = this.#edges.findIndex((edge) => seconds <= edge);
    if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
    histogram.count += 1;
    histogram.sum += seconds;
  }

  /** Prometheus text exposition format 0.0.4. */
  text(): string {
    const lines = [
      '# HELP requests_total Requests by arm and status code; 502 also stands for an arm that could not be reached.',
      '# TYPE requests_total counter',
    ];
    for (const [version, codes] of this.#requests) {
      for (const [code, count] of [...codes].sort((a, b) => a[0] - b[0])) {
        lines.push(`requests_total{version="${version}",code="${code}"} ${count}`);
      }
    }
    lines.push(
      '# HELP request_duration_seconds Time from the arrival of a request to the end of its answer.',
      '# TYPE request_duration_seconds histogram',
    );
    for (const [version, histogram] of this.#durations) lines.push(...this.#histogramLines(version, histogram));
    return `${lines.join('\n')}\n`;
  }

  #histogramLines(version: string, { counts, count, sum }: Histogram): string[] {
    let cumulative = 0;
    const edges = this.#edges.map((edge, i) => {
      cumulative += counts[i]!;
      return `request_duration_seconds_bucket{version="${version}",le="${edge}"} ${cumulative}`;
    });
    return [
      ...edges,
      `request_duration_seconds_bucket{version="${version}",le="+Inf"} ${count}`,
      `request_duration_seconds_sum{version="${version}"} ${sum}`,
      `request_duration_seconds_count{version="${version}"} ${count}`,
    ];
  }
}
