import { inflateRawSync } from 'node:zlib';
import { EvidenceError } from '@model-delivery/core';

/** What an archive from an untrusted run may contain; anything else refuses the whole archive. */
export interface ZipLimits {
  maxEntries: number;
  /** Largest uncompressed size of one entry, in bytes. */
  maxEntryBytes: number;
  maxTotalBytes: number;
  /** Largest uncompressed : compressed ratio of an entry above 64 kB. */
  maxRatio: number;
  /** Names that are accepted: flat, ASCII. */
  name: RegExp;
}

export const DOCUMENT_LIMITS: ZipLimits = {
  maxEntries: 16,
  maxEntryBytes: 8 << 20,
  maxTotalBytes: 16 << 20,
  maxRatio: 200,
  name: /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
};

interface Entry {
  name: string;
  flags: number;
  method: number;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
  mode: number;
}

const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCAL_BYTES = 30;
/** Small files compress as they like: 64 kB of blanks are no bomb. */
const RATIO_FROM_BYTES = 65_536;
const REGULAR = 0o100000;
const TYPE_MASK = 0o170000;

/**
 * Reads a hostile zip in memory: regular files with flat names only, sizes checked before and during inflation, local
 * headers equal to the central directory, every byte accounted for (no overlap, no gap, nothing before or behind), no
 * encryption, no duplicate names, CRC checked, no zip64. An inner archive is a file like any other: it is never opened.
 * @throws EvidenceError naming the rule that the archive breaks.
 */
export function readZip(archive: Buffer, limits: ZipLimits = DOCUMENT_LIMITS): Map<string, Buffer> {
  const directory = centralDirectory(archive, limits);
  const { entries } = directory;
  for (const entry of entries) checkEntry(entry, limits);
  checkTogether(entries, limits);
  checkLayout(directory, archive);
  const files = new Map<string, Buffer>();
  for (const entry of entries) files.set(entry.name, contentOf(archive, entry));
  return files;
}

function refuse(reason: string): EvidenceError {
  return new EvidenceError({
    code: 'ARTIFACT_REFUSED',
    message: `Reading the artifact of an untrusted run: ${reason}.`,
    hint: 'Nothing of it was used. Artifacts made by the actions of this suite pass; look at what else uploads under this name.',
  });
}

interface Directory {
  entries: Entry[];
  /** Where the directory begins: the end of the last entry. */
  start: number;
}

function centralDirectory(archive: Buffer, limits: ZipLimits): Directory {
  const end = archive.length - END_BYTES;
  if (end < 0 || archive.readUInt32LE(end) !== END)
    throw refuse('it is not a plain zip archive (no end record where it must be)');
  const disks = archive.readUInt16LE(end + 4) + archive.readUInt16LE(end + 6);
  const total = archive.readUInt16LE(end + 10);
  const size = archive.readUInt32LE(end + 12);
  const start = archive.readUInt32LE(end + 16);
  if (disks !== 0 || archive.readUInt16LE(end + 8) !== total) throw refuse('it spans several disks');
  if (total > limits.maxEntries) throw refuse(`it has ${total} entries, at most ${limits.maxEntries} are accepted`);
  if (start + size !== end) throw refuse('its directory does not end where the archive ends');
  const entries: Entry[] = [];
  let at = start;
  for (let i = 0; i < total; i++) {
    if (at + 46 > end || archive.readUInt32LE(at) !== CENTRAL) throw refuse('its directory is damaged');
    const nameLength = archive.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (next > end) throw refuse('its directory is damaged');
    entries.push({
      name: archive.toString('latin1', at + 46, at + 46 + nameLength),
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      compressed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
      mode: archive.readUInt32LE(at + 38) >>> 16,
    });
    at = next;
  }
  if (at !== end) throw refuse('its directory is longer than its entries');
  return { entries, start };
}

function shownName(entry: Entry): string {
  return JSON.stringify(entry.name.slice(0, 80));
}

/** What the directory says of one entry, without looking at its bytes. */
function checkEntry(entry: Entry, limits: ZipLimits): void {
  const shown = shownName(entry);
  if (!limits.name.test(entry.name)) throw refuse(`the entry name ${shown} is not a flat ASCII file name`);
  const type = entry.mode & TYPE_MASK;
  if (type !== REGULAR && type !== 0) throw refuse(`the entry ${shown} is not a regular file`);
  if (entry.flags & 0x1) throw refuse(`the entry ${shown} is encrypted`);
  if (entry.method !== 0 && entry.method !== 8)
    throw refuse(`the entry ${shown} uses compression method ${entry.method}`);
  if (entry.size > limits.maxEntryBytes)
    throw refuse(`the entry ${shown} says it has ${entry.size} bytes, at most ${limits.maxEntryBytes} are accepted`);
  if (entry.size > RATIO_FROM_BYTES && entry.size > entry.compressed * limits.maxRatio)
    throw refuse(`the entry ${shown} is compressed more than ${limits.maxRatio} to 1`);
}

