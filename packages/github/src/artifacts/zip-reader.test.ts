import { deflateRawSync } from 'node:zlib';
import { EvidenceError } from '@model-delivery/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NewEntry, writeZip, type ZipShape } from '../../testing/zip-writer.ts';
import { crc32, DOCUMENT_LIMITS, readZip } from './zip-reader.ts';

const one: NewEntry = { name: 'evaluation.json', content: '{"a":1}' };
const two: NewEntry = { name: 'data-report.json', content: '{"b":2}' };

function refusal(archive: Buffer): string {
  try {
    readZip(archive);
  } catch (error) {
    expect(error).toBeInstanceOf(EvidenceError);
    expect(error).toMatchObject({ code: 'ARTIFACT_REFUSED', exitCode: 4 });
    return (error as Error).message;
  }
  throw new Error('the archive was accepted');
}

describe('accepted', () => {
  test.each<[string, NewEntry[], ZipShape?]>([
    ['deflated', [one, two]],
    ['stored', [{ ...one, method: 0 }, two]],
    ['sizes behind the data, with signature (GitHub’s artifacts)', [{ ...one, descriptor: 'signed' }, two]],
    [
      'sizes behind the data, without signature',
      [
        { ...one, descriptor: 'bare' },
        { ...two, descriptor: 'bare' },
      ],
    ],
    ['sizes both before and behind', [{ ...one, descriptor: 'signed', local: headerOf(one) }, two]],
    ['no mode at all (made on Windows)', [{ ...one, mode: 0 }, two]],
  ])('%s', (_, entries, shape) => {
    const files = readZip(writeZip(entries, shape));
    expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
      ['evaluation.json', '{"a":1}'],
      ['data-report.json', '{"b":2}'],
    ]);
  });

  test('an empty archive and an empty file', () => {
    expect(readZip(writeZip([])).size).toBe(0);
    expect(readZip(writeZip([{ name: 'a', content: '' }])).get('a')).toEqual(Buffer.alloc(0));
  });

  test('an inner archive is opaque bytes', () => {
    const inner = writeZip([{ name: '../../etc/passwd' }]);
    expect(readZip(writeZip([{ name: 'inner.zip', content: inner }])).get('inner.zip')).toEqual(inner);
  });

  test('what an honest writer wrote comes back, whatever the bytes', () => {
    const entry = fc.record({
      content: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      method: fc.constantFrom<0 | 8>(0, 8),
      descriptor: fc.constantFrom<'signed' | 'bare' | undefined>('signed', 'bare', undefined),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        const named = entries.map(({ descriptor, ...rest }, i) => ({
          ...rest,
          ...(descriptor && { descriptor }),
          name: `f${i}`,
        }));
        const files = readZip(writeZip(named));
        expect([...files.values()]).toEqual(named.map(({ content }) => content));
      }),
    );
  });
});

const BOMB = Buffer.alloc(4 << 20);
const lying = { compressed: 5, size: 7 };

