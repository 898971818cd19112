import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RegistryProject } from '../../testing/registry-project.ts';

const ROLLOUT = `rollout:
  endpoint: churn
  target: { dev_gateway: { weights: run/weights.json } }
  source: { prometheus_text: "http://127.0.0.1:9/metrics" }
  smoke: { protocol: oip-v2, candidate: "http://127.0.0.1:9", fixtures: golden.json }
  guardrails: [ { id: errors, kind: count, events: e, total: n, arm_label: version, non_inferiority: 1.5 } ]
`;
let project: RegistryProject;
beforeEach(() => {
  project = new RegistryProject({ more: ROLLOUT });
});
afterEach(() => rmSync(project.directory, { recursive: true, force: true }));

async function diagnosis(): Promise<Record<string, { verdict: string; message: string }>> {
  const { json } = await project.run('doctor', '--json');
  const { checks } = json as { checks: { id: string; verdict: string; message: string }[] };
  return Object.fromEntries(checks.map(({ id, ...rest }) => [id, rest]));
}

test('before the first registration ledger and store are fine, and nothing is written', async () => {
  const refs = project.git('for-each-ref');
  expect(await diagnosis()).toMatchObject({
    'registry/ledger': { verdict: 'pass', message: expect.stringContaining('does not exist yet') },
    'registry/store': { verdict: 'pass' },
  });
  expect(project.git('for-each-ref')).toBe(refs);
});

test('tells what the aliases name, and finds a store that does not have it', async () => {
  const version = await project.register();
  expect(await diagnosis()).toMatchObject({
    'registry/ledger': { verdict: 'pass', message: expect.stringContaining(`candidate ${version.slice(7, 19)}`) },
    'registry/store': { verdict: 'pass' },
  });
  rmSync(join(project.directory, 'registry'), { recursive: true });
  expect((await diagnosis())['registry/store']).toMatchObject({
    verdict: 'fail',
    message: expect.stringContaining(version),
  });
});

test('asks target and source of a rollout, and looks for the golden requests', async () => {
  expect(await diagnosis()).toMatchObject({
    'rollout/target': { verdict: 'fail' },
    'rollout/source': { verdict: 'fail', message: expect.stringContaining('127.0.0.1:9') },
    'rollout/smoke': { verdict: 'not_applicable' },
  });
  project.write('run/weights.json', '{"stable":95,"candidate":5}');
  project.write('golden.json', '[]');
  expect(await diagnosis()).toMatchObject({
    'rollout/target': { verdict: 'pass', message: 'stable has 95 %, candidate 5 %' },
    'rollout/smoke': { verdict: 'pass' },
  });
});
