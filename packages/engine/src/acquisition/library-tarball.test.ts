import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Entry, pinnedTo, tarGz } from '../../testing/tar-archive.ts';
import { unpackLibrary } from './library-tarball.ts';

const MODULE: Entry = { name: 'package/duckdb.node', content: 'module' };
const LIBRARY: Entry = { name: 'package/libduckdb.so', content: 'x'.repeat(1000) };
const unpack = (tarball: Buffer) => unpackLibrary(tarball, pinnedTo(tarball, [MODULE, LIBRARY]), 'npm.test');

describe('unpackLibrary', () => {
  it('takes the two files and nothing else', () => {
    const files = unpack(
      tarGz([
        { name: 'package/', type: '5' },
        { name: 'package/package.json', content: '{}' },
        MODULE,
        { name: '../duckdb.node', content: 'escaped' },
        { name: 'package/../../duckdb.node', content: 'escaped' },
        { name: 'package/sub/libduckdb.so', content: 'nested' },
        { name: '/libduckdb.so', content: 'absolute' },
        { name: 'package/libduckdb.dylib', type: '2' },
        LIBRARY,
      ]),
    );
    expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
      ['duckdb.node', 'module'],
      ['libduckdb.so', 'x'.repeat(1000)],
    ]);
  });

  it('unpacks nothing before the digest is right', () => {
    const wanted = tarGz([MODULE, LIBRARY]);
    const pinned = pinnedTo(wanted, [MODULE, LIBRARY]);
    for (const other of [
      tarGz([MODULE, { ...LIBRARY, content: 'evil' }]),
      wanted.subarray(0, -1),
      Buffer.from('<html>login</html>'),
      Buffer.alloc(0),
    ]) {
      expect(() => unpackLibrary(other, pinned, 'npm.test')).toThrow(
        expect.objectContaining({
          code: 'ENGINE_DIGEST_MISMATCH',
          message: expect.stringMatching(
            /^Checking @duckdb\/node-bindings-linux-x64@1\.5\.5-r\.5 from npm\.test .*expected sha512-.*, found sha512-/,
          ),
        }),
      );
    }
  });

  it('refuses files that differ from their pins although the tarball does not', () => {
    const tarball = tarGz([MODULE, LIBRARY]);
    const unpackWith = (files: Entry[]) => () => unpackLibrary(tarball, pinnedTo(tarball, files), 'npm.test');
    expect(unpackWith([MODULE, { ...LIBRARY, content: 'y'.repeat(1000) }])).toThrow(
      expect.objectContaining({
        name: 'InternalError',
        code: 'ENGINE_LOCK_CONTRADICTION',
        message: expect.stringMatching(
          /the tarball is the pinned one, but libduckdb\.so has sha512-.* instead of sha512-/,
        ),
      }),
    );
    expect(unpackWith([MODULE, { ...LIBRARY, content: '' }])).toThrow(/libduckdb\.so has 1000 bytes instead of 0/);
    expect(unpackWith([MODULE])).toThrow(/libduckdb\.so is not among the pinned files/);
    expect(unpackWith([MODULE, LIBRARY, { name: 'package/duckdb.dll' }])).toThrow(/duckdb\.dll is missing/);
  });

  it('refuses archives that are not what they should be', () => {
    expect(() => unpack(tarGz([MODULE]))).toThrow(
      /expected duckdb\.node and the library beside it, found duckdb\.node/,
    );
    expect(() => unpack(tarGz([{ name: 'other/duckdb.node', content: 'x' }]))).toThrow(/found neither/);
    const cut = gzipSync(gunzipSync(tarGz([MODULE, LIBRARY])).subarray(0, 1700));
    expect(() => unpack(cut)).toThrow(/longer than the archive/);
    const bytes = gunzipSync(tarGz([MODULE, LIBRARY]));
    bytes.write('zzz', 124);
    expect(() => unpack(gzipSync(bytes))).toThrow(/a size field holds "zzz/);
  });
});
