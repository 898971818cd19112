import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that is gone after the test. */
export async function scratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rollout-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a Node script that stands for a user's command and returns its argument vector. */
export async function nodeScript(directory: string, name: string, body: string): Promise<[string, ...string[]]> {
  const path = join(directory, name);
  await writeFile(path, body);
  await chmod(path, 0o755);
  return [process.execPath, path];
}

/** Program text that reads all of stdin as JSON into `input`. */
export const READ_INPUT = `
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = JSON.parse(Buffer.concat(chunks).toString());
`;
