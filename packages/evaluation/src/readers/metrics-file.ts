import { EvidenceError, parseYamlText } from '@model-delivery/core';
import type { MetricsFile } from '../checks/evidence-numbers.ts';
import type { FileReference } from '../effective-policy.ts';
import { readTextFile, type TextFile } from './text-file.ts';

const NOT_FINITE = /^[+-]?(?:nan|inf(?:inity)?)$/i;
/** Texts that somebody meant as numbers: quoted numbers, NaN and infinities as other languages write them, percentages. */
const NUMBER_LIKE = /^[+-]?(?:(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*%?|nan|inf(?:inity)?|\.inf|\.nan)$/i;

/**
 * Reads a metrics file: JSON or YAML, nested keys joined with `.`, numbers only.
 * @throws EvidenceError for unreadable files, duplicate keys, quoted numbers, NaN and infinities
 */
export async function readMetricsFile(
  reference: FileReference,
  containedIn: string | undefined,
): Promise<{ metrics: MetricsFile; file: TextFile }> {
  const file = await readTextFile(reference, 'metrics file', containedIn);
  return { metrics: parseMetrics(file.text, file.path), file };
}

/** The numbers of a metrics text by joined name. */
export function parseMetrics(text: string, path: string): MetricsFile {
  const { value } = parseYamlText(text, {
    file: path,
    what: 'metrics file',
    fail: (message, hint) => new EvidenceError({ code: 'METRICS_UNREADABLE', message, hint }),
  });
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw unusable(
      path,
      `expected a mapping of names to numbers, found ${describe(value)}`,
      'Write for example {"f1": 0.91}.',
    );
  }
  const values = new Map<string, number>();
  const notNumbers = new Map<string, string>();
  collect(value as Record<string, unknown>, '', path, values, notNumbers);
  return { path, values, notNumbers };
}

function collect(
  node: Record<string, unknown>,
  prefix: string,
  path: string,
  values: Map<string, number>,
  notNumbers: Map<string, string>,
): void {
  for (const [key, entry] of Object.entries(node)) {
    const name = prefix + key;
    if (values.has(name) || notNumbers.has(name)) {
      throw unusable(path, `\`${name}\` stands there twice, once nested and once with a dot`, 'Keep one of them.');
    }
    if (entry !== null && typeof entry === 'object' && !Array.isArray(entry)) {
      collect(entry as Record<string, unknown>, `${name}.`, path, values, notNumbers);
    } else if (typeof entry === 'number') {
      if (!Number.isFinite(entry)) throw notFinite(path, name, String(entry));
      values.set(name, entry + 0);
    } else {
      // JSON as Python writes it has the bare words NaN and Infinity, which YAML reads as texts.
      if (typeof entry === 'string' && NOT_FINITE.test(entry.trim())) throw notFinite(path, name, entry.trim());
      if (typeof entry === 'string' && NUMBER_LIKE.test(entry.trim())) {
        throw unusable(
          path,
          `\`${name}\` is the text "${entry.slice(0, 40)}", expected a finite number without quotes`,
          'Write the number itself (in Python: float(value)).',
        );
      }
      notNumbers.set(name, describe(entry));
    }
  }
}

function notFinite(path: string, name: string, found: string): EvidenceError {
  return unusable(
    path,
    `\`${name}\` is ${found}, which no verdict can rest on`,
    'Find out why the metric is not a finite number.',
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text "${value.slice(0, 40)}"`;
  return typeof value === 'object' ? 'a mapping' : String(value);
}

function unusable(path: string, found: string, hint: string): EvidenceError {
  return new EvidenceError({ code: 'METRICS_UNUSABLE', message: `Reading the metrics file ${path}: ${found}.`, hint });
}
