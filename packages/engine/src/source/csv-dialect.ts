import { ConfigError, EvidenceError } from '@model-delivery/core';
import type { SourceOptions } from './locate-source.ts';

/** How the fields of a CSV file are separated and quoted; each one character, quote and escape '' for none. */
export interface CsvDialect {
  delimiter: string;
  quote: string;
  escape: string;
}

const DELIMITERS = [',', ';', '\t', '|'];
const NAMED: Record<string, string> = { '\\t': '\t', tab: '\t', comma: ',', semicolon: ';', pipe: '|', space: ' ' };
const MAX_RECORDS = 500;

/**
 * The dialect of a CSV text: stated where `options` say so, else the one under which most records have as many fields as
 * the first. A single column needs no delimiter.
 * @param sample the beginning of the text; `complete` if it is all of it (else the last record is left out)
 * @throws EvidenceError when two delimiters fit equally well; ConfigError for a stated one that is not one character.
 */
export function detectDialect(path: string, sample: string, complete: boolean, options: SourceOptions): CsvDialect {
  const quotes = options.quote === undefined ? quoteCandidates(sample) : [oneCharacter('quote', options.quote)];
  const delimiters =
    options.delimiter === undefined
      ? DELIMITERS
      : [oneCharacter('delimiter', NAMED[options.delimiter] ?? options.delimiter)];
  const fits: Fit[] = [];
  for (const quote of quotes) {
    for (const escaping of escapeCandidates(sample, quote, options.escape)) {
      for (const delimiter of delimiters) fits.push(measure(sample, complete, { delimiter, quote, escape: escaping }));
    }
  }
  const useful = fits.filter((fit) => fit.fields > 1);
  if (options.delimiter !== undefined || useful.length === 0) return best(fits).dialect;
  const winner = best(useful);
  refuseTie(path, winner, useful);
  return winner.dialect;
}

interface Fit {
  dialect: CsvDialect;
  /** Fields of the first record. */
  fields: number;
  /** Share of the records that have as many. */
  share: number;
  /** Whether a field that begins with the quote ends elsewhere, or never. */
  broken: boolean;
}

function oneCharacter(name: string, value: string): string {
  if ([...value].length === 1 || (name !== 'delimiter' && value === '')) return value;
  throw new ConfigError({
    code: 'CONFIG_CSV_DIALECT',
    message: `Reading the ${name} of a dataset: expected one character${name === 'delimiter' ? ' (or `\\t`)' : " or ''"}, found ${JSON.stringify(value)}.`,
    hint: 'Leave it out to have it detected.',
  });
}

