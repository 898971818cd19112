import { ConfigError, type DeliveryError, EvidenceError, ExternalError, InternalError } from '@model-delivery/core';
import type { QueryOptions } from './engine.ts';

/** What happened to a query that failed. */
export interface QueryFailure {
  error: unknown;
  options: QueryOptions;
  /** Set when we stopped the query ourselves. */
  timedOutAfterMs: number | null;
}

/** Turns a failure of DuckDB into the error that tells the user what to do. Contents of rows never enter a message. */
export function queryError(failure: QueryFailure): DeliveryError {
  const text = withWrittenPaths(failure);
  return (
    stopped(text, failure) ??
    exhausted(text, failure) ??
    exhausted(text, failure) ??
    damagedParquet(text, failure) ??
    faultyExpression(text, failure) ??
    (isStatementFault(text) ? null : unreadable(text, failure)) ??
    new InternalError({
      code: 'ENGINE_QUERY_FAILED',
      message: `${purpose(failure)}: DuckDB refused a statement of ours: ${firstLine(text)}`,
      hint: 'This is a bug of model-delivery; please report it with the configuration that triggers it.',
      cause: failure.error,
    })
  );
}

/** Errors that speak of the statement or the sandbox, not of the data; they may still quote words such as `parquet`. */
function isStatementFault(text: string): boolean {
  return /^(?:Binder|Catalog|Parser|Permission|Conversion|Out of Range|Not implemented|Invalid Type|TransactionContext) ?\w* ?Error/i.test(
    text,
  );
}

function unreadable(text: string, failure: QueryFailure): DeliveryError | null {
  return (
    unreadableCsv(text, failure) ??
    unreadableJson(text, failure) ??
    unreadableParquet(text, failure) ??
    vanished(text, failure)
  );
}

/** Documents must not depend on where on a machine the files lie. */
function withWrittenPaths(failure: QueryFailure): string {
  let text = failure.error instanceof Error ? failure.error.message : String(failure.error);
  for (const [path, written] of failure.options.paths ?? []) text = text.replaceAll(path, written);
  return text;
}

function purpose(failure: QueryFailure): string {
  const words = failure.options.purpose ?? 'Running a query';
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function stopped(text: string, failure: QueryFailure): DeliveryError | null {
  if (!/^INTERRUPT/.test(text)) return null;
  if (failure.timedOutAfterMs === null) {
    return new EvidenceError({
      code: 'ENGINE_INTERRUPTED',
      message: `${purpose(failure)}: the query was interrupted before it had a result.`,
      cause: failure.error,
    });
  }
  const expression = failure.options.userExpression;
  return new EvidenceError({
    code: 'ENGINE_TIMEOUT',
    message: `${purpose(failure)}: the query was stopped after ${failure.timedOutAfterMs / 1000} s without a result${expression === undefined ? '' : `; it evaluates ${quoted(expression)}`}.`,
    hint: 'Simplify the expression, reduce the data, or give the job more time and memory.',
    cause: failure.error,
  });
}

function exhausted(text: string, failure: QueryFailure): DeliveryError | null {
  if (/No space left on device|max_temp_directory_size|offload data block/i.test(text)) {
    return new ExternalError({
      system: 'disk',
      code: 'ENGINE_DISK_FULL',
      message: `${purpose(failure)}: the data that does not fit into memory does not fit on the disk either: ${firstLine(text)}`,
      hint: 'Free disk space (RUNNER_TEMP), use a larger runner, or raise data.defaults.memory.',
      cause: failure.error,
    });
  }
  if (!/^Out of Memory|out of memory/i.test(text)) return null;
  return new EvidenceError({
    code: 'ENGINE_OUT_OF_MEMORY',
    message: `${purpose(failure)}: ${firstLine(text)}`,
    hint: 'Raise data.defaults.memory (for example `memory: 4GB`) or use a runner with more memory. A small file that needs so much is damaged: write or download it again.',
    cause: failure.error,
  });
}

function faultyExpression(text: string, failure: QueryFailure): DeliveryError | null {
  const expression = failure.options.userExpression;
  if (expression === undefined) return null;
  if (
    !/^(?:Binder|Catalog|Conversion|Out of Range|Invalid Input|Invalid Type|Parser|Not implemented) ?\w* ?Error/i.test(
      text,
    )
  )
    return null;
  if (/CSV Error|JSON|parquet/i.test(firstLine(text))) return null;
  return new ConfigError({
    code: 'RULE_INVALID',
    message: `${purpose(failure)}: the expression ${quoted(expression)} cannot be evaluated: ${firstLine(text)}`,
    hint: 'Correct the expression. A cast that can fail is written try_cast(x as type).',
    cause: failure.error,
  });
}

function unreadableCsv(text: string, failure: QueryFailure): DeliveryError | null {
  if (!/CSV Error|CSV Parser|CSV file/i.test(text)) return null;
  const file = /^\s*file = (.*)$/m.exec(text)?.[1];
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1];
  const where = `${file === undefined ? 'the CSV file' : file}${line === undefined ? '' : `, line ${line}`}`;
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  const found = counts
    ? `expected ${counts[1]} columns as in the header, found ${counts[2]}`
    : /unicode|utf-8 encoded/i.test(text)
      ? 'the bytes are not valid UTF-8'
      : /unterminated quote/i.test(text)
        ? 'a quoted value does not end where it should'
        : /max_line_size|Maximum line size/i.test(text)
          ? 'a line is longer than 2 MB'
          : /state machine/i.test(text)
            ? 'the file does not follow the rules of CSV (RFC 4180)'
            : firstLine(text.replace(/^.*CSV Error on Line: \d+\n(?:Original Line:.*\n)?/s, ''));
  return new EvidenceError({
    code: counts ? 'DATA_RAGGED_ROWS' : 'DATA_MALFORMED_CSV',
    message: `Reading ${where}: ${found}.`,
    hint: 'Repair the file, or set `delimiter`, `quote` or `encoding` of the dataset if it was read the wrong way.',
    cause: failure.error,
  });
}

