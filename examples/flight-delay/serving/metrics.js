/** Upper edges of the duration histogram, in seconds. */
const EDGES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** Counts requests and their durations; `text` is the Prometheus exposition format. */
export class Metrics {
  #requests = new Map();
  #durations = new Map();

  observe(version, code, seconds) {
    const key = `version="${version}",code="${code}"`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    const histogram = this.#durations.get(version) ?? { buckets: EDGES.map(() => 0), count: 0, sum: 0 };
    this.#durations.set(version, histogram);
    EDGES.forEach((edge, i) => {
      if (seconds <= edge) histogram.buckets[i] += 1;
    });
    histogram.count += 1;
    histogram.sum += seconds;
  }

  text() {
    const lines = ['# TYPE requests_total counter'];
    for (const [labels, count] of this.#requests) lines.push(`requests_total{${labels}} ${count}`);
    lines.push('# TYPE request_duration_seconds histogram');
    for (const [version, { buckets, count, sum }] of this.#durations) {
      const of = `version="${version}"`;
      lines.push(...EDGES.map((edge, i) => `request_duration_seconds_bucket{${of},le="${edge}"} ${buckets[i]}`));
      lines.push(`request_duration_seconds_bucket{${of},le="+Inf"} ${count}`);
      lines.push(`request_duration_seconds_sum{${of}} ${sum}`, `request_duration_seconds_count{${of}} ${count}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