function checkTogether(entries: readonly Entry[], limits: ZipLimits): void {
  const names = entries.map((entry) => entry.name.toLowerCase());
  const twice = entries.find((_, i) => names.indexOf(names[i]!) !== i);
  if (twice) throw refuse(`the entry ${shownName(twice)} stands there twice`);
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > limits.maxTotalBytes)
    throw refuse(`its files have ${total} bytes together, at most ${limits.maxTotalBytes} are accepted`);
}

/** The entries must fill the archive from its first byte to the directory, one after the other. */
function checkLayout({ entries, start }: Directory, archive: Buffer): void {
  let at = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < at) throw refuse(`the entry ${shownName(entry)} overlaps another`);
    if (entry.offset > at) throw refuse(`there are bytes before the entry ${shownName(entry)} that belong to nothing`);
    const data = dataStart(archive, entry);
    if (data + entry.compressed > start) throw refuse(`the entry ${shownName(entry)} runs past the end`);
    at = data + entry.compressed + descriptorBytes(archive, entry, data + entry.compressed, start);
  }
  if (at !== start) throw refuse('there are bytes before its directory that belong to nothing');
}

/** Offset of an entry's bytes, after checking that its local header says what the directory says. */
function dataStart(archive: Buffer, entry: Entry): number {
  const at = entry.offset;
  if (at + LOCAL_BYTES > archive.length || archive.readUInt32LE(at) !== LOCAL)
    throw refuse(`the entry ${shownName(entry)} has no local header`);
  const nameLength = archive.readUInt16LE(at + 26);
  const name = archive.toString('latin1', at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength);
  const said = [archive.readUInt32LE(at + 14), archive.readUInt32LE(at + 18), archive.readUInt32LE(at + 22)];
  const known = [entry.crc, entry.compressed, entry.size];
  const agree =
    name === entry.name &&
    archive.readUInt16LE(at + 6) === entry.flags &&
    archive.readUInt16LE(at + 8) === entry.method &&
    (said.every((value, i) => value === known[i]) || (isDeferred(entry) && said.every((value) => value === 0)));
  if (!agree) throw refuse(`the local header of ${shownName(entry)} differs from the directory`);
  return at + LOCAL_BYTES + nameLength + archive.readUInt16LE(at + 28);
}

/** Whether sizes and checksum follow the data: archives that were written as a stream, such as GitHub's artifacts. */
function isDeferred(entry: Entry): boolean {
  return (entry.flags & 0x8) !== 0;
}

/** Length of the data descriptor behind an entry, with or without its optional signature; 0 where there is none. */
function descriptorBytes(archive: Buffer, entry: Entry, at: number, end: number): number {
  if (!isDeferred(entry)) return 0;
  const holds = (from: number) =>
    from + 12 <= end &&
    archive.readUInt32LE(from) === entry.crc &&
    archive.readUInt32LE(from + 4) === entry.compressed &&
    archive.readUInt32LE(from + 8) === entry.size;
  if (at + 4 <= end && archive.readUInt32LE(at) === DESCRIPTOR && holds(at + 4)) return 16;
  if (holds(at)) return 12;
  throw refuse(`the sizes behind the entry ${shownName(entry)} differ from the directory`);
}

function contentOf(archive: Buffer, entry: Entry): Buffer {
  const start = dataStart(archive, entry);
  const raw = archive.subarray(start, start + entry.compressed);
  const content = entry.method === 0 ? Buffer.from(raw) : inflated(raw, entry);
  if (content.length !== entry.size)
    throw refuse(`the entry ${shownName(entry)} has ${content.length} bytes and claims ${entry.size}`);
  if (crc32(content) !== entry.crc) throw refuse(`the entry ${shownName(entry)} does not match its checksum`);
  return content;
}

function inflated(raw: Buffer, entry: Entry): Buffer {
  const { buffer, engine } = inflateWithin(raw, entry);
  if (engine.bytesWritten !== raw.length)
    throw refuse(`the entry ${shownName(entry)} has bytes behind its compressed data`);
  return buffer;
}

/** `info` also gives the engine, and with it the number of bytes it took in. */
function inflateWithin(raw: Buffer, entry: Entry): { buffer: Buffer; engine: { bytesWritten: number } } {
  try {
    const options = { maxOutputLength: entry.size + 1, info: true };
    return inflateRawSync(raw, options) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  } catch {
    throw refuse(`the entry ${shownName(entry)} does not inflate to the ${entry.size} bytes it claims`);
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 (ISO-HDLC); node:zlib has it only from Node 22, and the CLI also runs on 20. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
