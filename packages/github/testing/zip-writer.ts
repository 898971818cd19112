import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../src/artifacts/zip-reader.ts';

/** What a header says of an entry. */
export interface Header {
  name: string;
  flags: number;
  method: number;
  crc: number;
  compressed: number;
  size: number;
}

/** One entry to write; headers may be made to lie. */
export interface NewEntry {
  name: string;
  content?: Buffer | string;
  /** 0 stored, 8 deflated (default). */
  method?: 0 | 8;
  /** Unix mode of the central directory; default a regular file. */
  mode?: number;
  /** Bytes in place of the compressed content. */
  raw?: Buffer;
  /** Sizes and checksum behind the data: `signed` as almost everyone writes them, `bare` without signature. */
  descriptor?: 'signed' | 'bare';
  /** Changes of what the directory says. */
  central?: Partial<Header & { offset: number }>;
  /** Changes of what the local header says. */
  local?: Partial<Header>;
  /** Changes of what the data descriptor says. */
  after?: Partial<Header>;
  /** Bytes that belong to nothing, before the entry. */
  gap?: Buffer;
}

/** Changes of the end record, and bytes around the archive. */
export interface ZipShape {
  trailing?: Buffer;
  beforeDirectory?: Buffer;
  end?: Partial<{ disk: number; onDisk: number; total: number; size: number; start: number; comment: string }>;
}

/** Writes a zip archive, honest or not: the reader's tests feed it everything that must be refused. */
export function writeZip(entries: readonly NewEntry[], shape: ZipShape = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const push = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    if (entry.gap) push(entry.gap);
    const { header, raw } = truth(entry);
    directory.push(centralHeader({ ...header, offset: at, ...entry.central }, entry.mode ?? 0o100644));
    const deferred = entry.descriptor ? { crc: 0, compressed: 0, size: 0 } : {};
    push(localHeader({ ...header, ...deferred, ...entry.local }));
    push(raw);
    if (entry.descriptor) push(descriptor({ ...header, ...entry.after }, entry.descriptor === 'signed'));
  }
  if (shape.beforeDirectory) push(shape.beforeDirectory);
  const listed = Buffer.concat(directory);
  const end = endRecord({ total: entries.length, size: listed.length, start: at, ...shape.end });
  return Buffer.concat([...parts, listed, end, shape.trailing ?? Buffer.alloc(0)]);
}

function truth(entry: NewEntry): { header: Header; raw: Buffer } {
  const content = Buffer.from((entry.content ?? 'content') as string);
  const method = entry.method ?? 8;
  const raw = entry.raw ?? (method === 0 ? content : deflateRawSync(content));
  const flags = entry.descriptor ? 0x8 : 0;
  return {
    header: { name: entry.name, flags, method, crc: crc32(content), compressed: raw.length, size: content.length },
    raw,
  };
}

function localHeader(header: Header): Buffer {
  const name = Buffer.from(header.name, 'latin1');
  const bytes = Buffer.alloc(30);
  bytes.writeUInt32LE(0x04034b50, 0);
  bytes.writeUInt16LE(20, 4);
  bytes.writeUInt16LE(header.flags, 6);
  bytes.writeUInt16LE(header.method, 8);
  bytes.writeUInt32LE(header.crc, 14);
  bytes.writeUInt32LE(header.compressed, 18);
  bytes.writeUInt32LE(header.size, 22);
  bytes.writeUInt16LE(name.length, 26);
  return Buffer.concat([bytes, name]);
}

function centralHeader(header: Header & { offset: number }, mode: number): Buffer {
  const name = Buffer.from(header.name, 'latin1');
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE(0x031e, 4);
  bytes.writeUInt16LE(20, 6);
  bytes.writeUInt16LE(header.flags, 8);
  bytes.writeUInt16LE(header.method, 10);
  bytes.writeUInt32LE(header.crc, 16);
  bytes.writeUInt32LE(header.compressed, 20);
  bytes.writeUInt32LE(header.size, 24);
  bytes.writeUInt16LE(name.length, 28);
  bytes.writeUInt32LE((mode << 16) >>> 0, 38);
  bytes.writeUInt32LE(header.offset, 42);
  return Buffer.concat([bytes, name]);
}

function descriptor(header: Header, signed: boolean): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(header.crc, 4);
  bytes.writeUInt32LE(header.compressed, 8);
  bytes.writeUInt32LE(header.size, 12);
  return signed ? bytes : bytes.subarray(4);
}

function endRecord(end: {
  disk?: number;
  onDisk?: number;
  total: number;
  size: number;
  start: number;
  comment?: string;
}): Buffer {
  const comment = Buffer.from(end.comment ?? '');
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(end.disk ?? 0, 4);
  bytes.writeUInt16LE(end.onDisk ?? end.total, 8);
  bytes.writeUInt16LE(end.total, 10);
  bytes.writeUInt32LE(end.size, 12);
  bytes.writeUInt32LE(end.start, 16);
  bytes.writeUInt16LE(comment.length, 20);
  return Buffer.concat([bytes, comment]);
}