/** Single quotes only count where no double quote begins a field: an apostrophe is not a quote. */
function quoteCandidates(sample: string): string[] {
  if (/(?:^|[,;\t|\r\n])\s*"/.test(sample) || !/(?:^|[,;\t|\r\n])'/.test(sample)) return ['"'];
  return ['"', "'"];
}

function escapeCandidates(sample: string, quote: string, stated: string | undefined): string[] {
  if (stated !== undefined) return [oneCharacter('escape', stated)];
  return quote !== '' && sample.includes(`\\${quote}`) ? [quote, '\\'] : [quote];
}

function best(fits: readonly Fit[]): Fit {
  return fits.reduce((a, b) => (compare(b, a) > 0 ? b : a));
}

/** Unbroken quotes first, then consistency, then the number of fields; on a tie the earlier candidate. */
function compare(a: Fit, b: Fit): number {
  return Number(b.broken) - Number(a.broken) || a.share - b.share || a.fields - b.fields;
}

function refuseTie(path: string, winner: Fit, fits: readonly Fit[]): void {
  const rival = fits.find((fit) => fit.dialect.delimiter !== winner.dialect.delimiter && compare(fit, winner) === 0);
  if (rival === undefined) return;
  throw new EvidenceError({
    code: 'DATA_DELIMITER_UNCLEAR',
    message: `Reading ${path}: the delimiter cannot be told: ${JSON.stringify(winner.dialect.delimiter)} and ${JSON.stringify(rival.dialect.delimiter)} both split every record into ${winner.fields} fields.`,
    hint: 'Set `delimiter` on the dataset.',
  });
}

function measure(sample: string, complete: boolean, dialect: CsvDialect): Fit {
  const { counts, broken } = fieldCounts(sample, complete, dialect);
  const fields = counts[0] ?? 0;
  const same = counts.filter((count) => count === fields).length;
  return { dialect, fields, share: counts.length === 0 ? 0 : same / counts.length, broken };
}

/** The number of fields of each record at the beginning of a CSV text; blank lines are no records. */
function fieldCounts(sample: string, complete: boolean, dialect: CsvDialect): { counts: number[]; broken: boolean } {
  const counts: number[] = [];
  let broken = false;
  let fields = 1;
  let fieldStart = true;
  let empty = true;
  let i = 0;
  while (i < sample.length && counts.length < MAX_RECORDS) {
    const char = sample[i]!;
    if (fieldStart && dialect.quote !== '' && char === dialect.quote) {
      const end = quotedEnd(sample, i + 1, dialect);
      if (end < 0) {
        broken ||= complete;
        return { counts, broken };
      }
      const next = sample[end + 1];
      broken ||= next !== undefined && next !== dialect.delimiter && next !== '\n' && next !== '\r';
      empty = false;
      fieldStart = false;
      i = end + 1;
      continue;
    }
    if (char === '\n' || char === '\r') {
      if (!empty) counts.push(fields);
      fields = 1;
      empty = true;
      fieldStart = true;
      if (char === '\r' && sample[i + 1] === '\n') i += 1;
    } else if (char === dialect.delimiter) {
      fields += 1;
      empty = false;
      fieldStart = true;
    } else {
      empty = false;
      fieldStart &&= char === ' '; // a quote may follow after spaces
    }
    i += 1;
  }
  if (complete && !empty && counts.length < MAX_RECORDS) counts.push(fields);
  // A sample that is one unfinished record still tells its fields.
  if (!complete && counts.length === 0) counts.push(fields);
  return { counts, broken };
}

/** Index of the closing quote of a field whose text begins at `from`, or -1. */
function quotedEnd(sample: string, from: number, dialect: CsvDialect): number {
  let i = from;
  while (i < sample.length) {
    const char = sample[i]!;
    if (char === dialect.escape && dialect.escape !== dialect.quote) i += 2;
    else if (char !== dialect.quote) i += 1;
    else if (dialect.escape === dialect.quote && sample[i + 1] === dialect.quote) i += 2;
    else return i;
  }
  return -1;
}

/**
 * The fields of the first record of a CSV text, without surrounding white space.
 * @returns null when the record does not end within an incomplete sample
 */
export function firstRecord(sample: string, complete: boolean, dialect: CsvDialect): string[] | null {
  const fields: string[] = [];
  let field = '';
  let i = 0;
  while (i < sample.length) {
    const char = sample[i]!;
    if (dialect.quote !== '' && char === dialect.quote && field.trim() === '') {
      const end = quotedEnd(sample, i + 1, dialect);
      if (end < 0) return complete ? [...fields, sample.slice(i + 1)] : null;
      field = unescaped(sample.slice(i + 1, end), dialect);
      i = end + 1;
    } else if (char === '\n' || char === '\r') {
      return [...fields, field.trim()];
    } else if (char === dialect.delimiter) {
      fields.push(field.trim());
      field = '';
      i += 1;
    } else {
      field += char;
      i += 1;
    }
  }
  return complete ? [...fields, field.trim()] : null;
}

function unescaped(text: string, dialect: CsvDialect): string {
  if (dialect.escape === '') return text;
  return text.replaceAll(`${dialect.escape}${dialect.quote}`, dialect.quote);
}