describe('refused', () => {
  test.each<[string, string, NewEntry[], ZipShape?]>([
    ['parent directory', 'not a flat ASCII file name', [{ name: '../evil.json' }]],
    ['absolute path', 'not a flat', [{ name: '/etc/passwd' }]],
    ['drive letter', 'not a flat', [{ name: 'C:\\evil.json' }]],
    ['backslash', 'not a flat', [{ name: '..\\evil.json' }]],
    ['folder', 'not a flat', [{ name: 'a/b.json' }]],
    ['directory entry', 'not a flat', [{ name: 'folder/', content: '', mode: 0o040755 }]],
    ['directory by mode only', 'not a regular file', [{ name: 'folder', content: '', mode: 0o040755 }]],
    ['hidden file', 'not a flat', [{ name: '.npmrc' }]],
    ['empty name', 'not a flat', [{ name: '' }]],
    ['line break in a name', 'not a flat', [{ name: 'a\n::error::x' }]],
    ['not ASCII', 'not a flat', [{ name: 'd\xe9j\xe0.json' }]],
    ['NUL in a name', 'not a flat', [{ name: 'a.json\0.png' }]],
    ['symbolic link', 'not a regular file', [{ name: 'link', content: '/etc/passwd', mode: 0o120777 }]],
    ['device', 'not a regular file', [{ name: 'dev', mode: 0o060644 }]],
    ['same name twice', 'stands there twice', [one, one]],
    ['same name in other letters', 'stands there twice', [one, { ...one, name: 'EVALUATION.json' }]],
    ['encrypted', 'encrypted', [{ ...one, central: { flags: 1 }, local: { flags: 1 } }]],
    ['unknown compression', 'compression method 14', [{ ...one, central: { method: 14 }, local: { method: 14 } }]],
    ['ratio bomb', 'more than 200 to 1', [{ name: 'bomb', content: BOMB }]],
    ['too large an entry', 'at most 8388608', [{ ...one, central: { size: 9 << 20 } }]],
    ['too many entries', 'at most 16', Array.from({ length: 17 }, (_, i) => ({ name: `f${i}` }))],
    [
      'too much together',
      'together',
      Array.from({ length: 3 }, (_, i) => ({ name: `f${i}`, content: noise(7 << 20), method: 0 })),
    ],
    [
      'claims less than it holds',
      'does not inflate to',
      [{ name: 'a', content: 'x'.repeat(5000), central: { size: 10 }, local: { size: 10 } }],
    ],
    [
      'claims more than it holds',
      'has 7 bytes and claims 70',
      [{ name: 'a', central: { size: 70 }, local: { size: 70 } }],
    ],
    [
      'stored with other sizes',
      'has 7 bytes and claims 8',
      [{ name: 'a', method: 0, central: { size: 8 }, local: { size: 8 } }],
    ],
    ['not deflate', 'does not inflate', [{ name: 'a', raw: Buffer.from([0xff, 0xff, 0xff]) }]],
    [
      'bytes behind the compressed data',
      'behind its compressed data',
      [{ name: 'a', raw: Buffer.concat([deflateRawSync('content'), Buffer.from('x')]) }],
    ],
    ['wrong checksum', 'checksum', [{ name: 'a', central: { crc: 1 }, local: { crc: 1 } }]],
    ['local name differs', 'local header of "a.json" differs', [{ name: 'a.json', local: { name: 'b.json' } }]],
    ['local size differs', 'local header', [{ name: 'a', local: { size: 6 } }]],
    ['local checksum differs', 'local header', [{ name: 'a', local: { crc: 6 } }]],
    ['local method differs', 'local header', [{ name: 'a', local: { method: 0 } }]],
    ['local flags differ', 'local header', [{ name: 'a', local: { flags: 0x800 } }]],
    ['sizes behind differ', 'sizes behind the entry', [{ name: 'a', descriptor: 'signed', after: { size: 6 } }]],
    ['sizes behind announced but absent', 'sizes behind', [{ name: 'a', central: { flags: 8 }, local: { flags: 8 } }]],
    ['two entries on the same bytes', 'overlaps', [one, { ...one, name: 'b', central: { offset: 0 } }]],
    [
      'an entry inside another',
      'overlaps',
      [
        { name: 'a', content: writeZip([{ name: 'b' }]), method: 0 },
        { name: 'b', central: { offset: 31 } },
      ],
    ],
    ['offset outside', 'belong to nothing', [{ name: 'a', central: { offset: 0xffffff } }]],
    [
      'data past the end',
      'runs past the end',
      [{ name: 'a', central: { compressed: 5000 }, local: { compressed: 5000 } }],
    ],
    ['bytes before the first entry', 'belong to nothing', [{ name: 'a', gap: Buffer.from('MZ') }]],
    ['bytes between entries', 'belong to nothing', [one, { ...two, gap: Buffer.from('hidden') }]],
    ['bytes before the directory', 'belong to nothing', [one], { beforeDirectory: Buffer.from('hidden') }],
    ['bytes behind the archive', 'no end record', [one], { trailing: Buffer.from('x') }],
    ['comment', 'no end record', [one], { end: { comment: 'hello' } }],
    ['several disks', 'several disks', [one], { end: { disk: 1 } }],
    ['other entry counts', 'several disks', [one], { end: { onDisk: 2 } }],
    ['fewer entries than counted', 'directory is damaged', [one], { end: { onDisk: 2, total: 2 } }],
    ['more entries than counted', 'longer than its entries', [one, two], { end: { onDisk: 1, total: 1 } }],
    ['directory elsewhere', 'does not end where', [one], { end: { start: 0 } }],
    ['zip64', 'at most 16', [one], { end: { onDisk: 0xffff, total: 0xffff, size: 0xffffffff, start: 0xffffffff } }],
  ])('%s', (_, message, entries, shape) => {
    expect(refusal(writeZip(entries, shape))).toContain(message);
  });

  test('no zip at all, and every truncation of one', () => {
    expect(refusal(Buffer.alloc(0))).toContain('not a plain zip archive');
    expect(refusal(Buffer.from('<html>not an archive, though long enough</html>'))).toContain(
      'not a plain zip archive',
    );
    const archive = writeZip([one, two]);
    for (let length = 0; length < archive.length; length++) expect(refusal(archive.subarray(0, length))).not.toBe('');
  });

  test('no local header where the directory says', () => {
    const archive = writeZip([one]);
    archive.writeUInt32LE(0, 0);
    expect(refusal(archive)).toContain('no local header');
  });

  test('a size that lies is stopped while inflating, not after', () => {
    const archive = writeZip([{ name: 'bomb', content: BOMB, central: lying, local: lying }]);
    expect(refusal(archive)).not.toBe('');
    const small = writeZip([{ name: 'a', content: BOMB, central: { size: 60_000 }, local: { size: 60_000 } }]);
    expect(refusal(small)).toContain('does not inflate to the 60000 bytes');
  });

  test('a changed byte never yields other content: it is refused, or nothing read depends on it', () => {
    const archive = writeZip([{ ...one, descriptor: 'signed' }, two]);
    const truth = [...readZip(archive)];
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(archive);
        changed[at]! ^= change;
        try {
          expect([...readZip(changed)].map(([, content]) => content)).toEqual(truth.map(([, content]) => content));
        } catch (error) {
          expect(error).toBeInstanceOf(EvidenceError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test('CRC-32 has the check value of its catalogue entry', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  expect(DOCUMENT_LIMITS.name.test('report.html')).toBe(true);
});

function headerOf(entry: NewEntry) {
  const content = Buffer.from(entry.content as string);
  return { crc: crc32(content), compressed: deflateRawSync(content).length, size: content.length };
}

/** Bytes that do not compress, the same on every run. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes.writeUInt32LE(state, i);
  }
  return bytes;
}
