import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { Scene } from '../support/scene.ts';
import { logOf, results, runPull } from '../support/workflow-run.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
});
afterAll(() => scene.end());

const MANIFEST = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** Our own CI in a repository whose scripts have our names and do next to nothing. */
async function ci(failing: string | null) {
  const scripts = Object.fromEntries(
    Object.keys(MANIFEST.scripts).map((name) => [name, name === failing ? 'exit 1' : 'true']),
  );
  const project = scene.repository({
    '.github/workflows/ci.yml': readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8'),
    'package.json': JSON.stringify({ private: true, scripts }),
  });
  const [run] = await runPull(project, project.pull({ 'README.md': '# x\n' }));
  return run!;
}

it('our own CI calls scripts that exist, and Required is green when all jobs are', async () => {
  const run = await ci(null);
  expect(run.conclusion, logOf(run)).toBe('success');
  expect(results(run)).toEqual({ check: 'success', test: 'success', services: 'success', required: 'success' });
});

it.each([
  ['demo', 'test'],
  ['test:services', 'services'],
])('a failing `%s` fails the job %s and Required', async (script, job) => {
  const run = await ci(script);
  expect(results(run), logOf(run)).toMatchObject({ [job]: 'failure', required: 'failure' });
});
