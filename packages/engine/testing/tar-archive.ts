import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PinnedPackage } from '../src/index.ts';

/** One entry of a tar archive; `type` as in the format (`0` file, `2` symbolic link, `5` folder). */
export interface Entry {
  name: string;
  content?: Uint8Array | string;
  type?: string;
}

/** A gzipped tar archive as npm packs it. */
export function tarGz(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    return [header(entry, content.length), content, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function header(entry: Entry, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(entry.name, 0, 100);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`${'0'.padStart(11, '0')}\0`, 136);
  block.write('        ', 148);
  block.write(entry.type ?? '0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A package of this name whose tarball is `tarball` and whose library consists of `files`. */
export function pinnedTo(tarball: Buffer, files: readonly Entry[]): PinnedPackage {
  const integrity = (content: Uint8Array) => `sha512-${createHash('sha512').update(content).digest('base64')}`;
  return {
    name: '@duckdb/node-bindings-linux-x64',
    version: '1.5.5-r.5',
    integrity: integrity(tarball),
    files: files.map(({ name, content }) => {
      const bytes = Buffer.from(content ?? '');
      return { name: name.replace('package/', ''), bytes: bytes.length, integrity: integrity(bytes) };
    }),
  };
}
