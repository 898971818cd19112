import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RegistryProject } from '../../testing/registry-project.ts';

/** A project whose first model is the champion, its ledger on a remote. */
let origin: RegistryProject;
let remote = '';
let first = '';
const REGISTRY = '{ store: { oci_layout: registry/ }, ledger: { git: refs/heads/model-ledger, remote: origin } }';
const made: string[] = [];

beforeAll(async () => {
  remote = join(mkdtempSync(join(tmpdir(), 'champion-remote-')), 'origin.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote]);
  origin = new RegistryProject({ registry: REGISTRY });
  origin.git('remote', 'add', 'origin', `file://${remote}`);
  origin.git('push', '-q', 'origin', 'main');
  first = await origin.register();
  await origin.pass('promote', first, '--to', 'champion', '--reason', 'first');
});
afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(origin.directory, { recursive: true, force: true });
  rmSync(join(remote, '..'), { recursive: true, force: true });
});

/** A clone of depth 1 of main alone, as a checkout of a job is, beside the same store. */
function shallowClone(): RegistryProject {
  const clone = new RegistryProject({}, origin);
  made.push(clone.directory);
  for (const path of ['.git', '.model-delivery']) rmSync(join(clone.directory, path), { recursive: true, force: true });
  const checkout = join(clone.directory, 'checkout');
  const flags = ['--quiet', '--depth=1', '--single-branch', '--branch', 'main'];
  clone.git('clone', ...flags, `file://${remote}`, checkout);
  cpSync(join(checkout, '.git'), join(clone.directory, '.git'), { recursive: true });
  rmSync(checkout, { recursive: true, force: true });
  return clone;
}

async function champion(here: RegistryProject) {
  const { exitCode } = await here.run('evaluate', '--model', 'model');
  return {
    exitCode,
    ...(here.document('evaluation.json').champion as { state: string; version: string; reason: string }),
  };
}

describe('champion: { alias: champion }', () => {
  test('is found on the remote from a checkout of depth 1, and compared with', async () => {
    const here = shallowClone();
    expect(here.git('rev-parse', '--is-shallow-repository')).toBe('true');
    expect(await champion(here)).toMatchObject({ exitCode: 0, state: 'ready', version: first });
    here.train('worse\n', 0.9, 0.5);
    expect(await champion(here)).toMatchObject({ exitCode: 1, state: 'ready' });
  });

  test('a remote-tracking branch is enough where the remote is gone', async () => {
    const here = shallowClone();
    here.git('fetch', '-q', 'origin', 'model-ledger:refs/remotes/origin/model-ledger');
    here.git('remote', 'set-url', 'origin', 'file:///nowhere');
    expect(await champion(here)).toMatchObject({ exitCode: 0, state: 'ready', version: first });
  });

  test('a remote that does not answer is unreachable, never none', async () => {
    const here = shallowClone();
    here.git('remote', 'set-url', 'origin', 'file:///nowhere');
    expect(await champion(here)).toMatchObject({ exitCode: 4, state: 'unreachable' });
  });

  test('a store without the evidence is unreachable, never none', async () => {
    const here = shallowClone();
    rmSync(join(here.directory, 'registry'), { recursive: true });
    expect(await champion(here)).toMatchObject({ exitCode: 4, state: 'unreachable' });
  });

  test('a remote that answers and has no such alias is none', async () => {
    const here = shallowClone();
    here.configure({ registry: REGISTRY, champion: '{ alias: staging }' });
    expect(await champion(here)).toMatchObject({ exitCode: 0, state: 'none', version: null });
    here.configure({ registry: REGISTRY.replace('model-ledger', 'other-ledger') });
    expect(await champion(here)).toMatchObject({ exitCode: 0, state: 'none' });
  });

  test('a local ledger without the alias does not hide what the remote knows', async () => {
    const here = shallowClone();
    here.git('fetch', '-q', 'origin', 'model-ledger');
    here.git('update-ref', 'refs/heads/model-ledger', 'FETCH_HEAD~1');
    expect(await champion(here)).toMatchObject({ exitCode: 0, state: 'ready', version: first });
  });

  test('a configured remote that does not exist is unreachable', async () => {
    const here = shallowClone();
    here.configure({ registry: REGISTRY.replace('remote: origin', 'remote: upstream') });
    expect(await champion(here)).toMatchObject({ exitCode: 4, state: 'unreachable' });
  });

  test('outside of a git repository nothing can be known', async () => {
    const here = shallowClone();
    rmSync(join(here.directory, '.git'), { recursive: true });
    expect(await champion(here)).toMatchObject({ exitCode: 4, state: 'unreachable' });
  });
});

describe('rescore', () => {
  const rescored = (script: string) => {
    const here = shallowClone();
    here.write('score.mjs', script);
    here.configure({ registry: REGISTRY, champion: '{ alias: champion, rescore: [node, score.mjs] }' });
    return here;
  };

  test('scores the verified bytes of the champion anew, without the tokens of the job', async () => {
    const here = rescored(`import { readFileSync, writeFileSync } from 'node:fs';
const { MODEL_DELIVERY_MODEL, MODEL_DELIVERY_OUT, GITHUB_TOKEN } = process.env;
const model = readFileSync(MODEL_DELIVERY_MODEL + '/model.txt', 'utf8');
if (GITHUB_TOKEN || model !== 'hello\\n') process.exit(9);
writeFileSync(MODEL_DELIVERY_OUT + '/metrics.json', '{"accuracy":0.9,"f1":0.99}');`);
    here.env.GITHUB_TOKEN = 'ghs_0123456789abcdef0123';
    expect(await champion(here)).toMatchObject({ exitCode: 1, state: 'ready', version: first });
    expect(here.document('evaluation.json').metrics).toMatchObject({ champion: { f1: 0.99 } });
  });

  test.each([
    ['fails', 'console.error("no such column"); process.exit(3);', 'no such column'],
    ['writes nothing', '', 'metrics.json'],
  ])('a command that %s makes the champion unreachable', async (_name, script, reason) => {
    const found = await champion(rescored(script));
    expect(found).toMatchObject({ exitCode: 4, state: 'unreachable', reason: expect.stringContaining(reason) });
  });
});

test('a remote that is gone keeps register and promote from doing half', async () => {
  const here = shallowClone();
  await here.judge();
  here.git('remote', 'set-url', 'origin', 'file:///nowhere');
  expect((await here.run('register', '--model', 'model')).exitCode).toBe(5);
  expect((await here.run('promote', 'candidate', '--to', 'champion', '--reason', 'x')).exitCode).toBe(5);
  expect((await here.run('history')).exitCode).toBe(5);
});
