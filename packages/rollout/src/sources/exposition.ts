import { ExternalError } from '@model-delivery/core';

/** One sample of a text exposition. `value` may be NaN or infinite; `timeMs` where the exposition states it. */
export interface Sample {
  metric: string;
  labels: ReadonlyMap<string, string>;
  value: number;
  timeMs: number | null;
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\[\\"n])*)"\s*(,?)/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|0[xX][0-9a-fA-F]+|Inf|NaN|Infinity)$/i;
/** Lines that carry no sample we look for are skipped without being understood: only their metric's name is read. */
const MAX_LINE = 1_000_000;

/**
 * Reads the samples of the metrics asked for from Prometheus text (format 0.0.4 and OpenMetrics).
 * Time and memory are linear in the text; other metrics are not understood at all.
 * @throws ExternalError naming the line that cannot be read
 */
export function parseExposition(text: string, wanted: ReadonlySet<string>): Sample[] {
  const samples: Sample[] = [];
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const line = text.slice(start, end);
    start = end + 1;
    const sample = parseLine(line, number, wanted);
    if (sample !== null) samples.push(sample);
  }
  return samples;
}

function parseLine(line: string, number: number, wanted: ReadonlySet<string>): Sample | null {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return null;
  if (trimmed.length > MAX_LINE) throw unreadable(number, 'the line is longer than a million characters');
  NAME.lastIndex = 0;
  const metric = NAME.exec(trimmed)?.[0];
  if (metric === undefined) throw unreadable(number, `expected the name of a metric; found ${trimmed.slice(0, 60)}`);
  if (!wanted.has(metric)) return null;
  const { labels, end } = parseLabels(trimmed, metric.length, number);
  // OpenMetrics appends an exemplar after ` # `; it is not part of the sample.
  const [value, time, ...rest] = trimmed.slice(end).split(' # ')[0]!.trim().split(/\s+/);
  if (!value || rest.length > 0) throw unreadable(number, `expected a value after ${metric}`);
  return {
    metric,
    labels,
    value: parseNumber(value, number),
    timeMs: time === undefined ? null : parseTime(time, number),
  };
}

function parseLabels(line: string, from: number, number: number): { labels: Map<string, string>; end: number } {
  const labels = new Map<string, string>();
  let at = from;
  while (line[at] === ' ' || line[at] === '\t') at++;
  if (line[at] !== '{') return { labels, end: at };
  at++;
  for (let more = true; ; ) {
    while (line[at] === ' ' || line[at] === '\t') at++;
    if (line[at] === '}') return { labels, end: at + 1 };
    LABEL.lastIndex = at;
    const match = LABEL.exec(line);
    if (match === null || !more)
      throw unreadable(number, `expected label="value" or }; found ${line.slice(at, at + 60)}`);
    if (labels.has(match[1]!)) throw unreadable(number, `the label ${match[1]} stands twice`);
    labels.set(match[1]!, unescapeLabel(match[2]!));
    at = LABEL.lastIndex;
    more = match[3] === ',';
  }
}

function unescapeLabel(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\"n])/g, (_, c: string) => (c === 'n' ? '\n' : c)) : text;
}

function parseNumber(text: string, line: number): number {
  if (!NUMBER.test(text)) throw unreadable(line, `expected a number; found ${text.slice(0, 60)}`);
  const lower = text.toLowerCase();
  if (lower.endsWith('nan')) return Number.NaN;
  if (lower.includes('inf')) return lower.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

/** Format 0.0.4 states whole milliseconds, OpenMetrics seconds with a fraction. */
function parseTime(text: string, line: number): number {
  const value = parseNumber(text, line);
  return text.includes('.') || Math.abs(value) < 1e11 ? value * 1000 : value;
}

function unreadable(line: number, what: string): ExternalError {
  return new ExternalError({
    code: 'METRICS_TEXT_UNREADABLE',
    system: 'metrics',
    message: `Reading the metrics text, line ${line}: ${what}.`,
    hint: 'Expected the Prometheus text format, such as requests_total{version="stable",code="200"} 1027',
  });
}
