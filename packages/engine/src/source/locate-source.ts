import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConfigError, EvidenceError } from '@model-delivery/core';
import { detectFormat, type SourceFormat } from './file-format.ts';
import { expandGlob, isGlob } from './path-glob.ts';
import { refusePointerFile } from './pointer-file.ts';
import { regularFile } from './regular-file.ts';
import { encodingByName, encodingOfHead, type TextEncoding, Utf8Check } from './text-encoding.ts';

export type { SourceFormat } from './file-format.ts';

/** How a dataset's files are to be read; everything left out is detected. */
export interface SourceOptions {
  format?: SourceFormat | undefined;
  /** One character, or `\t`, `tab`. */
  delimiter?: string | undefined;
  /** One character, or '' for none. */
  quote?: string | undefined;
  escape?: string | undefined;
  encoding?: string | undefined;
  /** Whether the first line of a CSV file names the columns. Default true; without, they are column0, column1, … */
  header?: boolean | undefined;
  /** Texts that mean "missing" in CSV files, besides the empty field. */
  nullValues?: readonly string[] | undefined;
}

export interface SourceSpec {
  /** One path or glob, or several. Relative ones start at `baseDirectory`. */
  path: string | readonly string[];
  baseDirectory: string;
  /** Folder that no file may lie outside of, also behind symbolic links. */
  containedIn?: string | undefined;
  options?: SourceOptions | undefined;
}

/** One data file; `path` as written (for globs: in the same form), with `/`. */
export interface SourceFile {
  path: string;
  bytes: number;
  /** 64 hex digits. */
  sha256: string;
}

export interface LocatedFile extends SourceFile {
  /** Absolute, symbolic links resolved. */
  realPath: string;
  gzip: boolean;
  /** null for Parquet. */
  encoding: TextEncoding | null;
  byteOrderMark: boolean;
}

/** Files that were found, hashed and recognised, but not yet read as a table. */
export interface LocatedSource {
  files: LocatedFile[];
  format: SourceFormat;
  bytes: number;
  /** One file: of its bytes; several: {@link combinedSha256}. */
  sha256: string;
  options: SourceOptions;
  /** The paths that an engine must be allowed to read. */
  readPaths: string[];
}

const HEAD_BYTES = 64 * 1024;

/**
 * Finds the files of a dataset, hashes them and recognises format and encoding. Needs no engine.
 * @throws EvidenceError for missing, empty, unreadable, foreign and pointer files; ConfigError for paths outside `containedIn`.
 */
export async function locateSource(spec: SourceSpec): Promise<LocatedSource> {
  const options = spec.options ?? {};
  const files: LocatedFile[] = [];
  const formats = new Map<SourceFormat, string>();
  for (const path of await listPaths(spec)) {
    const { file, format } = await locateFile(path, spec, options);
    files.push(file);
    if (!formats.has(format)) formats.set(format, path);
  }
  if (formats.size > 1) {
    throw new EvidenceError({
      code: 'DATA_MIXED_FORMATS',
      message: `Reading ${shown(spec.path)}: expected one format, found ${[...formats].map(([format, path]) => `${format} (${path})`).join(' and ')}.`,
      hint: 'Narrow the pattern so that it matches files of one format only.',
    });
  }
  return {
    files,
    format: [...formats.keys()][0]!,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    sha256: combinedSha256(files),
    options,
    readPaths: files.map((file) => file.realPath),
  };
}

/**
 * The digest of a dataset as 64 hex digits: of the file's bytes for one file, for several the sha256 of the lines
 * `<path>\t<bytes>\t<sha256>\n` sorted by path.
 */
