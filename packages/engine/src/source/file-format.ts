import { EvidenceError } from '@model-delivery/core';

export type SourceFormat = 'csv' | 'parquet' | 'jsonl';

/** What a file holds. */
export interface FileFormat {
  format: SourceFormat;
  gzip: boolean;
}

const EXTENSIONS: Record<string, SourceFormat> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
  '.psv': 'csv',
  '.txt': 'csv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};
/** Signatures of files that people name by mistake. */
const FOREIGN: [name: string, signature: Buffer][] = [
  ['a zip archive (perhaps an Excel workbook)', Buffer.from('PK\x03\x04', 'latin1')],
  ['a Zstandard file', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['a bzip2 file', Buffer.from('BZh', 'latin1')],
  ['an xz file', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['an Arrow or Feather file', Buffer.from('ARROW1', 'latin1')],
  ['an Avro file', Buffer.from('Obj\x01', 'latin1')],
  ['an ORC file', Buffer.from('ORC', 'latin1')],
  ['an HDF5 file', Buffer.from([0x89, 0x48, 0x44, 0x46])],
  ['a pickle', Buffer.from([0x80, 0x04, 0x95])],
];

/**
 * The format of a data file: by its signature (Parquet, gzip), else by `stated`, else by its extension in any case.
 * @param head the first bytes of the file
 * @param stated the format that the configuration names
 * @throws EvidenceError when signature and name contradict each other or neither says anything.
 */
export function detectFormat(path: string, head: Buffer, stated: SourceFormat | undefined): FileFormat {
  const gzip = head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
  const name = path.toLowerCase().replace(/\.gz(?:ip)?$/, '');
  const expected = stated ?? EXTENSIONS[/\.[^./\\]+$/.exec(name)?.[0] ?? ''];
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    if (stated !== undefined && stated !== 'parquet') throw contradiction(path, stated, 'a Parquet file');
    return { format: 'parquet', gzip: false };
  }
  if (expected === undefined) throw unknown(path);
  if (expected === 'parquet')
    throw contradiction(
      path,
      'parquet',
      gzip ? 'a gzip file' : (foreignName(head) ?? 'a file without the signature PAR1'),
    );
  const foreign = foreignName(head);
  if (foreign !== null) throw contradiction(path, expected, foreign);
  return { format: expected, gzip };
}

function foreignName(head: Buffer): string | null {
  const match = FOREIGN.find(([, signature]) => head.subarray(0, signature.length).equals(signature));
  if (match === undefined) return null;
  // `Obj`, `ORC` and `BZh` can begin honest text; binary follows in the real thing.
  return head.subarray(0, 512).some((byte) => byte < 9 || (byte > 13 && byte < 32)) ? match[0] : null;
}

function contradiction(path: string, expected: SourceFormat, found: string): EvidenceError {
  const words: Record<SourceFormat, string> = { csv: 'CSV text', parquet: 'Parquet', jsonl: 'JSON Lines' };
  return new EvidenceError({
    code: 'DATA_WRONG_FORMAT',
    message: `Reading ${path}: expected ${words[expected]}, found ${found}.`,
    hint: 'Write the data as CSV, Parquet or JSON Lines, or correct `format` of the dataset.',
  });
}

function unknown(path: string): EvidenceError {
  return new EvidenceError({
    code: 'DATA_UNKNOWN_FORMAT',
    message: `Reading ${path}: neither its name nor its first bytes say what it is. Known: .csv .tsv .txt .parquet .jsonl .ndjson, text also with .gz.`,
    hint: 'Set `format: csv`, `parquet` or `jsonl` on the dataset.',
  });
}
