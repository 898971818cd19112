import type { Arm, Weights } from '../ports.ts';

/** What the generated include names. */
export interface NginxSplitNames {
  upstreams: Record<Arm, string>;
  /** Without `$`. */
  variable: string;
  key: string;
}

/** nginx counts in hundredths of a percent. */
const HUNDREDTHS = 100;
const HEADER = '# model-delivery split';

/**
 * The include for nginx's `http` block: a `split_clients` that sets the variable to an upstream's name.
 * An arm without traffic is left out: nginx refuses `0%`.
 */
export function renderSplit(weights: Weights, names: NginxSplitNames): string {
  const rounded = roundToHundredths(weights);
  const { stable, candidate } = names.upstreams;
  const arms =
    rounded.candidate === 0
      ? [`    * ${stable};`]
      : rounded.stable === 0
        ? [`    * ${candidate};`]
        : [`    ${rounded.candidate}% ${candidate};`, `    * ${stable};`];
  return [
    `${HEADER} ${JSON.stringify({ stable: rounded.stable, candidate: rounded.candidate })}`,
    '# Written by model-delivery; a change by hand is reported as foreign.',
    `split_clients "${names.key}" $${names.variable} {`,
    ...arms,
    '}',
    '',
  ].join('\n');
}

/** The split that nginx will really use. */
export function roundToHundredths(weights: Weights): Weights {
  const candidate = Math.round(weights.candidate * HUNDREDTHS) / HUNDREDTHS;
  return { stable: Math.round((100 - candidate) * HUNDREDTHS) / HUNDREDTHS, candidate };
}

/**
 * Reads a split back from the directives, never from the header alone: what nginx reads is what counts.
 * @returns null when the text holds no split of these two upstreams
 */
export function parseSplit(text: string, names: NginxSplitNames): Weights | null {
  const code = text.replace(/#[^\n]*/g, '');
  const body = /split_clients\s+(?:"[^"]*"|\S+)\s+\$([A-Za-z_]\w*)\s*\{([^{}]*)\}/.exec(code);
  if (body === null || body[1] !== names.variable) return null;
  const { stable, candidate } = names.upstreams;
  let candidateShare = 0;
  let assigned = 0;
  for (const line of body[2]!.split(';').map((part) => part.trim())) {
    if (line === '') continue;
    const match = /^(?:(\d+(?:\.\d{1,2})?)%|\*)\s+(\S+)$/.exec(line);
    if (match === null || (match[2] !== stable && match[2] !== candidate)) return null;
    const share = match[1] === undefined ? 100 - assigned : Number(match[1]);
    assigned += share;
    if (match[2] === candidate) candidateShare += share;
  }
  return assigned === 100 ? roundToHundredths({ stable: 0, candidate: candidateShare }) : null;
}
