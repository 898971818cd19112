import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashFile } from './hash-file.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'hash-file-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const MIB = 1 << 20;

test.each([0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 5])(
  '%i bytes, handed over in order and unchanged',
  async (size) => {
    const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at * 31 + (at >> 13)) & 255));
    const file = join(root, String(size));
    writeFileSync(file, bytes);
    const parts: Buffer[] = [];
    const each = async (block: Buffer, position: number) => {
      expect(position).toBe(parts.reduce((sum, part) => sum + part.length, 0));
      // A slow receiver must still find its block as it was.
      await delay(2);
      parts.push(Buffer.from(block));
    };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await hashFile(file, { each })).toEqual({ size, sha256 });
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  },
);

test('what the receiver throws ends it, and so does the signal', async () => {
  const file = join(root, 'long');
  writeFileSync(file, Buffer.alloc(5 * MIB));
  const full = async () => {
    throw new Error('full');
  };
  await expect(hashFile(file, { each: full })).rejects.toThrow('full');
  await expect(hashFile(file, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
  await expect(hashFile(join(root, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
});
