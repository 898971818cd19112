import { ConfigError } from '@model-delivery/core';

/** One label condition of a selector. Regular expressions match whole values, as in Prometheus. */
export interface Matcher {
  label: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
  test(value: string): boolean;
}

/** `requests_total{code=~"5.."}`: a metric and conditions on its labels. */
export interface Selector {
  metric: string;
  matchers: readonly Matcher[];
}

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const MATCHER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*(,?)/;
const MAX_LENGTH = 4096;

/**
 * Reads the selector of a raw cumulative counter.
 * @param key where it stands in the configuration, for the message
 * @throws ConfigError for anything else: a rate or an expression is not a counter and must not be differenced
 */
export function parseSelector(text: string, key: string): Selector {
  const refuse = (what: string): ConfigError =>
    new ConfigError({
      code: 'METRIC_SELECTOR_INVALID',
      message: `${key}: ${what}; found ${text.slice(0, 200)}`,
      hint: 'Name a raw counter with optional label conditions, such as requests_total{code=~"5.."}: rates and sums are formed here, per arm and window.',
    });
  if (text.length > MAX_LENGTH) throw refuse(`longer than ${MAX_LENGTH} characters`);
  const trimmed = text.trim();
  const metric = METRIC.exec(trimmed)?.[0];
  if (metric === undefined) throw refuse('expected the name of a metric');
  const rest = trimmed.slice(metric.length).trim();
  if (rest === '') return { metric, matchers: [] };
  if (!rest.startsWith('{') || !rest.endsWith('}')) throw refuse('expected METRIC or METRIC{label="value",…}');
  const matchers: Matcher[] = [];
  let inside = rest.slice(1, -1);
  let more = true;
  while (inside.trim() !== '') {
    const match = MATCHER.exec(inside);
    if (match === null || !more) throw refuse(`expected label="value" at ${inside.trim().slice(0, 40)}`);
    matchers.push(matcher(match[1]!, match[2] as Matcher['op'], unquote(match[3]!), refuse));
    inside = inside.slice(match[0].length);
    more = match[4] === ',';
  }
  return { metric, matchers };
}

function matcher(label: string, op: Matcher['op'], value: string, refuse: (what: string) => ConfigError): Matcher {
  if (op === '=') return { label, op, value, test: (found) => found === value };
  if (op === '!=') return { label, op, value, test: (found) => found !== value };
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${value})$`, 's');
  } catch (error) {
    throw refuse(`${label}${op}: ${(error as Error).message}`);
  }
  return { label, op, value, test: (found) => pattern.test(found) === (op === '=~') };
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => {
    if (escaped === 'n') return '\n';
    if (escaped === 't') return '\t';
    return escaped;
  });
}

/** Whether a series with these labels is selected; a label that a series lacks counts as empty, as in Prometheus. */
export function selects(selector: Selector, labels: ReadonlyMap<string, string>): boolean {
  return selector.matchers.every((matcher) => matcher.test(labels.get(matcher.label) ?? ''));
}

/** The selector as PromQL. */
export function promQl(selector: Selector): string {
  if (selector.matchers.length === 0) return selector.metric;
  const conditions = selector.matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
  return `${selector.metric}{${conditions.join(',')}}`;
}