export function combinedSha256(files: readonly SourceFile[]): string {
  if (files.length === 1) return files[0]!.sha256;
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const lines = sorted.map((file) => `${file.path}\t${file.bytes}\t${file.sha256}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function shown(path: string | readonly string[]): string {
  return typeof path === 'string' ? path : path.join(', ');
}

async function listPaths(spec: SourceSpec): Promise<string[]> {
  const patterns = typeof spec.path === 'string' ? [spec.path] : spec.path;
  const paths = new Set<string>();
  for (const pattern of patterns) {
    refuseUrl(pattern);
    if (!isGlob(pattern)) {
      paths.add(pattern.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, ''));
      continue;
    }
    const matched = await expandGlob(pattern, spec.baseDirectory);
    if (matched.length === 0) {
      throw new EvidenceError({
        code: 'DATA_NO_MATCH',
        message: `Reading ${pattern}: the pattern matches no file.`,
        hint: 'Check the pattern (paths in the configuration are relative to the configuration file; `**` matches any number of folders) and that an earlier step has produced the files.',
      });
    }
    for (const path of matched) paths.add(path);
  }
  return [...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function refuseUrl(path: string): void {
  if (path === '' || path.includes('\0')) {
    throw new ConfigError({
      code: 'DATA_BAD_PATH',
      message: 'Reading the source of a dataset: expected a path, found an empty one or one with a NUL character.',
    });
  }
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return;
  throw new ConfigError({
    code: 'DATA_REMOTE_SOURCE',
    message: `Reading ${path}: expected a path, found a URL.`,
    hint: 'Download the data in an earlier step, so that its digest is part of the evidence.',
  });
}

async function locateFile(
  path: string,
  spec: SourceSpec,
  options: SourceOptions,
): Promise<{ file: LocatedFile; format: SourceFormat }> {
  const absolutePath = isAbsolute(path) ? path : join(spec.baseDirectory, path);
  const { realPath, bytes } = await regularFile(path, absolutePath, spec.containedIn);
  if (bytes === 0) throw empty(path);
  const head = await readHead(createReadStream(realPath, { end: HEAD_BYTES - 1 }));
  refusePointerFile(path, head, bytes);
  const { format, gzip } = detectFormat(path, head, options.format);
  if (format === 'parquet' || gzip) {
    const sha256 = await hashFile(realPath, () => undefined);
    const encoding = gzip ? await gzipEncoding(path, realPath, options) : { encoding: null, byteOrderMark: false };
    return { file: { path, bytes, sha256, realPath, gzip, ...encoding }, format };
  }
  const check = new Utf8Check();
  const sha256 = await hashFile(realPath, (chunk) => check.write(chunk));
  return { file: { path, bytes, sha256, realPath, gzip, ...textEncoding(head, check.end(), options) }, format };
}

function empty(path: string): EvidenceError {
  return new EvidenceError({
    code: 'DATA_EMPTY_FILE',
    message: `Reading ${path}: expected data, found an empty file (0 bytes).`,
    hint: 'Check the step that writes it: an interrupted or failed export often leaves an empty file.',
  });
}

async function readHead(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}

async function hashFile(realPath: string, see: (chunk: Buffer) => void): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(realPath, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    see(chunk);
  }
  return hash.digest('hex');
}

function textEncoding(
  head: Buffer,
  validUtf8: boolean,
  options: SourceOptions,
): { encoding: TextEncoding; byteOrderMark: boolean } {
  const marked = encodingOfHead(head);
  const byteOrderMark = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/.test(head.subarray(0, 3).toString('latin1'));
  if (options.encoding !== undefined) {
    const stated = encodingByName(options.encoding);
    // Plain `utf-16` leaves the byte order to the mark.
    const encoding =
      stated === 'utf-16le' && marked === 'utf-16be' && /^utf.?16$/i.test(options.encoding) ? marked : stated;
    return { encoding, byteOrderMark: byteOrderMark && encoding === marked };
  }
  return { encoding: marked ?? (validUtf8 ? 'utf-8' : 'windows-1252'), byteOrderMark };
}

async function gzipEncoding(
  path: string,
  realPath: string,
  options: SourceOptions,
): Promise<{ encoding: TextEncoding; byteOrderMark: boolean }> {
  const check = new Utf8Check();
  const head: Buffer[] = [];
  let length = 0;
  try {
    // The loop below sees a failure of either stream; the callback only keeps it from being unhandled.
    const text = pipeline(createReadStream(realPath), createGunzip(), () => undefined);
    for await (const chunk of text as AsyncIterable<Buffer>) {
      if (length < HEAD_BYTES) head.push(chunk);
      length += chunk.length;
      check.write(chunk);
    }
  } catch (cause) {
    throw new EvidenceError({
      code: 'DATA_MALFORMED_GZIP',
      message: `Reading ${path}: the gzip file is truncated or damaged (${cause instanceof Error ? cause.message : String(cause)}).`,
      hint: 'Write or download it again and compare its size with the original.',
      cause,
    });
  }
  if (length === 0) throw empty(path);
  return textEncoding(Buffer.concat(head).subarray(0, HEAD_BYTES), check.end(), options);
}
