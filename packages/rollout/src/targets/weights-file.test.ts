import { stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchDirectory } from '../../testing/scripts.ts';
import { withFileLock } from './weights-file.ts';

async function lockedBy(pid: number): Promise<string> {
  const file = join(await scratchDirectory(), 'weights.json');
  await writeFile(`${file}.lock`, JSON.stringify({ host: hostname(), pid, id: 'other' }));
  return file;
}

it('takes over the lock of a process that was killed', async () => {
  // Process ids end below 2^22: this one never lives.
  const file = await lockedBy(4_194_399);
  expect(await withFileLock(file, async () => 'done')).toBe('done');
  await expect(stat(`${file}.lock`)).rejects.toThrow('ENOENT');
});

it('waits for a process that lives, and then does nothing', async () => {
  const file = await lockedBy(process.pid);
  let worked = false;
  const work = async () => {
    worked = true;
  };
  await expect(withFileLock(file, work, 4)).rejects.toMatchObject({ code: 'TARGET_FILE_LOCKED', retryable: true });
  expect(worked).toBe(false);
});
