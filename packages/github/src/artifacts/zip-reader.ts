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
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const REGULAR = 0o100000;
const TYPE_MASK = 0o170000;

/**
 * Reads a hostile zip in memory: regular files with flat names only, sizes checked before and during inflation, local
 * headers equal to the central directory, no overlap, no encryption, no duplicate names, CRC checked, no zip64.
 * @throws EvidenceError naming the rule that the archive breaks.
 */
export function readZip(archive: Buffer, limits: ZipLimits = DOCUMENT_LIMITS): Map<string, Buffer> {
  const entries = centralDirectory(archive, limits);
  checkEntries(entries, archive, limits);
  const files = new Map<string, Buffer>();
  for (const entry of entries) files.set(entry.name, contentOf(archive, entry, limits));
  return files;
}

function refuse(reason: string): EvidenceError {
  return new EvidenceError({
    code: 'ARTIFACT_REFUSED',
    message: `Reading the artifact of an untrusted run: ${reason}.`,
    hint: 'Nothing of it was used. Artifacts made by the actions of this suite pass; look at what else uploads under this name.',
  });
}

function centralDirectory(archive: Buffer, limits: ZipLimits): Entry[] {
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
  return entries;
}

function checkEntries(entries: readonly Entry[], archive: Buffer, limits: ZipLimits): void {
  const names = new Set<string>();
  let total = 0;
  let previousEnd = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const shown = JSON.stringify(entry.name.slice(0, 80));
    if (!limits.name.test(entry.name) || entry.name.includes('..'))
      throw refuse(`the entry name ${shown} is not a flat ASCII file name`);
    if (names.has(entry.name.toLowerCase())) throw refuse(`the entry ${shown} stands there twice`);
    names.add(entry.name.toLowerCase());
    if (entry.mode !== 0 && (entry.mode & TYPE_MASK) !== REGULAR && (entry.mode & TYPE_MASK) !== 0) {
      throw refuse(`the entry ${shown} is not a regular file`);
    }
    if (entry.flags & 0x1) throw refuse(`the entry ${shown} is encrypted`);
    if (entry.method !== 0 && entry.method !== 8)
      throw refuse(`the entry ${shown} uses compression method ${entry.method}`);
    if (entry.size > limits.maxEntryBytes)
      throw refuse(`the entry ${shown} says it has ${entry.size} bytes, at most ${limits.maxEntryBytes} are accepted`);
    if (entry.size > 65_536 && entry.size > entry.compressed * limits.maxRatio)
      throw refuse(`the entry ${shown} is compressed more than ${limits.maxRatio} to 1`);
    total += entry.size;
    if (entry.offset < previousEnd) throw refuse(`the entry ${shown} overlaps another`);
    previousEnd = dataStart(archive, entry) + entry.compressed;
    if (previousEnd > archive.length) throw refuse(`the entry ${shown} runs past the end`);
  }
  if (total > limits.maxTotalBytes)
    throw refuse(`its files have ${total} bytes together, at most ${limits.maxTotalBytes} are accepted`);
}

/** Offset of an entry's bytes, after checking that its local header says what the directory says. */
function dataStart(archive: Buffer, entry: Entry): number {
  const at = entry.offset;
  const shown = JSON.stringify(entry.name.slice(0, 80));
  if (at + 30 > archive.length || archive.readUInt32LE(at) !== LOCAL)
    throw refuse(`the entry ${shown} has no local header`);
  const nameLength = archive.readUInt16LE(at + 26);
  const name = archive.toString('latin1', at + 30, at + 30 + nameLength);
  const deferred = (entry.flags & 0x8) !== 0;
  const sizesAgree =
    (deferred && archive.readUInt32LE(at + 18) === 0 && archive.readUInt32LE(at + 22) === 0) ||
    (archive.readUInt32LE(at + 18) === entry.compressed && archive.readUInt32LE(at + 22) === entry.size);
  const agree = name === entry.name && archive.readUInt16LE(at + 8) === entry.method && sizesAgree;
  if (!agree) throw refuse(`the local header of ${shown} differs from the directory`);
  return at + 30 + nameLength + archive.readUInt16LE(at + 28);
}

function contentOf(archive: Buffer, entry: Entry, limits: ZipLimits): Buffer {
  const start = dataStart(archive, entry);
  const raw = archive.subarray(start, start + entry.compressed);
  const shown = JSON.stringify(entry.name.slice(0, 80));
  let content: Buffer;
  try {
    content =
      entry.method === 0
        ? Buffer.from(raw)
        : inflateRawSync(raw, { maxOutputLength: Math.min(entry.size + 1, limits.maxEntryBytes + 1) });
  } catch {
    throw refuse(`the entry ${shown} does not inflate to the ${entry.size} bytes it claims`);
  }
  if (content.length !== entry.size)
    throw refuse(`the entry ${shown} has ${content.length} bytes and claims ${entry.size}`);
  if (crc32(content) !== entry.crc) throw refuse(`the entry ${shown} does not match its checksum`);
  return content;
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