function unreadableJson(text: string, failure: QueryFailure): DeliveryError | null {
  const match = /(?:Malformed JSON|JSON transform error)(?: in file "([^"]*)")?.*?in line (\d+): (.*)/s.exec(text);
  if (match === null) return null;
  const duplicate = /duplicate key/.test(match[3]!);
  return new EvidenceError({
    code: 'DATA_MALFORMED_JSON',
    message: `Reading ${match[1] ?? 'the JSON Lines file'}, line ${match[2]}: ${duplicate ? 'an object names the same key twice' : 'expected one complete JSON object a line'}.`,
    hint: 'Write one JSON object a line, without a surrounding array and without line breaks inside an object.',
    cause: failure.error,
  });
}

function unreadableParquet(text: string, failure: QueryFailure): DeliveryError | null {
  if (!/magic bytes|parquet|thrift|snappy|zstd|Metadata|schema mismatch|page/i.test(firstLine(text))) return null;
  const file = /'([^']+)'|"([^"]+)"/.exec(text);
  return new EvidenceError({
    code: 'DATA_MALFORMED_PARQUET',
    message: `Reading ${file === null ? 'a Parquet file' : (file[1] ?? file[2]!)}: ${firstLine(text).replace(/^[\w ]*Error: /, '')}`,
    hint: 'The file is probably truncated or damaged: write or download it again and compare its size with the original.',
    cause: failure.error,
  });
}

/** What DuckDB's Parquet reader says where bytes contradict each other; it names neither file nor format. */
const CONTRADICTIONS = /Out of buffer|next power of 2|Information loss on integer cast/;

function damagedParquet(text: string, failure: QueryFailure): DeliveryError | null {
  if (!CONTRADICTIONS.test(firstLine(text))) return null;
  return new EvidenceError({
    code: 'DATA_MALFORMED_PARQUET',
    message: `${purpose(failure)}: the sizes in a Parquet file contradict its bytes (${firstLine(text).replace(/^[\w ]*Error: /, '')}).`,
    hint: 'The file is probably truncated or damaged: write or download it again and compare its size with the original.',
    cause: failure.error,
  });
}

function vanished(text: string, failure: QueryFailure): DeliveryError | null {
  if (!/^IO Error/.test(text)) return null;
  return new EvidenceError({
    code: 'DATA_UNREADABLE',
    message: `${purpose(failure)}: ${firstLine(text)}`,
    hint: 'Check that the file is still there and was not changed while it was read.',
    cause: failure.error,
  });
}

function quoted(expression: string): string {
  return `\`${expression.length > 200 ? `${expression.slice(0, 200)}…` : expression}\``;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.trim();
}
