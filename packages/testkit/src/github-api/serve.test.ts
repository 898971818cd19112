import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createBareRepository } from './git/scratch-repository.ts';

const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url));

test('the shell entry prints variables that work and ends on SIGTERM', async () => {
  const tree = createBareRepository();
  const sha = tree.commit({ 'README.md': 'x' });
  const child = spawn(process.execPath, [SERVE, `acme/churn=${tree.gitDirectory}`]);
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    if (/GITHUB_TOKEN='.*'\n/.test(output)) break;
  }
  const variables = Object.fromEntries(
    [...output.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(variables).toMatchObject({ GITHUB_REPOSITORY: 'acme/churn', GITHUB_SHA: sha });
  const headers = { authorization: `token ${variables.GITHUB_TOKEN}` };
  const response = await fetch(`${variables.GITHUB_API_URL}/repos/acme/churn/commits/main`, { headers });
  expect(((await response.json()) as { sha: string }).sha).toBe(sha);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  tree.remove();
});

test('without a repository it says how to call it', async () => {
  const child = spawn(process.execPath, [SERVE]);
  let message = '';
  child.stderr.on('data', (chunk) => {
    message += chunk;
  });
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(message).toContain('usage: ');
});
