import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GitCommand } from './git-command.ts';
import { ObjectReader } from './object-reader.ts';

const ENV = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'object-reader-'));
  git('init', '--quiet', '--template=');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, env: ENV, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** Stores a blob and gives its id. */
function blob(content: string): string {
  writeFileSync(join(directory, 'content'), content);
  return git('hash-object', '-w', '--no-filters', 'content');
}

const reader = (signal?: AbortSignal) => new ObjectReader(new GitCommand(directory, ENV, { signal }));
const read = async (from: ObjectReader, name: string) => (await from.read('Reading', name))?.content.toString('utf8');

test('many questions at once get each its answer: small, empty, larger than a pipe, none', async () => {
  const contents = ['one', '', '\n\n', 'a line\n'.repeat(100_000), '0123 blob 4\nlike an answer\n'];
  const ids = contents.map(blob);
  const from = reader();
  const asked = [...ids, 'f'.repeat(40), ...ids];
  const answers = await Promise.all(asked.map((id) => read(from, id)));
  expect(answers).toEqual([...contents, undefined, ...contents]);
});

test('what others write later is seen, under an id and under a ref', async () => {
  const from = reader();
  expect(await read(from, blob('one'))).toBe('one');
  expect(await from.read('Reading', 'refs/blobs/x')).toBeNull();
  const id = blob('two');
  git('update-ref', 'refs/blobs/x', id);
  expect(await from.read('Reading', 'refs/blobs/x')).toMatchObject({ id, type: 'blob' });
  git('pack-refs', '--all');
  git('repack', '-a', '-d', '--quiet');
  expect((await from.read('Reading', 'refs/blobs/x'))?.id).toBe(id);
});

test('a repository that was replaced is read as it is now, and one that is gone is an error', async () => {
  const from = reader();
  expect(await read(from, blob('one'))).toBe('one');
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
  git('init', '--quiet', '--template=');
  const id = blob('two');
  expect(await read(from, id)).toBe('two');
  rmSync(join(directory, '.git'), { recursive: true });
  await expect(read(from, id)).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY' });
});

test('an abort ends what is waited for', async () => {
  const abort = new AbortController();
  const from = reader(abort.signal);
  const id = blob('one');
  expect(await read(from, id)).toBe('one');
  const waiting = read(from, id);
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(read(from, id)).rejects.toMatchObject({ name: 'AbortError' });
});

test('a program that has read ends at once: nothing of ours keeps it', () => {
  const id = blob('one');
  const source = join(import.meta.dirname, 'index.ts');
  const script = `
    import { gitRefLog } from ${JSON.stringify(source)};
    await gitRefLog({ directory: ${JSON.stringify(directory)}, env: process.env }).head('refs/blobs/x');
    const began = performance.now();
    process.on('exit', () => console.log(performance.now() - began < 900 ? 'at once' : 'late'));`;
  git('update-ref', 'refs/blobs/x', id);
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    env: { ...process.env, ...ENV },
    encoding: 'utf8',
  });
  expect({ stdout: stdout.trim(), stderr: stderr.replace(/.*Warning.*\n.*\n/, '') }).toMatchObject({
    stdout: 'at once',
  });
});
